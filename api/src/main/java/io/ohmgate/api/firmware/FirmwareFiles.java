package io.ohmgate.api.firmware;

import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The bytes of programs, on disk, each under the number its row has. */
@Component
public class FirmwareFiles implements DisposableBean {
    public static final long BYTES_MAX = 64L * 1024 * 1024;
    private static final int AT_ONCE = 2;
    private static final int WAITING_MAX = 16;

    private final Path directory;
    private final Scheduler disk = Schedulers.newBoundedElastic(AT_ONCE, WAITING_MAX, "firmware-files");

    FirmwareFiles(@Value("${ohmgate.data-dir:data}") Path data) {
        this.directory = data.resolve("firmware");
    }

    /** What was uploaded, not yet under a number. */
    public record Upload(Path file, long bytes, String sha256) {}

    /** Receives a file; this part ends with the client. */
    public Mono<Upload> receive(Flux<DataBuffer> body) {
        AtomicLong received = new AtomicLong();
        Flux<DataBuffer> counted = body.handle((DataBuffer part, SynchronousSink<DataBuffer> sink) -> {
            if (received.addAndGet(part.readableByteCount()) > BYTES_MAX) {
                DataBufferUtils.release(part);
                sink.error(ProblemException.of(ProblemCode.BODY_TOO_LARGE));
            } else {
                sink.next(part);
            }
        });
        return Mono.usingWhen(
                Mono.fromCallable(this::newFile).subscribeOn(disk),
                file -> DataBufferUtils.write(counted, file)
                        .then(Mono.fromCallable(() -> measured(file)).subscribeOn(disk)),
                file -> Mono.empty(),
                (file, failure) -> delete(file),
                this::delete);
    }

    private Path newFile() throws IOException {
        return Files.createTempFile(Files.createDirectories(directory), "upload-", ".part");
    }

    private static Upload measured(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(in, sha256())) {
            long bytes = digest.transferTo(OutputStream.nullOutputStream());
            if (bytes == 0) {
                throw ProblemException.of(ProblemCode.INVALID_REQUEST, "body", "文件为空 / the file is empty");
            }
            return new Upload(
                    file,
                    bytes,
                    HexFormat.of().formatHex(digest.getMessageDigest().digest()));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not to be had", e);
        }
    }

    /** Puts an upload where its number says. */
    public Mono<Void> keep(Upload upload, long fileId) {
        return Mono.<Void>fromCallable(() -> {
                    Files.move(upload.file(), at(fileId), StandardCopyOption.ATOMIC_MOVE);
                    return null;
                })
                .subscribeOn(disk);
    }

    public Mono<Void> delete(Path file) {
        return Mono.<Void>fromCallable(() -> {
                    Files.deleteIfExists(file);
                    return null;
                })
                .subscribeOn(disk)
                .onErrorComplete(IOException.class);
    }

    /** Where the bytes of a file lie, whether they are there or not. */
    public Path at(long fileId) {
        return directory.resolve(fileId + ".bin");
    }

    @Override
    public void destroy() {
        disk.dispose();
    }
}
