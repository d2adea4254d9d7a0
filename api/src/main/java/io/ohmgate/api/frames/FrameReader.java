package io.ohmgate.api.frames;

import io.ohmgate.api.store.FrameTables;
import io.ohmgate.api.store.FrameTables.LoggedFrame;
import io.ohmgate.api.store.FrameTables.Query;
import io.ohmgate.api.store.Page;
import io.ohmgate.api.store.Scope;
import io.ohmgate.gateway.frames.FrameIds;
import io.ohmgate.gateway.frames.FrameRecorder;
import io.ohmgate.gateway.frames.FrameRecorder.RefusedSource;
import io.ohmgate.gateway.frames.SeenFrame;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.session.PileEntry;
import io.ohmgate.ykc.describe.FrameMask;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Shows frames: the durable log and what memory still has of heartbeats and readings, in one order. */
public final class FrameReader {
    /** Frames behind one order; a charge of a day has some dozens. */
    public static final int ORDER_MAX = 1_000;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    /** Where the number of the pile stands when it stands first; 14 digits in 7 bytes behind the header. */
    private static final Pattern FIRST_IN_BODY = Pattern.compile("68[0-9A-F]{10}([0-9]{14})[0-9A-F]*");

    private final FrameTables tables;
    private final FrameRecorder recorder;
    private final FrameMask mask;
    private final PileDirectory directory;

    public FrameReader(FrameTables tables, FrameRecorder recorder, FrameMask mask, PileDirectory directory) {
        this.tables = tables;
        this.recorder = recorder;
        this.mask = mask;
        this.directory = directory;
    }

    /** A page, the newest first. */
    public Mono<Page<FrameView>> find(Scope.Operator scope, Query query, int limit) {
        return raw(scope, query, limit + 1).map(rows -> {
            List<FrameView> views = rows.stream().map(Raw::view).toList();
            boolean more = views.size() > limit;
            List<FrameView> shown = more ? views.subList(0, limit) : views;
            return new Page<>(shown, more ? shown.getLast().id() : null);
        });
    }

    /** Frames behind an order, the oldest first. */
    public Flux<FrameView> of(Scope scope, ChargingOrder order) {
        return tables.of(scope, order, ORDER_MAX).map(Raw::of).map(Raw::view);
    }

    /** A frame before it is decoded; masked already. */
    record Raw(LoggedFrame frame, boolean durable) {
        static Raw of(LoggedFrame frame) {
            return new Raw(frame, true);
        }

        FrameView view() {
            return FrameView.of(
                    frame.id(),
                    frame.at(),
                    frame.direction(),
                    durable,
                    frame.epoch(),
                    frame.source(),
                    frame.frameHex());
        }
    }

    /** Up to {@code limit} frames of log and memory, the newest first, each once. */
    Mono<List<Raw>> raw(Scope.Operator scope, Query query, int limit) {
        return tables.find(scope, query, limit).collectList().map(logged -> {
            Map<Long, Raw> newestFirst = new TreeMap<>(Comparator.reverseOrder());
            for (LoggedFrame frame : inMemory(scope, query)) {
                newestFirst.put(frame.id(), new Raw(frame, false));
            }
            logged.forEach(frame -> newestFirst.put(frame.id(), Raw.of(frame)));
            return newestFirst.values().stream().limit(limit).toList();
        });
    }

    private List<LoggedFrame> inMemory(Scope.Operator scope, Query query) {
        PileEntry entry = directory.find(query.pileNo());
        if (entry == null || entry.tenantId() != scope.tenantId()) {
            return List.of();
        }
        List<LoggedFrame> found = new ArrayList<>();
        for (SeenFrame seen : recorder.recent(query.pileNo())) {
            LoggedFrame frame = masked(seen, entry.tenantId(), query.pileNo());
            if (matches(frame, query)) {
                found.add(frame);
            }
        }
        return found;
    }

    private LoggedFrame masked(SeenFrame seen, long tenantId, PileNo pileNo) {
        byte[] bytes = mask.masked(seen.bytes());
        int type = bytes.length > 5 ? bytes[5] & 0xFF : 0;
        return new LoggedFrame(
                seen.id(),
                tenantId,
                pileNo,
                null,
                null,
                seen.direction(),
                type,
                seen.epoch(),
                "",
                seen.source(),
                HEX.formatHex(bytes));
    }

    private static boolean matches(LoggedFrame frame, Query query) {
        return frame.id() < query.before()
                && (query.from() == null || frame.id() >= FrameIds.firstAt(query.from()))
                && (query.to() == null || frame.id() < FrameIds.firstAt(query.to()))
                && (query.typeCode() == null || query.typeCode() == frame.typeCode())
                && (query.direction() == null || query.direction() == frame.direction());
    }

    /**
     * Addresses of which something was refused, the latest first: those from which a pile of the operator's was named. Where
     * there is one operator alone, all of them: whoever installs a pile must see the number it dials with.
     */
    public List<RefusedSource> refusedSources(Scope.Operator scope) {
        boolean alone = isAlone(scope);
        return recorder.refusedSources().stream()
                .filter(source -> alone || namesOneOf(scope, source.source()))
                .toList();
    }

    private boolean isAlone(Scope.Operator scope) {
        for (PileEntry entry : directory.all()) {
            if (entry.tenantId() != scope.tenantId()) {
                return false;
            }
        }
        return true;
    }

    private boolean namesOneOf(Scope.Operator scope, String source) {
        return recorder.refusedFrom(source).stream().anyMatch(seen -> {
            PileEntry named = namedIn(HEX.formatHex(mask.masked(seen.bytes())));
            return named != null && named.tenantId() == scope.tenantId();
        });
    }

    /** What was refused from an address, the newest first; not what claims to come from a pile of somebody else. */
    public List<FrameView> refusedFrom(Scope.Operator scope, String source) {
        List<FrameView> views = new ArrayList<>();
        if (!isAlone(scope) && !namesOneOf(scope, source)) {
            return views;
        }
        for (SeenFrame seen : recorder.refusedFrom(source).reversed()) {
            String hex = HEX.formatHex(mask.masked(seen.bytes()));
            if (!isOfAnother(scope, hex)) {
                views.add(FrameView.of(seen.id(), seen.at(), seen.direction(), false, 0, source, hex));
            }
        }
        return views;
    }

    private boolean isOfAnother(Scope.Operator scope, String hex) {
        PileEntry named = namedIn(hex);
        return named != null && named.tenantId() != scope.tenantId();
    }

    private @Nullable PileEntry namedIn(String hex) {
        var claimed = FIRST_IN_BODY.matcher(hex);
        return claimed.matches() ? directory.find(new PileNo(claimed.group(1))) : null;
    }
}
