package io.ohmgate.api.nodes;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.live.TopicData;
import io.ohmgate.gateway.order.ChargeLimit;
import io.ohmgate.gateway.order.OrderNotice;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * How nodes write to each other. A property that the reader does not know is left out and one that it misses is null, so
 * that a version and the next understand each other during a rolling restart (invariants GW10).
 */
public final class NodeJson {
    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .changeDefaultVisibility(seen -> seen.withGetterVisibility(Visibility.NONE)
                    .withIsGetterVisibility(Visibility.NONE)
                    .withFieldVisibility(Visibility.ANY))
            .addMixIn(TopicData.class, Named.class)
            .addMixIn(OrderNotice.class, Named.class)
            .addMixIn(PileEvent.class, Named.class)
            .addMixIn(ChargeLimit.class, Named.class)
            .addModule(
                    new SimpleModule("addresses").addDeserializer(InetSocketAddress.class, new AddressDeserializer()))
            .build();

    /** Members of a sealed family are told apart by their names. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is")
    private interface Named {}

    /** An address is a number here; no name is ever looked up for what another node wrote. */
    private static final class AddressDeserializer extends StdDeserializer<InetSocketAddress> {
        AddressDeserializer() {
            super(InetSocketAddress.class);
        }

        @Override
        public InetSocketAddress deserialize(JsonParser parser, DeserializationContext context) {
            String text = parser.getString();
            int colon = text.lastIndexOf(':');
            try {
                int port = Integer.parseInt(text.substring(colon + 1));
                return new InetSocketAddress(InetAddress.ofLiteral(text.substring(0, colon)), port);
            } catch (RuntimeException noAddress) {
                return (InetSocketAddress) context.handleWeirdStringValue(InetSocketAddress.class, text, "no address");
            }
        }
    }

    public byte[] write(Object value) {
        return json.writeValueAsBytes(value);
    }

    /** @throws tools.jackson.core.JacksonException if it is not written as this version writes it */
    public <T> T read(byte[] bytes, Class<T> type) {
        return json.readValue(bytes, type);
    }
}
