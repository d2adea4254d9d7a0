package io.ohmgate.api.rsocket;

import io.netty.buffer.ByteBuf;
import io.rsocket.ConnectionSetupPayload;
import io.rsocket.Payload;
import io.rsocket.metadata.AuthMetadataCodec;
import io.rsocket.metadata.CompositeMetadata;
import io.rsocket.metadata.RoutingMetadata;
import io.rsocket.metadata.WellKnownAuthType;
import io.rsocket.metadata.WellKnownMimeType;
import java.util.Iterator;
import java.util.Optional;

/** Reads what stands beside a payload: tokens and routes. What is malformed is not there. */
final class Metadata {
    private static final String COMPOSITE = WellKnownMimeType.MESSAGE_RSOCKET_COMPOSITE_METADATA.getString();
    private static final String AUTHENTICATION = WellKnownMimeType.MESSAGE_RSOCKET_AUTHENTICATION.getString();
    private static final String ROUTING = WellKnownMimeType.MESSAGE_RSOCKET_ROUTING.getString();

    private Metadata() {}

    /** The bearer token of a setup, alone or among other metadata. */
    static Optional<String> token(ConnectionSetupPayload setup) {
        String kind = setup.metadataMimeType();
        if (kind.equals(AUTHENTICATION)) {
            return bearer(setup.sliceMetadata());
        }
        return kind.equals(COMPOSITE) ? find(setup, AUTHENTICATION).flatMap(Metadata::bearer) : Optional.empty();
    }

    static boolean isComposite(ConnectionSetupPayload setup) {
        return setup.metadataMimeType().equals(COMPOSITE);
    }

    static Optional<String> route(Payload payload) {
        return find(payload, ROUTING).flatMap(Metadata::firstTag);
    }

    private static Optional<ByteBuf> find(Payload payload, String mimeType) {
        try {
            for (CompositeMetadata.Entry entry : new CompositeMetadata(payload.sliceMetadata(), false)) {
                if (mimeType.equals(entry.getMimeType())) {
                    return Optional.of(entry.getContent());
                }
            }
            return Optional.empty();
        } catch (IllegalStateException | IllegalArgumentException | IndexOutOfBoundsException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<String> bearer(ByteBuf content) {
        try {
            return AuthMetadataCodec.isWellKnownAuthType(content)
                            && AuthMetadataCodec.readWellKnownAuthType(content) == WellKnownAuthType.BEARER
                    ? Optional.of(new String(AuthMetadataCodec.readBearerTokenAsCharArray(content)))
                    : Optional.empty();
        } catch (IllegalStateException | IllegalArgumentException | IndexOutOfBoundsException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<String> firstTag(ByteBuf content) {
        try {
            Iterator<String> tags = new RoutingMetadata(content).iterator();
            return tags.hasNext() ? Optional.of(tags.next()) : Optional.empty();
        } catch (IllegalStateException | IllegalArgumentException | IndexOutOfBoundsException malformed) {
            return Optional.empty();
        }
    }
}
