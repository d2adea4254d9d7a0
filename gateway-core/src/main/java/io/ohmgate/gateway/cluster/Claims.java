package io.ohmgate.gateway.cluster;

import io.ohmgate.gateway.cluster.Body.Held;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.GatewayTime;
import io.ohmgate.gateway.session.PileSessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * Writes this node's sessions into the directory, in batches, and tells the other gateway nodes of each login. What could
 * not be written stays and is written later; besides, each session is written again once a minute, so that a directory that
 * lost something is whole again soon. An entry that stands in the way is of a later session elsewhere: then ours is over.
 */
final class Claims {
    static final Duration EVERY = Duration.ofMillis(50);
    static final Duration ROUND = Duration.ofSeconds(60);
    private static final Duration CLAIM_WITHIN = Duration.ofSeconds(2);
    /** Told to neighbours; more at once than sessions come within a second is not worth keeping. */
    private static final int TOLD_MAX = Body.ITEMS_MAX;

    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

    private final Nodes nodes;
    private final SessionEntries entries;
    private final Neighbours neighbours;
    private final PileSessions sessions;
    private final ToLongFunction<PileHello> faces;
    private final GatewayTime time;
    /** At most one a pile, so no more than there are piles. */
    private final Map<PileNo, Change> waiting = new ConcurrentHashMap<>();

    private final Queue<Held> arrivals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger arrivalsWaiting = new AtomicInteger();
    private final AtomicBoolean writing = new AtomicBoolean();
    private volatile boolean away;

    Claims(
            Nodes nodes,
            SessionEntries entries,
            Neighbours neighbours,
            PileSessions sessions,
            ToLongFunction<PileHello> faces,
            GatewayTime time) {
        this.nodes = nodes;
        this.entries = entries;
        this.neighbours = neighbours;
        this.sessions = sessions;
        this.faces = faces;
        this.time = time;
    }

    private record Change(SessionEntry entry, boolean release) {}

    Disposable start() {
        long every = EVERY.toMillis();
        long round = ROUND.toMillis();
        return Disposables.composite(
                time.timer().schedulePeriodically(this::tick, every, every, TimeUnit.MILLISECONDS),
                time.timer().schedulePeriodically(this::rewriteAll, round, round, TimeUnit.MILLISECONDS));
    }

    void arrived(SessionId session, PileHello hello) {
        put(session, hello, false, false);
        if (arrivalsWaiting.incrementAndGet() <= TOLD_MAX) {
            arrivals.add(new Held(session.pileNo(), session.epoch()));
        } else {
            arrivalsWaiting.decrementAndGet();
        }
    }

    void ended(SessionId session, PileHello hello, boolean charging) {
        put(session, hello, charging, !charging);
    }

    private void put(SessionId session, PileHello hello, boolean left, boolean release) {
        ClusterNode self = nodes.self();
        SessionEntry entry = new SessionEntry(
                session.pileNo(), self.id(), self.incarnation(), session.epoch(), faces.applyAsLong(hello), left);
        waiting.merge(
                session.pileNo(),
                new Change(entry, release),
                (old, fresh) -> fresh.entry.epoch() >= old.entry.epoch() ? fresh : old);
    }

    /** Everything once more: the directory may have lost it, or others have come who look there. */
    void rewriteAll() {
        if (!nodes.sole(NodeRole.GATEWAY)) {
            sessions.eachOpen((session, hello) -> put(session, hello, false, false));
        }
    }

    private void tick() {
        tellArrivals();
        write().subscribe();
    }

    private void tellArrivals() {
        List<Held> told = new ArrayList<>();
        for (Held next = arrivals.poll(); next != null; next = arrivals.poll()) {
            arrivalsWaiting.decrementAndGet();
            told.add(next);
        }
        if (!told.isEmpty()) {
            neighbours.tellArrived(told);
        }
    }

    /** One batch, if none is under way; never fails. */
    private Mono<Void> write() {
        return Mono.defer(() -> {
            if (waiting.isEmpty() || !writing.compareAndSet(false, true)) {
                return Mono.empty();
            }
            List<Change> batch = nextBatch();
            return written(batch)
                    .timeout(CLAIM_WITHIN, time.timer())
                    .doOnSuccess(done -> seen(false))
                    .onErrorResume(failure -> {
                        seen(true);
                        batch.forEach(change -> waiting.putIfAbsent(change.entry.pileNo(), change));
                        return Mono.empty();
                    })
                    .doFinally(signal -> writing.set(false));
        });
    }

    private List<Change> nextBatch() {
        List<Change> batch = new ArrayList<>();
        Iterator<Map.Entry<PileNo, Change>> all = waiting.entrySet().iterator();
        while (all.hasNext() && batch.size() < SessionEntries.BATCH_MAX) {
            batch.add(all.next().getValue());
        }
        // Only if nothing newer has come meanwhile.
        batch.removeIf(change -> !waiting.remove(change.entry.pileNo(), change));
        return batch;
    }

    private Mono<Void> written(List<Change> batch) {
        List<SessionEntry> claims = batch.stream()
                .filter(change -> !change.release)
                .map(Change::entry)
                .toList();
        List<SessionEntry> releases =
                batch.stream().filter(Change::release).map(Change::entry).toList();
        Mono<Void> claimed = claims.isEmpty()
                ? Mono.empty()
                : entries.claim(claims).doOnNext(this::lost).then();
        return releases.isEmpty() ? claimed : claimed.then(entries.release(releases));
    }

    private void lost(List<SessionEntry> standing) {
        standing.stream()
                .filter(entry -> !entry.isOf(nodes.self()))
                .forEach(entry -> sessions.movedAway(entry.pileNo(), entry.epoch()));
    }

    private void seen(boolean isAway) {
        if (isAway == away) {
            return;
        }
        away = isAway;
        if (isAway) {
            LOG.atWarn().log("the session directory cannot be written; nodes ask each other instead");
        } else {
            LOG.atInfo().log("the session directory is back");
            rewriteAll();
        }
    }

    /** Writes what still waits, as far as that is quick. */
    Mono<Void> flush() {
        return Mono.defer(this::write)
                .repeatWhen(again -> again.delayElements(EVERY, time.timer()).takeWhile(tick -> !waiting.isEmpty()))
                .then();
    }

    /** Sessions that are not in the directory yet. */
    int waiting() {
        return waiting.size();
    }
}
