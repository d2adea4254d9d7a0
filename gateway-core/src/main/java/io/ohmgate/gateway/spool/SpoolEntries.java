package io.ohmgate.gateway.spool;

import io.ohmgate.gateway.record.ContentHash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * How entries lie in a file, one behind the other:
 *
 * <pre>
 *  length (4, of hash and payload) | CRC32C of hash and payload (4) | hash (32) | payload
 * </pre>
 *
 * A file may end anywhere, for a crash asks nobody: what is read are the complete entries up to the first that is not.
 */
final class SpoolEntries {
    static final int HEADER_BYTES = 8;
    /** Larger than any record with its surroundings; a length beyond it is no length. */
    static final int PAYLOAD_BYTES_MAX = 4_096;

    private SpoolEntries() {}

    /** What the spool keeps; only who put it in knows what the payload means. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares entries, and nobody outside sees them.
    record Entry(ContentHash hash, byte[] payload) {
        int size() {
            return HEADER_BYTES + ContentHash.BYTES + payload.length;
        }
    }

    /** @param damaged whether what follows the good part is more than an entry that was not written to its end */
    record Found(List<Entry> entries, int goodBytes, boolean damaged) {}

    static void write(Entry entry, ByteBuffer out) {
        int length = ContentHash.BYTES + entry.payload().length;
        byte[] hash = entry.hash().bytes();
        CRC32C crc = new CRC32C();
        crc.update(hash);
        crc.update(entry.payload());
        out.putInt(length).putInt((int) crc.getValue()).put(hash).put(entry.payload());
    }

    static Found read(ByteBuffer in) {
        List<Entry> entries = new ArrayList<>();
        while (in.remaining() >= HEADER_BYTES) {
            int start = in.position();
            int length = in.getInt();
            int crc = in.getInt();
            if (length < ContentHash.BYTES || length > ContentHash.BYTES + PAYLOAD_BYTES_MAX) {
                return new Found(entries, start, true);
            }
            if (in.remaining() < length) {
                return new Found(entries, start, false);
            }
            byte[] hash = new byte[ContentHash.BYTES];
            byte[] payload = new byte[length - ContentHash.BYTES];
            in.get(hash).get(payload);
            if (!fits(crc, hash, payload)) {
                return new Found(entries, start, true);
            }
            entries.add(new Entry(new ContentHash(hash), payload));
        }
        return new Found(entries, in.limit() - in.remaining(), false);
    }

    private static boolean fits(int crc, byte[] hash, byte[] payload) {
        CRC32C computed = new CRC32C();
        computed.update(hash);
        computed.update(payload);
        return (int) computed.getValue() == crc;
    }
}
