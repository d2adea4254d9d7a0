package io.ohmgate.gateway.spool;

import io.ohmgate.gateway.record.ContentHash;
import io.ohmgate.gateway.spool.SpoolEntries.Entry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of entries that wait for the database. What {@link #put} has returned from is on the disk; what was forgotten
 * leaves the file when all have been, or when the file is mostly forgotten. Every method may block on the disk; one
 * process, any thread.
 */
public final class RecordSpool implements Closeable {
    static final String FILE = "records.spool";
    private static final String NEXT = "records.spool.next";
    private static final String DAMAGED = "records.spool.damaged";
    /** A file smaller than this is not worth writing anew. */
    private static final long REWRITE_FROM_BYTES = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(RecordSpool.class);

    private final Path folder;
    private final long bytesMax;
    /** What waits, by its hash: size in the file. Bounded by the file's size. */
    private final Map<ContentHash, Integer> waiting = new LinkedHashMap<>();

    private FileChannel file;
    private long waitingBytes;

    private RecordSpool(Path folder, long bytesMax, FileChannel file) {
        this.folder = folder;
        this.bytesMax = bytesMax;
        this.file = file;
    }

    /**
     * Opens the spool of a folder, which is made if it is missing. An entry that was not written to its end is cut off: its
     * record was confirmed to nobody. What is unreadable otherwise is set aside in a file beside it, for a person.
     *
     * @param bytesMax how large the file may become
     * @throws IOException if the folder cannot be written
     */
    public static RecordSpool open(Path folder, long bytesMax) throws IOException {
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve(NEXT));
        FileChannel file = channel(folder.resolve(FILE));
        RecordSpool spool = new RecordSpool(folder, bytesMax, file);
        spool.recover();
        return spool;
    }

    private static FileChannel channel(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private void recover() throws IOException {
        ByteBuffer bytes = whole();
        SpoolEntries.Found found = SpoolEntries.read(bytes);
        if (found.damaged()) {
            bytes.position(found.goodBytes());
            setAside(bytes);
        }
        file.truncate(found.goodBytes());
        file.position(found.goodBytes());
        file.force(true);
        found.entries().forEach(this::note);
    }

    private ByteBuffer whole() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
        file.position(0);
        while (bytes.hasRemaining() && file.read(bytes) >= 0) {
            // until the end
        }
        return bytes.flip();
    }

    private void setAside(ByteBuffer unreadable) throws IOException {
        int bytes = unreadable.remaining();
        try (FileChannel aside = FileChannel.open(
                folder.resolve(DAMAGED),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND)) {
            writeAll(aside, unreadable);
            aside.force(true);
        }
        LOG.atError()
                .addKeyValue("bytes", bytes)
                .addKeyValue("file", DAMAGED)
                .log("a part of the record spool is unreadable and was set aside");
    }

    private void note(Entry entry) {
        if (waiting.put(entry.hash(), entry.size()) == null) {
            waitingBytes += entry.size();
        }
    }

    /** The entries that wait, oldest first. */
    synchronized List<Entry> waiting() throws IOException {
        List<Entry> entries = new ArrayList<>();
        long end = file.position();
        for (Entry entry : SpoolEntries.read(whole()).entries()) {
            if (waiting.containsKey(entry.hash())) {
                entries.add(entry);
            }
        }
        file.position(end);
        return entries;
    }

    /**
     * Writes those that are not there yet, and returns when the disk has them.
     *
     * @return false if they do not all fit: none of them was written
     * @throws IOException if the disk refuses; whether some of them were written is seen at the next start
     */
    synchronized boolean put(List<Entry> entries) throws IOException {
        List<Entry> fresh = entries.stream()
                .filter(entry -> !waiting.containsKey(entry.hash()))
                .toList();
        int size = fresh.stream().mapToInt(Entry::size).sum();
        if (file.position() + size > bytesMax) {
            return false;
        }
        long before = file.position();
        ByteBuffer bytes = ByteBuffer.allocate(size);
        fresh.forEach(entry -> SpoolEntries.write(entry, bytes));
        try {
            writeAll(file, bytes.flip());
            file.force(false);
        } catch (IOException e) {
            // The next entry must not stand behind half of this one: nothing after it would ever be read.
            file.truncate(before);
            file.position(before);
            throw e;
        }
        fresh.forEach(this::note);
        return true;
    }

    /** These are in the database now. Unknown ones are no error. */
    synchronized void forget(Collection<ContentHash> hashes) throws IOException {
        for (ContentHash hash : hashes) {
            Integer size = waiting.remove(hash);
            if (size != null) {
                waitingBytes -= size;
            }
        }
        if (file.position() == 0) {
            return;
        }
        if (waiting.isEmpty()) {
            file.truncate(0);
            file.position(0);
            file.force(false);
        } else if (file.position() > REWRITE_FROM_BYTES && waitingBytes < file.position() / 2) {
            rewrite();
        }
    }

    /** To a file beside it first: whatever happens, one of the two is whole. */
    private void rewrite() throws IOException {
        List<Entry> kept = waiting();
        ByteBuffer bytes =
                ByteBuffer.allocate(kept.stream().mapToInt(Entry::size).sum());
        kept.forEach(entry -> SpoolEntries.write(entry, bytes));
        FileChannel next = channel(folder.resolve(NEXT));
        writeAll(next, bytes.flip());
        next.force(true);
        Files.move(
                folder.resolve(NEXT),
                folder.resolve(FILE),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        }
        file.close();
        file = next;
    }

    private static void writeAll(FileChannel to, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    /** How many wait. */
    public synchronized int size() {
        return waiting.size();
    }

    /** How many bytes those take. */
    public synchronized long waitingBytes() {
        return waitingBytes;
    }

    /** How large the file is. */
    synchronized long bytes() throws IOException {
        return file.position();
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
