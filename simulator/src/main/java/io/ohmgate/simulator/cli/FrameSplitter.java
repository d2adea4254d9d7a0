package io.ohmgate.simulator.cli;

import io.ohmgate.ykc.describe.FrameDescriber;
import io.ohmgate.ykc.describe.FrameDescription;
import io.ohmgate.ykc.frame.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Cuts bytes that somebody pasted into frames. Unlike the decoder of a connection it has all bytes at hand and refuses
 * nothing that could be a frame: a boundary is where a CRC fits, else where the length byte says, else the end.
 */
final class FrameSplitter {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private FrameSplitter() {}

    /** A frame, or bytes that are none ({@code description} empty). */
    record Piece(String hex, Optional<FrameDescription> description) {
        private int bytes() {
            return hex.length() / 2;
        }
    }

    /** @throws IllegalArgumentException if these are no hex digits */
    static List<Piece> split(String hex) {
        return split(HEX.parseHex(hex.replaceAll("[\\s,:]|0[xX]", "")));
    }

    private static List<Piece> split(byte[] bytes) {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
            Piece piece = first(rest);
            pieces.add(piece);
            at += piece.bytes();
        }
        return pieces;
    }

    private static Piece first(byte[] rest) {
        int start = indexOfStart(rest);
        if (start != 0) {
            return piece(rest, start < 0 ? rest.length : start, Optional.empty());
        }
        int said = rest.length < 2 ? rest.length : Byte.toUnsignedInt(rest[1]) + Frame.AROUND_LENGTH;
        for (int size : new int[] {said, said + Frame.LENGTH_MIN, rest.length}) {
            Optional<FrameDescription> good =
                    described(rest, size).filter(each -> each.crc().valid());
            if (good.isPresent()) {
                return piece(rest, size, good);
            }
        }
        boolean endsThere = said < rest.length && rest[said] == Frame.START;
        int size = endsThere && said >= Frame.OVERHEAD ? said : rest.length;
        return piece(rest, size, described(rest, size).filter(FrameSplitter::couldBeOne));
    }

    private static Piece piece(byte[] rest, int size, Optional<FrameDescription> description) {
        return new Piece(HEX.formatHex(rest, 0, size), description);
    }

    private static int indexOfStart(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == Frame.START) {
                return i;
            }
        }
        return -1;
    }

    private static Optional<FrameDescription> described(byte[] rest, int size) {
        return size > rest.length ? Optional.empty() : FrameDescriber.describe(Arrays.copyOf(rest, size));
    }

    /** Without a CRC that fits, length or body must speak for it. */
    private static boolean couldBeOne(FrameDescription frame) {
        return frame.lengthValid() || (frame.type() != null && frame.malformed() == null);
    }
}
