package io.ohmgate.api.http.pile;

import io.ohmgate.api.http.AllowList;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.store.PileTables;
import io.ohmgate.api.store.PileTables.PileDraft;
import io.ohmgate.api.store.Scope;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.JacksonException;

/**
 * Imports a file of piles. The upload is first kept in a file, so that a slow client holds neither a thread nor a
 * connection; then it is read and written batch by batch, on threads of its own. Importing a file again changes nothing.
 */
@Component
class PileImport implements DisposableBean {
    static final long BYTES_MAX = 32L * 1024 * 1024;
    private static final int AT_ONCE = 2;
    private static final int WAITING_MAX = 64;
    private final PileTables piles;
    private final AllowList allowList;
    private final Scheduler readers = Schedulers.newBoundedElastic(AT_ONCE, WAITING_MAX, "pile-import");

    private static final class Tally {
        private int imported;
        private boolean complete = true;
        private final List<ImportView.RejectedLine> rejected = new ArrayList<>();

        private void reject(long line, String reason) {
            if (rejected.size() < ImportView.REJECTED_MAX) {
                rejected.add(new ImportView.RejectedLine(line, reason));
            } else {
                complete = false;
            }
        }

        private ImportView view() {
            rejected.sort(Comparator.comparingLong(ImportView.RejectedLine::line));
            return new ImportView(imported, rejected, complete);
        }
    }

    PileImport(PileTables piles, AllowList allowList) {
        this.piles = piles;
        this.allowList = allowList;
    }

    /** Receives the upload; this part ends with the client. */
    Mono<Path> receive(Flux<DataBuffer> body) {
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
                Mono.fromCallable(() -> Files.createTempFile("ohmgate-import", ".csv"))
                        .subscribeOn(readers),
                file -> DataBufferUtils.write(counted, file).thenReturn(file),
                file -> Mono.empty(),
                (file, failure) -> delete(file),
                this::delete);
    }

    /** Reads and writes what was received, and removes the file whatever happens. */
    Mono<ImportView> save(Scope.Operator scope, Path file) {
        return Mono.usingWhen(
                Mono.fromCallable(() -> new PileLines(Files.newInputStream(file)))
                        .subscribeOn(readers),
                lines -> save(scope, lines),
                lines -> closeAndDelete(lines, file));
    }

    private Mono<ImportView> save(Scope.Operator scope, PileLines lines) {
        Tally tally = new Tally();
        return Flux.<PileLines.Line>generate(sink -> {
                    if (lines.hasNext()) {
                        sink.next(lines.next());
                    } else {
                        sink.complete();
                    }
                })
                .subscribeOn(readers)
                .<PileDraft>handle((line, sink) -> {
                    switch (line) {
                        case PileLines.Line.Good good -> sink.next(good.draft());
                        case PileLines.Line.Bad bad -> tally.reject(bad.number(), bad.reason());
                        case PileLines.Line.Header header -> {}
                    }
                })
                .buffer(PileTables.BATCH_MAX)
                .concatMap(batch -> save(scope, batch, tally), 1)
                .then(Mono.fromSupplier(tally::view))
                .onErrorMap(PileImport::isUnreadable, failure -> ProblemException.of(ProblemCode.CSV_UNREADABLE));
    }

    private Mono<Void> save(Scope.Operator scope, List<PileDraft> batch, Tally tally) {
        return piles.save(scope, batch)
                .flatMap(result -> {
                    tally.imported += result.imported();
                    result.rejected().forEach(rejection -> tally.reject(rejection.line(), words(rejection.reason())));
                    return allowList.refresh(
                            scope, batch.stream().map(PileDraft::pileNo).collect(Collectors.toSet()));
                })
                .publishOn(readers);
    }

    static String words(PileTables.Rejection.Reason reason) {
        return switch (reason) {
            case STATION_UNKNOWN -> "stationCode 不存在 / stationCode is unknown";
            case PILE_OF_ANOTHER -> "pileNo 已被占用 / pileNo is taken";
            case REPEATED_IN_FILE -> "pileNo 在文件中重复 / pileNo is repeated in the file";
        };
    }

    private static boolean isUnreadable(Throwable failure) {
        return failure instanceof JacksonException
                || failure instanceof CharConversionException
                || failure instanceof UncheckedIOException;
    }

    private Mono<Void> closeAndDelete(PileLines lines, Path file) {
        return Mono.<Void>fromCallable(() -> {
                    lines.close();
                    return null;
                })
                .subscribeOn(readers)
                .then(delete(file));
    }

    Mono<Void> delete(Path file) {
        return Mono.<Void>fromCallable(() -> {
                    Files.deleteIfExists(file);
                    return null;
                })
                .subscribeOn(readers)
                .onErrorResume(IOException.class, left -> Mono.empty());
    }

    @Override
    public void destroy() {
        readers.dispose();
    }
}
