package io.ohmgate.api.frames;

import io.ohmgate.api.store.FrameTables;
import io.ohmgate.api.store.FrameTables.LoggedFrame;
import io.ohmgate.api.store.FrameTables.Query;
import io.ohmgate.api.store.Scope;
import io.ohmgate.gateway.link.FrameTap.Direction;
import io.ohmgate.gateway.order.ChargingOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Frames as a file that {@code simulator replay} plays back: one JSON object a line, the oldest first, with the pause before
 * it. The login that the session began with comes first, or the platform would not listen.
 */
public final class FrameExport {
    /** About 8 MB; whoever wants more asks for the next stretch of time. */
    public static final int FRAMES_MAX = 10_000;
    /** A night without a word is not waited for when it is played back. */
    static final long PAUSE_MAX_MILLIS = 5_000;

    private static final int LOGIN = 0x01;

    private final FrameTables tables;
    private final FrameReader reader;
    private final JsonMapper json;

    public FrameExport(FrameTables tables, FrameReader reader, JsonMapper json) {
        this.tables = tables;
        this.reader = reader;
        this.json = json;
    }

    /** Frames of a pile. */
    public Mono<String> of(Scope.Operator scope, Query query) {
        return reader.raw(scope, query, FRAMES_MAX)
                .map(rows ->
                        rows.reversed().stream().map(FrameReader.Raw::frame).toList())
                .flatMap(frames -> withLogin(scope, query, frames))
                .map(this::lines);
    }

    /** Frames behind an order. */
    public Mono<String> of(Scope.Operator scope, ChargingOrder order) {
        Query pile = new Query(order.gun().pileNo(), null, null, null, null, Long.MAX_VALUE);
        return tables.of(scope, order, FrameReader.ORDER_MAX)
                .collectList()
                .flatMap(frames -> withLogin(scope, pile, frames))
                .map(this::lines);
    }

    private Mono<List<LoggedFrame>> withLogin(Scope.Operator scope, Query query, List<LoggedFrame> frames) {
        boolean begins = frames.isEmpty()
                || frames.stream()
                        .filter(frame -> frame.direction() == Direction.UP)
                        .findFirst()
                        .map(first -> first.typeCode() == LOGIN)
                        .orElse(true);
        if (begins) {
            return Mono.just(frames);
        }
        return tables.lastLogin(scope, query.pileNo(), frames.getFirst().id())
                .map(login -> {
                    List<LoggedFrame> all = new ArrayList<>();
                    all.add(login);
                    all.addAll(frames);
                    return all;
                })
                .defaultIfEmpty(frames);
    }

    private String lines(List<LoggedFrame> frames) {
        StringBuilder lines = new StringBuilder();
        Instant before = null;
        for (LoggedFrame frame : frames) {
            lines.append(json.writeValueAsString(line(frame, before))).append('\n');
            before = frame.at();
        }
        return lines.toString();
    }

    private static Map<String, Object> line(LoggedFrame frame, @Nullable Instant before) {
        Map<String, Object> line = new LinkedHashMap<>();
        long pause = before == null
                ? 0
                : frame.at().toEpochMilli() - Objects.requireNonNull(before).toEpochMilli();
        line.put("id", Long.toString(frame.id()));
        line.put("at", frame.at().toString());
        line.put("pileNo", frame.pileNo().digits());
        line.put("direction", frame.direction() == Direction.UP ? "up" : "down");
        line.put("type", "0x" + HexFormat.of().withUpperCase().toHexDigits((byte) frame.typeCode()));
        line.put("afterMillis", Math.clamp(pause, 0, PAUSE_MAX_MILLIS));
        line.put("hex", frame.frameHex());
        return line;
    }
}
