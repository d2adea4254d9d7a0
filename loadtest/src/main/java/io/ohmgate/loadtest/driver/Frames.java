package io.ohmgate.loadtest.driver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.ykc.frame.Crc16;
import io.ohmgate.ykc.frame.FrameWriter;
import io.ohmgate.ykc.message.BillingRequest;
import io.ohmgate.ykc.message.Heartbeat;
import io.ohmgate.ykc.message.Login;
import io.ohmgate.ykc.message.RateSum;
import io.ohmgate.ykc.message.Realtime;
import io.ohmgate.ykc.message.TradeRecord;
import io.ohmgate.ykc.message.Uplink;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;

/**
 * Frames that were encoded once by the codec; for each sending only pile number, sequence, a few bytes and the CRC are
 * written into them. One loop owns them.
 */
final class Frames {
    static final int BODY_AT = 6;
    static final int TYPE_AT = 5;
    static final int CRC_BYTES = 2;
    static final int PILE_BYTES = 7;
    static final int TRADE_BYTES = 16;
    /** Where in 0x13 and 0x3B the body's fields lie (reference 5.10, 5.25). */
    static final int TRADE_AT = BODY_AT;

    private static final int PILE_AFTER_TRADE = BODY_AT + TRADE_BYTES;
    private static final int REALTIME_GUN_AT = BODY_AT + 23;
    private static final int REALTIME_STATUS_AT = BODY_AT + 24;
    private static final int REALTIME_PLUGGED_AT = BODY_AT + 26;
    private static final int REALTIME_CELSIUS_AT = BODY_AT + 31;
    private static final int REALTIME_ENERGY_AT = BODY_AT + 46;
    private static final int CELSIUS_FROM = 70;
    private static final int CELSIUS_KINDS = 16;

    private static final PileNo ANY_PILE = new PileNo("0".repeat(14));
    private static final LocalDateTime SOME_DAY = LocalDateTime.of(2026, 11, 1, 8, 0);

    private final Template login =
            template(new Login(ANY_PILE, Login.PILE_TYPE_DC, 2, 0x10, "load-1", 1, "0".repeat(20), 4), BODY_AT);
    private final Template heartbeat = template(new Heartbeat(ANY_PILE, 1, Heartbeat.NORMAL), BODY_AT);
    private final Template realtime = template(idle(), PILE_AFTER_TRADE);
    private final Template ask = template(new BillingRequest(ANY_PILE), BODY_AT);
    private final Template record = template(record(), PILE_AFTER_TRADE);

    /** A frame and where the pile number stands in it. */
    private static final class Template {
        private final byte[] bytes;
        private final ByteBuf view;
        private final int pileAt;

        Template(byte[] bytes, int pileAt) {
            this.bytes = bytes;
            this.view = Unpooled.wrappedBuffer(bytes);
            this.pileAt = pileAt;
        }
    }

    private static Template template(Uplink message, int pileAt) {
        ByteBuf out = Unpooled.buffer();
        FrameWriter.STANDARD.write(message, 0, out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return new Template(bytes, pileAt);
    }

    private static Realtime idle() {
        return new Realtime(
                Realtime.NO_TRADE,
                ANY_PILE,
                1,
                Realtime.IDLE,
                1,
                0,
                0,
                0,
                25,
                "0".repeat(16),
                0,
                null,
                0,
                0,
                Energy.ZERO,
                Energy.ZERO,
                Amount.ZERO,
                0);
    }

    /** 1 kWh at 1 yuan: consistent in itself, so that nothing about it needs a person. */
    private static TradeRecord record() {
        Energy one = new Energy(10_000);
        Amount yuan = new Amount(10_000);
        RateSum flat = new RateSum(new UnitPrice(100_000), one, one, yuan);
        return new TradeRecord(
                Realtime.NO_TRADE,
                ANY_PILE,
                1,
                SOME_DAY,
                SOME_DAY.plusMinutes(30),
                List.of(RateSum.ZERO, RateSum.ZERO, flat, RateSum.ZERO),
                new Energy(1_000_000),
                new Energy(1_010_000),
                one,
                one,
                yuan,
                null,
                1,
                SOME_DAY.plusMinutes(30),
                0x40,
                null);
    }

    /** The number on the wire. */
    static byte[] pile(long number) {
        return bcd("%014d".formatted(number), PILE_BYTES);
    }

    static byte[] bcd(String digits, int bytes) {
        byte[] packed = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            packed[i] = (byte)
                    (Character.digit(digits.charAt(2 * i), 16) << 4 | Character.digit(digits.charAt(2 * i + 1), 16));
        }
        return packed;
    }

    /** A pile's own serial: pile, gun 1, eight digits of the run, eight of the record. */
    static TradeNo trade(long pile, long run, long record) {
        return new TradeNo("%014d01%08d%08d".formatted(pile, run % 100_000_000, record % 100_000_000));
    }

    ByteBuf login(ByteBufAllocator allocator, int sequence, byte[] pile) {
        return copy(login, allocator, sequence, pile);
    }

    ByteBuf heartbeat(ByteBufAllocator allocator, int sequence, byte[] pile) {
        return copy(heartbeat, allocator, sequence, pile);
    }

    ByteBuf ask(ByteBufAllocator allocator, int sequence, byte[] pile) {
        return copy(ask, allocator, sequence, pile);
    }

    /** Idle; the cable is a little warmer or colder each time, so that there is something to tell. */
    ByteBuf idle(ByteBufAllocator allocator, int sequence, byte[] pile, int gun, boolean plugged) {
        Arrays.fill(realtime.bytes, TRADE_AT, TRADE_AT + TRADE_BYTES, (byte) 0);
        realtime.bytes[REALTIME_PLUGGED_AT] = (byte) (plugged ? 1 : 0);
        return realtime(allocator, sequence, pile, gun, Realtime.IDLE, 0);
    }

    /** Charging; {@code energy} is in 0.0001 kWh. */
    ByteBuf charging(ByteBufAllocator allocator, int sequence, byte[] pile, int gun, byte[] trade, long energy) {
        System.arraycopy(trade, 0, realtime.bytes, TRADE_AT, TRADE_BYTES);
        realtime.bytes[REALTIME_PLUGGED_AT] = 1;
        return realtime(allocator, sequence, pile, gun, Realtime.CHARGING, energy);
    }

    private ByteBuf realtime(ByteBufAllocator allocator, int sequence, byte[] pile, int gun, int status, long energy) {
        byte[] bytes = realtime.bytes;
        bytes[REALTIME_GUN_AT] = (byte) gun;
        bytes[REALTIME_STATUS_AT] = (byte) status;
        bytes[REALTIME_CELSIUS_AT] = (byte) (CELSIUS_FROM + sequence % CELSIUS_KINDS);
        u32(bytes, REALTIME_ENERGY_AT, energy);
        u32(bytes, REALTIME_ENERGY_AT + 4, energy);
        // At 1 yuan a kWh, in 0.0001 yuan.
        u32(bytes, REALTIME_ENERGY_AT + 8, energy);
        return copy(realtime, allocator, sequence, pile);
    }

    ByteBuf record(ByteBufAllocator allocator, int sequence, byte[] pile, int gun, byte[] trade) {
        System.arraycopy(trade, 0, record.bytes, TRADE_AT, TRADE_BYTES);
        record.bytes[REALTIME_GUN_AT] = (byte) gun;
        return copy(record, allocator, sequence, pile);
    }

    /** A reply or anything else short: {@code body} begins after the type. */
    ByteBuf any(ByteBufAllocator allocator, int sequenceBytes, int type, byte[] body) {
        byte[] bytes = new byte[BODY_AT + body.length + CRC_BYTES];
        bytes[0] = 0x68;
        bytes[1] = (byte) (body.length + 4);
        bytes[2] = (byte) (sequenceBytes >>> 8);
        bytes[3] = (byte) sequenceBytes;
        bytes[TYPE_AT] = (byte) type;
        System.arraycopy(body, 0, bytes, BODY_AT, body.length);
        seal(bytes, Unpooled.wrappedBuffer(bytes));
        return allocator.directBuffer(bytes.length).writeBytes(bytes);
    }

    private static ByteBuf copy(Template template, ByteBufAllocator allocator, int sequence, byte[] pile) {
        byte[] bytes = template.bytes;
        bytes[2] = (byte) sequence;
        bytes[3] = (byte) (sequence >>> 8);
        System.arraycopy(pile, 0, bytes, template.pileAt, PILE_BYTES);
        seal(bytes, template.view);
        return allocator.directBuffer(bytes.length, bytes.length).writeBytes(bytes);
    }

    private static void seal(byte[] bytes, ByteBuf view) {
        int crc = Crc16.of(view, 2, bytes.length - 2 - CRC_BYTES);
        bytes[bytes.length - 2] = (byte) crc;
        bytes[bytes.length - 1] = (byte) (crc >>> 8);
    }

    private static void u32(byte[] bytes, int at, long value) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (value >>> (8 * i));
        }
    }
}
