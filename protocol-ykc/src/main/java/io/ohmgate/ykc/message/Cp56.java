package io.ohmgate.ykc.message;

import io.netty.buffer.ByteBuf;
import java.time.LocalDateTime;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/** CP56Time2a, a 7-byte time of the site's wall clock without a zone (reference 3.1). */
final class Cp56 {
    static final int BYTES = 7;

    private static final int MILLIS_PER_SECOND = 1000;
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final int CENTURY = 2000;

    private Cp56() {}

    /** The time at {@code index}, or null if it is no date. */
    static @Nullable LocalDateTime get(ByteBuf in, int index) {
        int millis = in.getUnsignedShortLE(index);
        int minute = in.getByte(index + 2) & 0x3F;
        int hour = in.getByte(index + 3) & 0x1F;
        int day = in.getByte(index + 4) & 0x1F;
        int month = in.getByte(index + 5) & 0x0F;
        int year = CENTURY + (in.getByte(index + 6) & 0x7F);
        boolean valid = millis < 60 * MILLIS_PER_SECOND
                && minute < 60
                && hour < 24
                && month >= 1
                && month <= 12
                && year < CENTURY + 100
                && day >= 1
                && day <= YearMonth.of(year, month).lengthOfMonth();
        if (!valid) {
            return null;
        }
        int nanos = millis % MILLIS_PER_SECOND * NANOS_PER_MILLI;
        return LocalDateTime.of(year, month, day, hour, minute, millis / MILLIS_PER_SECOND, nanos);
    }

    /** Whether weekday, validity, summer time or reserved bits are set, which are masked. */
    static boolean hasExtraBits(ByteBuf in, int index) {
        return (in.getByte(index + 2) & 0xC0) != 0
                || (in.getByte(index + 3) & 0xE0) != 0
                || (in.getByte(index + 4) & 0xE0) != 0
                || (in.getByte(index + 5) & 0xF0) != 0
                || (in.getByte(index + 6) & 0x80) != 0;
    }

    /** @throws IllegalArgumentException if the year is not 2000 to 2099 */
    static void write(LocalDateTime time, ByteBuf out) {
        int year = time.getYear() - CENTURY;
        if (year < 0 || year > 99) {
            throw new IllegalArgumentException("a time on the wire is of 2000 to 2099, not " + time.getYear());
        }
        out.writeShortLE(time.getSecond() * MILLIS_PER_SECOND + time.getNano() / NANOS_PER_MILLI);
        out.writeByte(time.getMinute()).writeByte(time.getHour());
        out.writeByte(time.getDayOfMonth()).writeByte(time.getMonthValue()).writeByte(year);
    }
}
