package io.ohmgate.ykc.message;

import io.netty.buffer.ByteBuf;
import io.ohmgate.ykc.frame.Anomaly;
import org.jspecify.annotations.Nullable;

/** Judges bodies: which message, what was odd, or why none. */
final class Bodies {
    private Bodies() {}

    static Decoded decode(int typeCode, ByteBuf body, int frameAnomalyBits, @Nullable FieldSink fields) {
        return decode(typeCode, body, frameAnomalyBits, fields, null);
    }

    static Decoded decode(
            int typeCode, ByteBuf body, int frameAnomalyBits, @Nullable FieldSink fields, @Nullable KnownPile known) {
        FrameType type = FrameType.chosenBy(typeCode, body.readableBytes());
        if (type == null) {
            return new Decoded.UnknownType(typeCode);
        }
        BodyReader in = new BodyReader(body, fields, known);
        if (type.code() != typeCode) {
            in.flag(Anomaly.PARALLEL_CONFIRM_MISTYPED);
        }
        try {
            if (type == FrameType.LOGIN && in.length() == Login.BODY_LENGTH_V18) {
                return new Decoded.LoginOfV18(Login.pileNoOfV18(in));
            }
            Message message = type.read(in);
            return new Decoded.Understood(message, Anomaly.ofBits(frameAnomalyBits | in.anomalyBits()));
        } catch (MalformedBody malformed) {
            return new Decoded.Malformed(type, malformed.field(), malformed.reason(), in.tradeNoRead());
        }
    }
}
