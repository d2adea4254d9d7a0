package io.ohmgate.simulator.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ohmgate.simulator.pile.Behaviour;
import io.ohmgate.simulator.pile.PileAction;
import io.ohmgate.simulator.pile.Quirk;
import io.ohmgate.simulator.pile.Quirk.BytesOfType;
import io.ohmgate.simulator.pile.Quirks;
import io.ohmgate.ykc.frame.Crc16;
import io.ohmgate.ykc.frame.CrcOrder;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.frame.FrameBody;
import io.ohmgate.ykc.frame.FrameWriter;
import io.ohmgate.ykc.frame.SequenceCounter;
import io.ohmgate.ykc.message.FrameType;
import io.ohmgate.ykc.message.Uplink;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Puts what one pile says into bytes, with the oddities of its behaviour. Knows no channel and no clock: the same words
 * and the same seed give the same bytes.
 */
public final class WireWriter {
    private static final int SEQUENCE_OFFSET = 2;
    private static final int FLAG_OFFSET = 4;
    private static final int TIME_BYTES = 7;
    private static final int DAY_OFFSET = 4;
    private static final int CENTURY = 2000;
    private static final int FIVE_RATES_SHIFT = 16;
    private static final int PILE_CURRENT_OFFSET = 40;
    private static final int CURRENT_SHIFT = 4_000;
    private static final int BODY_MAX = Frame.LENGTH_MAX - Frame.LENGTH_MIN;

    private final Behaviour behaviour;
    private final RandomGenerator random;
    private SequenceCounter sequence;
    private int frames;

    public WireWriter(Behaviour behaviour, RandomGenerator random) {
        this.behaviour = behaviour;
        this.random = random;
        this.sequence = newSequence();
    }

    private SequenceCounter newSequence() {
        return new SequenceCounter(!behaviour.is(Quirks.BIG_ENDIAN_SEQUENCE));
    }

    /** Numbers begin at 0 with each connection. */
    public void connected() {
        sequence = newSequence();
    }

    /** Appends a frame of the pile's own. */
    public void say(Uplink message, ByteBuf out) {
        write(message, sequence.next(), out);
    }

    public void say(PileAction.SayRaw raw, ByteBuf out) {
        write(
                new RawBody(
                        raw.typeCode(), Unpooled.wrappedBuffer(HexFormat.of().parseHex(raw.bodyHex()))),
                sequence.next(),
                out);
    }

    /** Appends an answer. */
    public void reply(PileAction.Reply reply, ByteBuf out) {
        boolean own = behaviour.is(Quirks.OWN_SEQUENCE_IN_REPLIES);
        write(reply.message(), own ? sequence.next() : reply.sequence(), out);
    }

    private void write(FrameBody message, int sequenceBytes, ByteBuf out) {
        frames++;
        int start = out.writerIndex();
        new FrameWriter(order(), behaviour.is(Quirks.LENGTH_WITHOUT_PLUS_4))
                .write(altered(message), sequenceBytes, out);
        if (every(Quirks.ENCRYPTED_EVERY)) {
            markEncrypted(out, start);
        }
    }

    private CrcOrder order() {
        return every(Quirks.BAD_CRC_EVERY) ? CrcOrder.BAD : behaviour.get(Quirks.CRC_ORDER);
    }

    private boolean every(Quirk<Integer> quirk) {
        int each = behaviour.get(quirk);
        return each > 0 && frames % each == 0;
    }

    /** The CRC covers the flag, so it is written anew; low byte first, as it goes out. */
    private static void markEncrypted(ByteBuf out, int start) {
        out.setByte(start + FLAG_OFFSET, 1);
        int length = out.writerIndex() - start - Frame.AROUND_LENGTH;
        out.setShortLE(out.writerIndex() - 2, Crc16.of(out, start + SEQUENCE_OFFSET, length));
    }

    private FrameBody altered(FrameBody message) {
        boolean plain = !behaviour.is(Quirks.WEEKDAY_BITS)
                && !behaviour.is(Quirks.ZERO_TIMES)
                && !behaviour.is(Quirks.CURRENT_WITHOUT_OFFSET)
                && behaviour.get(Quirks.SHORT_BODY).bytes() == 0
                && behaviour.get(Quirks.LONG_BODY).bytes() == 0;
        return plain ? message : bent(message);
    }

    private FrameBody bent(FrameBody message) {
        ByteBuf body = Unpooled.buffer(BODY_MAX);
        message.writeBody(body);
        int code = message.typeCode();
        for (int offset : timesOf(code, body.readableBytes())) {
            if (body.readableBytes() >= offset + TIME_BYTES) {
                bendTime(body, offset);
            }
        }
        if (code == FrameType.BMS_DEMAND.code() && behaviour.is(Quirks.CURRENT_WITHOUT_OFFSET)) {
            int raw = body.getUnsignedShortLE(PILE_CURRENT_OFFSET);
            body.setShortLE(PILE_CURRENT_OFFSET, CURRENT_SHIFT - raw);
        }
        BytesOfType less = behaviour.get(Quirks.SHORT_BODY);
        if (less.type() == code) {
            body.writerIndex(Math.max(0, body.writerIndex() - less.bytes()));
        }
        BytesOfType more = behaviour.get(Quirks.LONG_BODY);
        if (more.type() == code) {
            byte[] tail = new byte[Math.min(more.bytes(), BODY_MAX - body.readableBytes())];
            random.nextBytes(tail);
            body.writeBytes(tail);
        }
        return new RawBody(code, body);
    }

    private void bendTime(ByteBuf body, int offset) {
        if (behaviour.is(Quirks.ZERO_TIMES)) {
            body.setZero(offset, TIME_BYTES);
            return;
        }
        if (!behaviour.is(Quirks.WEEKDAY_BITS)) {
            return;
        }
        int day = body.getUnsignedByte(offset + DAY_OFFSET);
        int month = body.getUnsignedByte(offset + DAY_OFFSET + 1);
        int year = CENTURY + body.getUnsignedByte(offset + DAY_OFFSET + 2);
        try {
            int weekday = LocalDate.of(year, month, day).getDayOfWeek().getValue();
            body.setByte(offset + DAY_OFFSET, weekday << 5 | day);
        } catch (DateTimeException noDate) {
            body.setByte(offset + DAY_OFFSET, day);
        }
    }

    /** Where a body holds times (reference 5.25, 5.37, 9.2, 9.3). */
    private static int[] timesOf(int code, int length) {
        if (code == FrameType.TRADE_RECORD.code()) {
            int shift = length > FrameType.TRADE_RECORD.bodyLength() ? FIVE_RATES_SHIFT : 0;
            return new int[] {24, 31, 142 + shift};
        }
        if (code == FrameType.TRADE_RECORD_V17.code()) {
            return new int[] {24, 31, 185};
        }
        if (code == FrameType.TRADE_RECORD_V14.code()) {
            return new int[] {24, 31, 140};
        }
        return code == FrameType.TIME_SYNC_REPLY.code() ? new int[] {7} : new int[0];
    }

    private record RawBody(int typeCode, ByteBuf bytes) implements FrameBody {
        @Override
        public void writeBody(ByteBuf out) {
            out.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
        }
    }
}
