package io.ohmgate.ykc.message;

import io.netty.buffer.ByteBuf;
import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a body with the words {@link BodyReader} reads it with. Null is written as zeros, so that a body always has
 * its exact length. A value that does not fit is a programmer's error: {@link IllegalArgumentException}.
 */
public final class BodyWriter {
    private static final long U32_MAX = 0xFFFF_FFFFL;
    private static final long U40_MAX = 0xFF_FFFF_FFFFL;

    private final ByteBuf out;

    public BodyWriter(ByteBuf out) {
        this.out = out;
    }

    public BodyWriter pileNo(PileNo pileNo) {
        return bcd(pileNo.digits(), 7);
    }

    public BodyWriter tradeNo(TradeNo tradeNo) {
        return bcd(tradeNo.digits(), 16);
    }

    public BodyWriter gunNo(int gunNo) {
        long value = within(gunNo, 0, GunId.GUN_NO_MAX);
        out.writeByte((int) (((value / 10) << 4) | (value % 10)));
        return this;
    }

    public BodyWriter gunNoBinary(int gunNo) {
        out.writeByte((int) within(gunNo, 0, GunId.GUN_NO_MAX));
        return this;
    }

    public BodyWriter u8(@Nullable Integer value) {
        return u8(value, 0);
    }

    /** One byte, from which {@code offset} is taken away. */
    public BodyWriter u8(@Nullable Integer value, int offset) {
        out.writeByte(value == null ? 0 : (int) within(value - offset, 0, 0xFF));
        return this;
    }

    public BodyWriter u16(@Nullable Integer value) {
        return u16(value, 0);
    }

    private BodyWriter u16(@Nullable Integer value, int offset) {
        out.writeShortLE(value == null ? 0 : (int) within(value - offset, 0, 0xFFFF));
        return this;
    }

    public BodyWriter u24(@Nullable Integer value) {
        out.writeMediumLE(value == null ? 0 : (int) within(value, 0, 0xFF_FFFF));
        return this;
    }

    public BodyWriter u32(@Nullable Long value) {
        out.writeIntLE(value == null ? 0 : (int) within(value, 0, U32_MAX));
        return this;
    }

    public BodyWriter celsius(@Nullable Integer celsius) {
        return u8(celsius, -50);
    }

    public BodyWriter minutes(@Nullable Integer minutes) {
        return u16(minutes);
    }

    public BodyWriter tenths(@Nullable Integer tenths) {
        return u16(tenths);
    }

    public BodyWriter deciVolts(@Nullable Integer deciVolts) {
        return u16(deciVolts);
    }

    public BodyWriter centiVolts(@Nullable Integer centiVolts) {
        return u16(centiVolts);
    }

    public BodyWriter deciAmperes(@Nullable Integer deciAmperes) {
        return u16(deciAmperes);
    }

    /** A current as GB/T 27930 sends it: 400 A are added. */
    public BodyWriter vehicleDeciAmperes(@Nullable Integer deciAmperes) {
        return u16(deciAmperes, -4000);
    }

    public BodyWriter cellPeak(@Nullable CellPeak cell) {
        out.writeShortLE(cell == null ? 0 : (cell.groupNo() << 12) | cell.centiVolts());
        return this;
    }

    public BodyWriter energy(@Nullable Energy energy) {
        return u32(energy == null ? null : Long.valueOf(energy.tenThousandthsKwh()));
    }

    public BodyWriter meter(@Nullable Energy reading) {
        long value = reading == null ? 0 : within(reading.tenThousandthsKwh(), 0, U40_MAX);
        out.writeIntLE((int) value).writeByte((int) (value >>> 32));
        return this;
    }

    public BodyWriter price(@Nullable UnitPrice price) {
        return u32(price == null ? null : Long.valueOf(price.hundredThousandthsYuanPerKwh()));
    }

    public BodyWriter amount(@Nullable Amount amount) {
        return u32(amount == null ? null : Long.valueOf(amount.tenThousandthsYuan()));
    }

    public BodyWriter balance(@Nullable Money balance) {
        return u32(balance == null ? null : Long.valueOf(balance.fen()));
    }

    /** {@code count} single bytes; zeros for those that are missing. */
    public BodyWriter u8s(List<Integer> values, int count) {
        within(values.size(), 0, count);
        values.forEach(this::u8);
        out.writeZero(count - values.size());
        return this;
    }

    /** Digits, padded with zeros on the left. */
    public BodyWriter bcd(@Nullable String digits, int bytes) {
        Hex.writePadded(digits == null ? "" : digits, bytes, out);
        return this;
    }

    /** Opaque bytes, given as hex digits for each of them. */
    public BodyWriter hex(@Nullable String digits, int bytes) {
        if (digits != null && digits.length() != 2 * bytes) {
            throw new IllegalArgumentException(bytes + " bytes are not " + digits.length() + " digits");
        }
        return bcd(digits, bytes);
    }

    /** Text, padded with zero bytes on the right. */
    public BodyWriter ascii(@Nullable String text, int bytes) {
        byte[] raw = text == null ? new byte[0] : text.getBytes(StandardCharsets.ISO_8859_1);
        within(raw.length, 0, bytes);
        out.writeBytes(raw).writeZero(bytes - raw.length);
        return this;
    }

    public BodyWriter time(@Nullable LocalDateTime time) {
        if (time == null) {
            out.writeZero(Cp56.BYTES);
        } else {
            Cp56.write(time, out);
        }
        return this;
    }

    private static long within(long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(value + " does not fit into " + least + " to " + most);
        }
        return value;
    }
}
