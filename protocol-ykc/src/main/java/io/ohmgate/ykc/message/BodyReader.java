package io.ohmgate.ykc.message;

import io.netty.buffer.ByteBuf;
import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.ykc.frame.Anomaly;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body field by field; one word per type of the protocol, so that no scale or offset can be forgotten.
 *
 * <p>The keys (pile, gun and trade number) must be there, else {@link MalformedBody} is thrown. Every other field may
 * be missing, because piles send short bodies: from the first field that is not complete, all are null and the body is
 * flagged {@link Anomaly#SHORT_BODY} (reference 2.7).
 *
 * <p>Fields are named at the place where they are read. With a {@link FieldSink} the same reading describes the body;
 * without one the names cost nothing.
 */
public final class BodyReader {
    private static final DateTimeFormatter WITH_MILLIS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS");
    private static final int TEMPERATURE_OFFSET = 50;
    private static final int VEHICLE_CURRENT_OFFSET = 4000;

    private final ByteBuf body;
    private final int length;
    private @Nullable FieldSink sink;
    private final @Nullable KnownPile known;
    private @Nullable TradeNo tradeNoRead;
    private int anomalyBits;

    /** Moves the reader index of {@code body}; {@code sink} may be null. */
    public BodyReader(ByteBuf body, @Nullable FieldSink sink) {
        this(body, sink, null);
    }

    BodyReader(ByteBuf body, @Nullable FieldSink sink, @Nullable KnownPile known) {
        this.body = body;
        this.known = known;
        this.length = body.readableBytes();
        this.sink = sink;
    }

    /** The length of the whole body: some types choose their layout by it. */
    public int length() {
        return length;
    }

    int remaining() {
        return body.readableBytes();
    }

    int anomalyBits() {
        return body.isReadable() ? anomalyBits | Anomaly.LONG_BODY.bit() : anomalyBits;
    }

    /** The trade number, if one was read before the body turned out to be unreadable. */
    @Nullable
    TradeNo tradeNoRead() {
        return tradeNoRead;
    }

    void flag(Anomaly anomaly) {
        anomalyBits |= anomaly.bit();
    }

    void requireLength(int exact) {
        if (length != exact) {
            throw new MalformedBody("body", MalformedBody.Reason.WRONG_LENGTH);
        }
    }

    void skip(int bytes) {
        body.skipBytes(Math.min(bytes, body.readableBytes()));
    }

    // Keys

    public PileNo pileNo() {
        need("pileNo", KnownPile.BYTES);
        if (known != null
                && sink == null
                && body.readableBytes() > KnownPile.BYTES
                && known.isAt(body, body.readerIndex())) {
            body.skipBytes(KnownPile.BYTES);
            return known.pileNo();
        }
        String digits = Hex.read(body, 7);
        tell("pileNo", digits);
        if (!Hex.isDecimal(digits)) {
            throw new MalformedBody("pileNo", MalformedBody.Reason.NOT_DECIMAL);
        }
        return new PileNo(digits);
    }

    public TradeNo tradeNo() {
        need("tradeNo", 16);
        TradeNo tradeNo = tradeNoAt(body.readerIndex());
        body.skipBytes(16);
        tell("tradeNo", tradeNo.digits());
        tradeNoRead = tradeNo;
        return tradeNo;
    }

    /** Idle guns send zeros, which need no object of their own. */
    private TradeNo tradeNoAt(int at) {
        boolean zeros = (body.getLong(at) | body.getLong(at + Long.BYTES)) == 0;
        return zeros ? Realtime.NO_TRADE : new TradeNo(Hex.read(body.slice(at, 16), 16));
    }

    /** A gun number of 1 to 99 in BCD. What is no BCD was meant as a binary number. */
    public int gunNo() {
        return gunNoAtLeast(1);
    }

    /** As {@link #gunNo()}, but 0 is let through: some piles send it for the pile itself. */
    public int gunNoOrZero() {
        return gunNoAtLeast(0);
    }

    private int gunNoAtLeast(int least) {
        need("gunNo", 1);
        int raw = body.readUnsignedByte();
        boolean bcd = raw >>> 4 <= 9 && (raw & 0xF) <= 9;
        if (!bcd) {
            flag(Anomaly.GUN_NO_BINARY);
        }
        return gunNoWithin(least, bcd ? 10 * (raw >>> 4) + (raw & 0xF) : raw);
    }

    /** A gun number in one of the frames that write it as a binary number. */
    public int gunNoBinary() {
        need("gunNo", 1);
        return gunNoWithin(1, body.readUnsignedByte());
    }

    private int gunNoWithin(int least, int gunNo) {
        tell("gunNo", gunNo, 0);
        if (gunNo < least || gunNo > GunId.GUN_NO_MAX) {
            throw new MalformedBody("gunNo", MalformedBody.Reason.OUT_OF_RANGE);
        }
        return gunNo;
    }

    // Numbers

    public @Nullable Integer u8(String name) {
        return u8(name, 0);
    }

    /** One byte, to which {@code offset} is added. */
    public @Nullable Integer u8(String name, int offset) {
        return has(1) ? number(name, body.readUnsignedByte() + offset, 0) : null;
    }

    public @Nullable Integer u16(String name) {
        return has(2) ? number(name, body.readUnsignedShortLE(), 0) : null;
    }

    public @Nullable Integer u24(String name) {
        return has(3) ? number(name, body.readUnsignedMediumLE(), 0) : null;
    }

    public @Nullable Long u32(String name) {
        return has(4) ? number(name, body.readUnsignedIntLE(), 0) : null;
    }

    public @Nullable Integer celsius(String name) {
        return u8(name, -TEMPERATURE_OFFSET);
    }

    public @Nullable Integer minutes(String name) {
        return u16(name);
    }

    /** A two-byte quantity counted in tenths of its unit: volts, kWh, Ah, percent. */
    public @Nullable Integer tenths(String name) {
        return has(2) ? number(name, body.readUnsignedShortLE(), 1) : null;
    }

    public @Nullable Integer deciVolts(String name) {
        return tenths(name);
    }

    public @Nullable Integer centiVolts(String name) {
        return has(2) ? number(name, body.readUnsignedShortLE(), 2) : null;
    }

    public @Nullable Integer deciAmperes(String name) {
        return tenths(name);
    }

    /** A current as GB/T 27930 sends it, 400 A added: while charging it is negative. */
    public @Nullable Integer vehicleDeciAmperes(String name) {
        return has(2) ? number(name, body.readUnsignedShortLE() - VEHICLE_CURRENT_OFFSET, 1) : null;
    }

    /** The highest cell: 12 bits of voltage, 4 bits of group number. */
    public @Nullable CellPeak cellPeak(String voltageName, String groupName) {
        if (!has(2)) {
            return null;
        }
        int raw = body.readUnsignedShortLE();
        return new CellPeak(number(voltageName, raw & 0xFFF, 2), number(groupName, raw >>> 12, 0));
    }

    public @Nullable Energy energy(String name) {
        return has(4) ? new Energy(number(name, body.readUnsignedIntLE(), 4)) : null;
    }

    /** A meter reading of five bytes (电表总起值, 止值). */
    public @Nullable Energy meter(String name) {
        if (!has(5)) {
            return null;
        }
        long low = body.readUnsignedIntLE();
        return new Energy(number(name, ((long) body.readUnsignedByte() << 32) | low, 4));
    }

    public @Nullable UnitPrice price(String name) {
        return has(4) ? new UnitPrice(number(name, body.readUnsignedIntLE(), 5)) : null;
    }

    public @Nullable Amount amount(String name) {
        return has(4) ? new Amount(number(name, body.readUnsignedIntLE(), 4)) : null;
    }

    public @Nullable Money balance(String name) {
        return has(4) ? new Money(number(name, body.readUnsignedIntLE(), 2)) : null;
    }

    /** {@code count} single bytes; if some are missing, those that are there. */
    public List<Integer> u8s(String name, int count) {
        List<Integer> values = new ArrayList<>(count);
        for (int i = 0; i < count && has(1); i++) {
            values.add((int) body.readUnsignedByte());
        }
        if (sink != null && !values.isEmpty()) {
            sink.numbers(name, values);
        }
        return List.copyOf(values);
    }

    // Texts

    /** A number field of 2n digits. Hex letters are kept: there are card and SIM numbers with them. */
    public @Nullable String bcd(String name, int bytes) {
        String digits = hex(name, bytes);
        if (digits != null && !Hex.isDecimal(digits)) {
            flag(Anomaly.BCD_NOT_DECIMAL);
        }
        return digits;
    }

    public @Nullable String hex(String name, int bytes) {
        return has(bytes) ? tell(name, Hex.read(body, bytes)) : null;
    }

    /** Text up to the first zero byte, without trailing blanks and 0xFF. */
    public @Nullable String ascii(String name, int bytes) {
        if (!has(bytes)) {
            return null;
        }
        int start = body.readerIndex();
        int zero = body.bytesBefore(bytes, (byte) 0);
        int end = start + (zero < 0 ? bytes : zero);
        while (end > start && (body.getByte(end - 1) == ' ' || body.getByte(end - 1) == (byte) 0xFF)) {
            end--;
        }
        String text = body.toString(start, end - start, StandardCharsets.ISO_8859_1);
        body.skipBytes(bytes);
        return tell(name, text);
    }

    /** Site-local time; null if it is no date or not there. */
    public @Nullable LocalDateTime time(String name) {
        if (!has(Cp56.BYTES)) {
            return null;
        }
        LocalDateTime time = Cp56.get(body, body.readerIndex());
        if (time == null) {
            flag(Anomaly.TIME_INVALID);
        } else if (Cp56.hasExtraBits(body, body.readerIndex())) {
            flag(Anomaly.TIME_EXTRA_BITS);
        }
        body.skipBytes(Cp56.BYTES);
        if (sink != null && time == null) {
            sink.nothing(name);
        } else if (sink != null) {
            sink.text(name, WITH_MILLIS.format(time));
        }
        return time;
    }

    // Lists

    /** {@code count} strings of {@code bytes} bytes; if some are missing, those that are there. */
    List<String> hexes(String name, int count, int bytes) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count && has(bytes); i++) {
            values.add(Hex.read(body, bytes));
        }
        if (sink != null) {
            sink.texts(name, values);
        }
        return List.copyOf(values);
    }

    /** {@code count} groups of {@code bytes} bytes; if some are missing, the complete ones. */
    <T> List<T> groups(String name, int count, int bytes, Function<BodyReader, @Nullable T> group) {
        List<T> values = new ArrayList<>();
        FieldSink outer = sink;
        for (int i = 0; i < count && has(bytes); i++) {
            sink = outer == null ? null : outer.entryOf(name);
            T value = group.apply(this);
            if (value != null) {
                values.add(value);
            }
        }
        sink = outer;
        return List.copyOf(values);
    }

    // How

    private void need(String name, int bytes) {
        if (body.readableBytes() < bytes) {
            throw new MalformedBody(name, MalformedBody.Reason.MISSING);
        }
    }

    private boolean has(int bytes) {
        if (body.readableBytes() >= bytes) {
            return true;
        }
        // Half a field is no field, and nothing behind it is where it should be.
        body.skipBytes(body.readableBytes());
        flag(Anomaly.SHORT_BODY);
        return false;
    }

    private int number(String name, int unscaled, int decimals) {
        tell(name, unscaled, decimals);
        return unscaled;
    }

    private long number(String name, long unscaled, int decimals) {
        tell(name, unscaled, decimals);
        return unscaled;
    }

    private void tell(String name, long unscaled, int decimals) {
        if (sink != null) {
            sink.number(name, unscaled, decimals);
        }
    }

    private String tell(String name, String value) {
        if (sink != null) {
            sink.text(name, value);
        }
        return value;
    }
}
