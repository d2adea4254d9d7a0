package io.ohmgate.api.embedded;

import io.ohmgate.api.failure.StartupFailure;
import io.ohmgate.api.failure.StartupProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Room on the disk, asked before it is needed. */
public final class DiskSpace {
    private static final int MEBIBYTE_BITS = 20;

    private DiskSpace() {}

    /** The failure to start with if fewer than {@code bytes} are left where {@code directory} is, or will be. */
    public static @Nullable StartupFailure shortage(Path directory, long bytes) {
        Path existing = directory.toAbsolutePath();
        while (existing.getParent() != null && Files.notExists(existing)) {
            existing = existing.getParent();
        }
        try {
            long free = Files.getFileStore(existing).getUsableSpace();
            return free >= bytes
                    ? null
                    : StartupProblem.DISK_FULL.with(directory, free >> MEBIBYTE_BITS, bytes >> MEBIBYTE_BITS);
        } catch (IOException e) {
            return StartupProblem.DATA_UNWRITABLE.causedBy(e, directory);
        }
    }
}
