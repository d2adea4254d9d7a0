package io.ohmgate.api.account;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Set;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/**
 * Appends each message as one JSON line to a file that only its owner may read: what stands in for a carrier as long as
 * none is configured. One thread writes, a short queue waits, and a file that has grown too large takes no more.
 */
public final class OutboxSmsSender implements SmsSender, AutoCloseable {
    static final int WAITING_MAX = 1_000;
    static final long FILE_BYTES_MAX = 64L * 1024 * 1024;
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private final Path file;
    private final JsonMapper json;
    private final InstantSource clock;
    private final Scheduler writer = Schedulers.newBoundedElastic(1, WAITING_MAX, "sms-outbox");

    record Line(String at, String phone, String text) {}

    public OutboxSmsSender(Path file, JsonMapper json, InstantSource clock) {
        this.file = file;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Mono<Void> send(Phone phone, String text) {
        return Mono.<Void>fromCallable(() -> {
                    append(new Line(clock.instant().toString(), phone.digits(), text));
                    return null;
                })
                .subscribeOn(writer);
    }

    private void append(Line line) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), OWNER_ONLY)) {
            if (channel.size() > FILE_BYTES_MAX) {
                throw new IOException("the SMS outbox is full; move " + file.getFileName() + " away");
            }
            channel.write(ByteBuffer.wrap((json.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Override
    public void close() {
        writer.dispose();
    }
}
