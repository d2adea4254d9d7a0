package io.ohmgate.gateway.trust;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** A range of addresses, written like {@code 10.1.2.0/24}. One address is a range of one. */
public final class SourceRange {
    /** A station's line: what is learnt of a source, and what connections are limited by. */
    private static final int STATION_BITS_V4 = 24;

    private static final int STATION_BITS_V6 = 56;
    private static final int TEXT_MAX = 49;
    /** Only literals: a name would be looked up, and a look-up waits. */
    private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F.:]+");

    private final byte[] prefix;
    private final int bits;

    private SourceRange(byte[] address, int bits) {
        this.prefix = masked(address, bits);
        this.bits = bits;
    }

    /** The /24 (/56 for IPv6) around an address. */
    public static SourceRange around(InetAddress address) {
        byte[] bytes = address.getAddress();
        return new SourceRange(bytes, bytes.length == 4 ? STATION_BITS_V4 : STATION_BITS_V6);
    }

    /** @throws IllegalArgumentException if the text is no address and no range of addresses */
    public static SourceRange parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        if (text.length() > TEXT_MAX || !LITERAL.matcher(host).matches()) {
            throw new IllegalArgumentException("not a range of addresses");
        }
        try {
            byte[] address = InetAddress.getByName(host).getAddress();
            int max = address.length * Byte.SIZE;
            int bits = slash < 0 ? max : Integer.parseInt(text.substring(slash + 1));
            if (bits < 1 || bits > max) {
                throw new IllegalArgumentException("a range has 1 to " + max + " bits");
            }
            return new SourceRange(address, bits);
        } catch (UnknownHostException notAnAddress) {
            throw new IllegalArgumentException("not a range of addresses", notAnAddress);
        }
    }

    /** Whether more than one station's line (/24, /56) lies in it. */
    public boolean isWide() {
        return bits < lineBits();
    }

    /** The station's line that it lies in. */
    public SourceRange line() {
        return new SourceRange(prefix, lineBits());
    }

    private int lineBits() {
        return prefix.length == 4 ? STATION_BITS_V4 : STATION_BITS_V6;
    }

    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == prefix.length && Arrays.equals(masked(bytes, bits), prefix);
    }

    private static byte[] masked(byte[] address, int bits) {
        byte[] masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.clamp(bits - (long) i * Byte.SIZE, 0, Byte.SIZE);
            masked[i] &= (byte) (0xFF << (Byte.SIZE - kept));
        }
        return masked;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SourceRange range && range.bits == bits && Arrays.equals(range.prefix, prefix);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(prefix) + bits;
    }

    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(prefix).getHostAddress() + "/" + bits;
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
