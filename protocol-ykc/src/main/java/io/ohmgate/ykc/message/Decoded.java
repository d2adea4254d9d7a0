package io.ohmgate.ykc.message;

import io.netty.buffer.ByteBuf;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.ykc.frame.Anomaly;
import io.ohmgate.ykc.frame.Frame;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a frame turned out to be. */
public sealed interface Decoded {
    /** What was odd, to be counted by name. */
    Set<Anomaly> anomalies();

    /** A message, and what was odd about its frame or body. */
    record Understood(Message message, Set<Anomaly> anomalies) implements Decoded {}

    /** A type without a message: counted and ignored. */
    record UnknownType(int code) implements Decoded {
        @Override
        public Set<Anomaly> anomalies() {
            return Set.of(Anomaly.UNKNOWN_TYPE);
        }
    }

    /**
     * A body that lacks what the message cannot do without: counted and dropped. A record whose trade number could be
     * read is answered "illegal" (reference 7.5).
     */
    record Malformed(
            FrameType type,
            String field,
            MalformedBody.Reason reason,
            @Nullable TradeNo tradeNo) implements Decoded {
        @Override
        public Set<Anomaly> anomalies() {
            return Set.of(Anomaly.MALFORMED_BODY);
        }
    }

    /** An encrypted body: there is no key to open it with. Fatal if it is the login. */
    record Encrypted(int encryptFlag, int typeCode) implements Decoded {
        @Override
        public Set<Anomaly> anomalies() {
            return Set.of(Anomaly.ENCRYPTED);
        }
    }

    /** A login of V1.8, another protocol: to be refused with 0x02 and closed. */
    record LoginOfV18(PileNo pileNo) implements Decoded {
        @Override
        public Set<Anomaly> anomalies() {
            return Set.of(Anomaly.LOGIN_OF_V1_8);
        }
    }

    /** Never throws for what is in the frame. */
    static Decoded of(Frame frame) {
        return of(frame, null);
    }

    /** The same where one pile most likely speaks. */
    static Decoded of(Frame frame, @Nullable KnownPile known) {
        if (frame.encrypted()) {
            return new Encrypted(frame.encryptFlag(), frame.typeCode());
        }
        return Bodies.decode(frame.typeCode(), frame.body(), frame.anomalyBits(), null, known);
    }

    /** Reads a body alone, such as that of a kept record. */
    static Decoded of(int typeCode, ByteBuf body) {
        return Bodies.decode(typeCode, body, 0, null, null);
    }

    /** Reads a body alone, plain whatever frame it came in; {@code fields} hears what is read. */
    static Decoded of(int typeCode, ByteBuf body, FieldSink fields) {
        return Bodies.decode(typeCode, body, 0, fields, null);
    }
}
