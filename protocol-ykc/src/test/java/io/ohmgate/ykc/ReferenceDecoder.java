package io.ohmgate.ykc;

import java.util.ArrayList;
import java.util.List;

/** The rules of reference 2.6 once more, over a whole stream and as plainly as can be: what the real decoder must find. */
final class ReferenceDecoder {
    /** A frame in the stream. */
    record Range(int start, int end) {}

    private static final int[] NIBBLES = {
        0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
        0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400
    };

    private final byte[] stream;
    private final List<Range> frames = new ArrayList<>();
    private int closedAt = Integer.MAX_VALUE;

    private ReferenceDecoder(byte[] stream) {
        this.stream = stream;
    }

    static ReferenceDecoder over(byte[] stream) {
        ReferenceDecoder decoder = new ReferenceDecoder(stream);
        decoder.run();
        return decoder;
    }

    List<Range> frames() {
        return frames;
    }

    /** Where the other side was given up, or Integer.MAX_VALUE. */
    int closedAt() {
        return closedAt;
    }

    private void run() {
        int at = 0;
        int stray = 0;
        int bad = 0;
        int badUntil = 0;
        while (at < stream.length) {
            int size = sizeAt(at);
            if (size > 0) {
                frames.add(new Range(at, at + size));
                at += size;
                stray = 0;
                bad = 0;
                badUntil = 0;
                continue;
            }
            if (size == BAD && at >= badUntil) {
                bad++;
                badUntil = at + unsigned(at + 1) + 4;
            }
            at++;
            stray++;
            if (bad == 20 || stray == 8192) {
                closedAt = at;
                return;
            }
        }
    }

    private static final int NONE = 0;
    private static final int BAD = -1;

    private int sizeAt(int at) {
        if (unsigned(at) != 0x68 || at + 1 >= stream.length || unsigned(at + 1) < 4) {
            return NONE;
        }
        int size = unsigned(at + 1) + 4;
        if (at + size > stream.length) {
            return NONE;
        }
        if (crcFits(at, size)) {
            return size;
        }
        return at + size + 4 <= stream.length && crcFits(at, size + 4) ? size + 4 : BAD;
    }

    private boolean crcFits(int at, int size) {
        int crc = 0xFFFF;
        for (int i = at + 2; i < at + size - 2; i++) {
            crc ^= unsigned(i);
            crc = (crc >>> 4) ^ NIBBLES[crc & 0xF];
            crc = (crc >>> 4) ^ NIBBLES[crc & 0xF];
        }
        int first = unsigned(at + size - 2);
        int second = unsigned(at + size - 1);
        return crc == (first | (second << 8)) || crc == (second | (first << 8));
    }

    private int unsigned(int index) {
        return stream[index] & 0xFF;
    }
}
