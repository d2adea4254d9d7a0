package io.ohmgate.api.boot;

import io.ohmgate.api.embedded.SecretFile;
import io.ohmgate.api.failure.StartupProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Where this product keeps what is its own. One process holds it at a time: the lock is the operating system's, so it is gone
 * with the process however that ended, and no stale file can hinder the next start.
 */
final class DataDirectory {
    /** For as long as the JVM lives: a channel that nobody refers to is closed by the collector, and its lock is gone. */
    private static final List<FileLock> HELD = new CopyOnWriteArrayList<>();

    private final Path path;
    private final FileLock lock;

    private DataDirectory(Path path, FileLock lock) {
        this.path = path;
        this.lock = lock;
    }

    static DataDirectory lock(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(absolute);
            FileChannel channel = FileChannel.open(
                    absolute.resolve("ohmgate.lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                throw StartupProblem.DATA_IN_USE.with(absolute, holder(channel));
            }
            HELD.add(lock);
            channel.truncate(0);
            channel.write(bytes(Long.toString(ProcessHandle.current().pid())));
            return new DataDirectory(absolute, lock);
        } catch (IOException e) {
            throw StartupProblem.DATA_UNWRITABLE.causedBy(e, absolute);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ours) {
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(20);
        int read = channel.read(buffer, 0);
        return read <= 0 ? "?" : new String(buffer.array(), 0, read, StandardCharsets.US_ASCII);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    Path path() {
        if (!lock.isValid()) {
            throw new IllegalStateException("the data directory was given up");
        }
        return path;
    }

    /** A generated secret that stays the same from start to start, readable by this user only. */
    String secret(String name) {
        Path secrets = path.resolve("secrets");
        try {
            Files.createDirectories(
                    secrets, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return SecretFile.readOrCreate(secrets.resolve(name), new SecureRandom());
        } catch (IOException e) {
            throw StartupProblem.DATA_UNWRITABLE.causedBy(e, secrets);
        }
    }
}
