package io.ohmgate.gateway.cluster;

import io.ohmgate.gateway.pile.PileNo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Bodies of the cluster's own questions. The first byte is the version of the body; a newer one may have more behind what
 * an older node reads of it.
 */
final class Body {
    static final int VERSION = 1;
    static final byte[] EMPTY = new byte[0];
    /** More than one question or telling ever holds; a count beyond it is no count. */
    static final int ITEMS_MAX = 20_000;

    private static final int PILE_DIGITS = 14;

    private Body() {}

    @FunctionalInterface
    interface Writer<T> {
        void write(DataOutputStream out, T item) throws IOException;
    }

    @FunctionalInterface
    interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    static <T> byte[] written(List<T> items, Writer<T> writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeInt(items.size());
            for (T item : items) {
                writer.write(out, item);
            }
        } catch (IOException memoryDoesNotFail) {
            throw new UncheckedIOException(memoryDoesNotFail);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException if it is none of ours */
    static <T> List<T> read(byte[] body, Reader<T> reader) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body))) {
            int version = in.readUnsignedByte();
            int items = in.readInt();
            if (version < 1 || items < 0 || items > ITEMS_MAX) {
                throw new IllegalArgumentException("a body of version " + version + " with " + items + " items");
            }
            List<T> all = new ArrayList<>(items);
            for (int i = 0; i < items; i++) {
                all.add(reader.read(in));
            }
            return all;
        } catch (IOException truncated) {
            throw new IllegalArgumentException("a body that is too short", truncated);
        }
    }

    static void write(DataOutputStream out, PileNo pileNo) throws IOException {
        out.writeLong(Long.parseLong(pileNo.digits()));
    }

    static PileNo pileNo(DataInputStream in) throws IOException {
        String digits = Long.toString(in.readLong());
        return new PileNo("0".repeat(Math.max(0, PILE_DIGITS - digits.length())) + digits);
    }

    /** A pile and one of its epochs. */
    record Held(PileNo pileNo, long epoch) {
        void write(DataOutputStream out) throws IOException {
            Body.write(out, pileNo);
            out.writeLong(epoch);
        }

        static Held read(DataInputStream in) throws IOException {
            return new Held(Body.pileNo(in), in.readLong());
        }
    }
}
