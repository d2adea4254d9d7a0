package io.ohmgate.api.account;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The keys that personal data is kept under: a file of its own beside the database, readable by its owner only, made at
 * the first start. Whoever has a copy of the database has no copy of this.
 */
public final class KeyFile {
    static final int KEY_BYTES = 32;
    private final byte[] keys;

    private KeyFile(byte[] keys) {
        this.keys = keys;
    }

    byte[] encryption() {
        return Arrays.copyOf(keys, KEY_BYTES);
    }

    byte[] lookup() {
        return Arrays.copyOfRange(keys, KEY_BYTES, 2 * KEY_BYTES);
    }

    /** @throws IOException if it can neither be read nor made, or is not what we wrote */
    public static KeyFile at(Path file, SecureRandom random) throws IOException {
        if (Files.notExists(file)) {
            byte[] fresh = new byte[2 * KEY_BYTES];
            random.nextBytes(fresh);
            writeSecret(file, HexFormat.of().formatHex(fresh));
        }
        byte[] keys;
        try {
            keys = HexFormat.of().parseHex(Files.readString(file).strip());
        } catch (IllegalArgumentException e) {
            throw new IOException("the key file " + file + " is damaged; restore it from a backup", e);
        }
        if (keys.length != 2 * KEY_BYTES) {
            throw new IOException("the key file " + file + " is damaged; restore it from a backup");
        }
        return new KeyFile(keys);
    }

    /** Written whole or not at all, and never readable by others, not even for a moment. */
    static void writeSecret(Path file, String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            Files.deleteIfExists(draft);
        }
    }
}
