package io.ohmgate.ykc.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ohmgate.gateway.link.RawRecord;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.message.Decoded;
import io.ohmgate.ykc.message.TradeReport;
import java.util.Optional;

/** Records with the frames they came in. */
final class RecordFrames {
    private static final int TYPE_OFFSET = 5;

    private RecordFrames() {}

    /** The body is what repetitions share: sequence number and check sum differ. */
    static RawRecord evidence(TradeReport record, byte[] frame) {
        return new RawRecord(
                YkcProtocol.NAME,
                Translator.record(record),
                frame,
                Frame.BODY_OFFSET,
                frame.length - (Frame.OVERHEAD - Frame.BODY_OFFSET));
    }

    /** Reads a frame that was once taken as a record. Its CRC fitted then, in whichever order. */
    static Optional<RawRecord> read(byte[] frame) {
        if (frame.length <= Frame.OVERHEAD) {
            return Optional.empty();
        }
        ByteBuf body = Unpooled.wrappedBuffer(frame, Frame.BODY_OFFSET, frame.length - Frame.OVERHEAD);
        Decoded decoded = Decoded.of(Byte.toUnsignedInt(frame[TYPE_OFFSET]), body);
        return decoded instanceof Decoded.Understood understood && understood.message() instanceof TradeReport record
                ? Optional.of(evidence(record, frame))
                : Optional.empty();
    }
}
