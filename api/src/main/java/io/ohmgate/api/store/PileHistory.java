package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import io.ohmgate.api.db.DatabaseFailure;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.work.FairShare;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Writes down who logged in, when piles came and went, which tariff they confirmed and what a person should see. Events are
 * written in batches, some fractions of a second later; while the database is away they wait in a queue that has an end, and
 * what does not fit is counted and forgotten: no session and no charge waits for its history. What decides who is let in later
 * (locks, learnt bindings) has a queue of its own, with room for every pile there is, so that a flood of the rest pushes none of it out.
 */
public final class PileHistory implements AutoCloseable {
    public static final Duration EVERY = Duration.ofMillis(250);
    public static final int WAITING_MAX = 20_000;
    /** A binding and a lock for every pile. */
    static final int DECISIVE_MAX = 2 * PileDirectory.PILES_MAX;

    static final int BATCH_MAX = 500;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final int TEXT_MAX = 32;
    private static final int DETAIL_MAX = 400;
    private static final Logger LOG = LoggerFactory.getLogger(PileHistory.class);

    private static final String INSERT_SESSION = """
        INSERT INTO pile_session
               (tenant_id, pile_no, session_epoch, node, source, protocol_version, firmware, sim_no, opened_at)\
        """;

    private static final String SESSION_AGAIN = "ON DUPLICATE KEY UPDATE opened_at = VALUES(opened_at)";

    private static final String PILE_SAYS = """
        UPDATE pile
           SET protocol_version = :protocolVersion, firmware = :firmware, sim_no = :simNo, last_login_at = :at
         WHERE pile_no = :pileNo AND (last_login_at IS NULL OR last_login_at <= :at)
        """;

    private static final String CLOSE_SESSION = """
        UPDATE pile_session SET closed_at = :at, close_reason = :reason
         WHERE pile_no = :pileNo AND session_epoch = :epoch AND closed_at IS NULL
        """;

    private static final String INSERT_PRESENCE = "INSERT INTO pile_presence (tenant_id, pile_no, online, at)";

    private static final String INSERT_TARIFF = """
        INSERT INTO pile_tariff_state (pile_no, tenant_id, confirmed_version_id, confirmed_model_no, confirmed_at)\
        """;

    private static final String TARIFF_AGAIN = """
        ON DUPLICATE KEY UPDATE
               confirmed_version_id = VALUES(confirmed_version_id),
               confirmed_model_no = VALUES(confirmed_model_no), confirmed_at = VALUES(confirmed_at)\
        """;

    /** By this an offline charge is priced later. */
    private static final String INSERT_TARIFF_HELD =
            "INSERT INTO pile_tariff_held (tenant_id, pile_no, tariff_version_id, since)";

    private static final String INSERT_SECURITY =
            "INSERT INTO security_event (tenant_id, pile_no, session_epoch, kind, detail, source, at)";

    private static final String INSERT_LEARNT =
            "INSERT INTO pile_trust (pile_no, tenant_id, source_range, sim_no, confirmed, learnt_at)";

    /** What is known already stays: a person may have decided meanwhile. */
    private static final String LEARNT_ALREADY = """
        ON DUPLICATE KEY UPDATE
               source_range = IF(learnt_at IS NULL, VALUES(source_range), source_range),
               sim_no = IF(learnt_at IS NULL, VALUES(sim_no), sim_no),
               learnt_at = COALESCE(learnt_at, VALUES(learnt_at))\
        """;

    private static final String SEEN = """
        UPDATE pile_trust SET seen_source = :source, seen_sim_no = :simNo, seen_at = :at
         WHERE pile_no = :pileNo
        """;

    private static final String LOCK = """
        INSERT INTO pile_trust (pile_no, tenant_id, locked_at) VALUES (:pileNo, :tenantId, :at)
            ON DUPLICATE KEY UPDATE locked_at = VALUES(locked_at)
        """;

    private static final String UNLOCK = "UPDATE pile_trust SET locked_at = NULL WHERE pile_no = :pileNo";

    private static final String INSERT_CLOCK = "INSERT INTO pile_clock (pile_no, tenant_id, drift_ms, at)";

    private static final String CLOCK_AGAIN = "ON DUPLICATE KEY UPDATE drift_ms = VALUES(drift_ms), at = VALUES(at)";

    private static final String INSERT_LOCK =
            "INSERT INTO ground_lock (gun_id, tenant_id, position, car_present, battery_percent, alarm, at)";

    private static final String LOCK_AGAIN = """
        ON DUPLICATE KEY UPDATE
               position = VALUES(position), car_present = VALUES(car_present),
               battery_percent = VALUES(battery_percent), alarm = VALUES(alarm), at = VALUES(at)\
        """;

    private final Database general;
    private final String node;
    private final BlockingQueue<PileEvent> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final FairShare<PileNo> shares = new FairShare<>(WAITING_MAX);
    private final BlockingQueue<PileEvent> decisive = new LinkedBlockingQueue<>(DECISIVE_MAX);
    /** Decisive ones of a batch that was refused: each is tried once more by itself, for another may have been at fault. */
    private final Queue<PileEvent> onceMore = new ConcurrentLinkedQueue<>();

    private final AtomicLong forgotten = new AtomicLong();
    private final AtomicBoolean writing = new AtomicBoolean();
    private volatile List<PileEvent> inHand = List.of();
    private @Nullable Disposable clockwork;

    public PileHistory(Database general, String node) {
        this.general = general;
        this.node = node;
    }

    /** Safe from any thread; returns at once. */
    public void tell(PileEvent event) {
        if (belongsHere(event) && !(isDecisive(event) ? decisive.offer(event) : hasPlace(event))) {
            forgotten.incrementAndGet();
        }
    }

    /** One pile that comes and goes without end must not fill what all share. */
    private boolean hasPlace(PileEvent event) {
        if (!shares.enter(event.pileNo())) {
            return false;
        }
        boolean taken = waiting.offer(event);
        if (!taken) {
            shares.leave(event.pileNo());
        }
        return taken;
    }

    /** Events for which there was no room. */
    public long forgotten() {
        return forgotten.get();
    }

    public int waiting() {
        return decisive.size() + onceMore.size() + waiting.size() + inHand.size();
    }

    public synchronized void start(Scheduler scheduler) {
        clockwork = scheduler.schedulePeriodically(
                () -> write().subscribe(), EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Writes what still waits, as far as that is quick. */
    @Override
    public synchronized void close() {
        if (clockwork != null) {
            clockwork.dispose();
        }
        Flux.interval(Duration.ZERO, Duration.ofMillis(20))
                .takeUntil(tick -> waiting() == 0)
                .concatMap(tick -> write(), 1)
                .take(LAST_WORDS)
                .blockLast(LAST_WORDS.plusSeconds(1));
    }

    /**
     * One batch, if none is under way. While the database is away a batch stays in hand and comes again with the next call;
     * one that the database refuses is given up, or nothing would ever be written again.
     */
    Mono<Void> write() {
        return Mono.defer(() -> {
                    if (!writing.compareAndSet(false, true)) {
                        return Mono.empty();
                    }
                    List<PileEvent> batch = nextBatch();
                    return batch.isEmpty()
                            ? done()
                            : general.detached(transaction(batch)).then(Mono.defer(this::done));
                })
                .onErrorResume(this::failed);
    }

    private List<PileEvent> nextBatch() {
        if (inHand.isEmpty()) {
            PileEvent alone = onceMore.poll();
            List<PileEvent> batch = new ArrayList<>(BATCH_MAX);
            if (alone == null) {
                decisive.drainTo(batch, BATCH_MAX);
                int first = batch.size();
                waiting.drainTo(batch, BATCH_MAX - first);
                batch.subList(first, batch.size()).forEach(event -> shares.leave(event.pileNo()));
            } else {
                batch.add(alone);
            }
            inHand = List.copyOf(batch);
        }
        return inHand;
    }

    private Mono<Void> failed(Throwable failure) {
        boolean away = failure instanceof DatabaseFailure || failure instanceof DataAccessResourceFailureException;
        if (!away) {
            List<PileEvent> again = inHand.size() == 1
                    ? List.of()
                    : inHand.stream().filter(PileHistory::isDecisive).toList();
            onceMore.addAll(again);
            forgotten.addAndGet(inHand.size() - again.size());
            LOG.atWarn().setCause(failure).addKeyValue("events", inHand.size()).log("the history of piles has a gap");
            return done();
        }
        writing.set(false);
        return Mono.empty();
    }

    private Mono<Void> done() {
        inHand = List.of();
        writing.set(false);
        return Mono.empty();
    }

    private Mono<Void> transaction(List<PileEvent> events) {
        return general.transaction("write pile history", Mono.defer(() -> writeAll(events)))
                // Presence is unique: if it is there, the batch was committed and only the answer was lost.
                .onErrorResume(DuplicateKeyException.class, written -> Mono.empty());
    }

    private Mono<Void> writeAll(List<PileEvent> events) {
        DatabaseClient sql = general.sql();
        Rows sessions = Rows.of(INSERT_SESSION);
        Rows presence = Rows.of(INSERT_PRESENCE);
        Rows tariffs = Rows.of(INSERT_TARIFF);
        Rows tariffsHeld = Rows.of(INSERT_TARIFF_HELD);
        Rows security = Rows.of(INSERT_SECURITY);
        Rows learnts = Rows.of(INSERT_LEARNT);
        Rows clocks = Rows.of(INSERT_CLOCK);
        Rows locks = Rows.of(INSERT_LOCK);
        List<Mono<Void>> updates = new ArrayList<>();
        for (PileEvent event : events) {
            String pileNo = event.pileNo().digits();
            switch (event) {
                case PileEvent.PileLoggedIn login -> {
                    addSession(sessions, login);
                    updates.add(pileSays(sql, login));
                }
                case PileEvent.PileDisconnected gone -> updates.add(closeSession(sql, gone));
                case PileEvent.PileCameOnline came -> presence.add(came.tenantId(), pileNo, true, came.at());
                case PileEvent.PileWentOffline went -> presence.add(went.tenantId(), pileNo, false, went.at());
                case PileEvent.TariffConfirmed held -> {
                    tariffs.add(pileNo, held.tenantId(), held.tariffVersionId(), held.modelNo(), held.at());
                    tariffsHeld.add(held.tenantId(), pileNo, held.tariffVersionId(), held.at());
                }
                case PileEvent.LoginRefused refused ->
                    security.add(
                            refused.tenantId(),
                            pileNo,
                            null,
                            "LOGIN_REFUSED",
                            refused.reason().name(),
                            address(refused.source()),
                            refused.at());
                case PileEvent.TakeoverHappened taken ->
                    security.add(
                            taken.tenantId(),
                            pileNo,
                            taken.session().epoch(),
                            "TAKEOVER",
                            taken.rule() + " from " + address(taken.older())
                                    + (taken.charging() ? " while charging" : ""),
                            address(taken.newer()),
                            taken.at());
                case PileEvent.PileLocked locked -> {
                    updates.add(lock(sql, locked));
                    security.add(locked.tenantId(), pileNo, null, "PILE_LOCKED", "", null, locked.at());
                }
                case PileEvent.PileUnlocked unlocked -> {
                    updates.add(sql.sql(UNLOCK).bind("pileNo", pileNo).then());
                    security.add(unlocked.tenantId(), pileNo, null, "PILE_UNLOCKED", "", null, unlocked.at());
                }
                case PileEvent.BindingLearnt learnt -> {
                    learnts.add(
                            pileNo,
                            learnt.tenantId(),
                            learnt.binding().source() == null
                                    ? null
                                    : learnt.binding().source().toString(),
                            learnt.binding().simNo() == null
                                    ? null
                                    : cut(learnt.binding().simNo(), TEXT_MAX),
                            learnt.binding().confirmed(),
                            learnt.at());
                    security.add(
                            learnt.tenantId(),
                            pileNo,
                            learnt.session().epoch(),
                            "BINDING_LEARNT",
                            "source " + learnt.binding().source(),
                            null,
                            learnt.at());
                }
                case PileEvent.BindingDiffered differed -> {
                    updates.add(seen(sql, differed));
                    security.add(
                            differed.tenantId(),
                            pileNo,
                            differed.session().epoch(),
                            "BINDING_DIFFERED",
                            "bound to " + differed.bound().source() + ", trust "
                                    + differed.trust().level(),
                            address(differed.source()),
                            differed.at());
                }
                case PileEvent.LoginsBanned banned ->
                    security.add(
                            banned.tenantId(),
                            pileNo,
                            null,
                            "LOGINS_BANNED",
                            banned.reason() + " until " + banned.until(),
                            address(banned.source()),
                            banned.at());
                case PileEvent.SecurityNoticed noticed ->
                    security.add(
                            noticed.tenantId(),
                            pileNo,
                            null,
                            noticed.kind(),
                            cut(noticed.detail(), DETAIL_MAX),
                            null,
                            noticed.at());
                case PileEvent.GunChanged other -> {}
                case PileEvent.FaultsChanged other -> {}
                case PileEvent.TariffNotTaken other -> {}
                case PileEvent.AnswerCameLate other -> {}
                case PileEvent.ClockDrifted other -> {}
                case PileEvent.OperationMoved other -> {}
                case PileEvent.ClockMeasured clock ->
                    clocks.add(pileNo, clock.tenantId(), clock.drift().toMillis(), clock.at());
                case PileEvent.GroundLockChanged lock ->
                    locks.add(
                            lock.report().gun().digits(),
                            lock.tenantId(),
                            lock.report().position(),
                            lock.report().carPresent(),
                            lock.report().batteryPercent(),
                            lock.report().alarm(),
                            lock.at());
            }
        }
        return sessions.insert(sql, SESSION_AGAIN)
                .then(learnts.insert(sql, LEARNT_ALREADY))
                .thenMany(Flux.concat(updates))
                .then(presence.insert(sql))
                .then(tariffs.insert(sql, TARIFF_AGAIN))
                .then(tariffsHeld.insert(sql))
                .then(security.insert(sql))
                .then(clocks.insert(sql, CLOCK_AGAIN))
                .then(locks.insert(sql, LOCK_AGAIN))
                .then();
    }

    private void addSession(Rows sessions, PileEvent.PileLoggedIn login) {
        PileHello hello = login.hello();
        sessions.add(
                login.tenantId(),
                login.pileNo().digits(),
                login.session().epoch(),
                node,
                address(hello.source()),
                cut(hello.protocolVersion(), 16),
                cut(hello.firmware(), TEXT_MAX),
                cut(hello.simNo(), TEXT_MAX),
                login.at());
    }

    private static Mono<Void> pileSays(DatabaseClient sql, PileEvent.PileLoggedIn login) {
        return sql.sql(PILE_SAYS)
                .bind("pileNo", login.pileNo().digits())
                .bind("protocolVersion", cut(login.hello().protocolVersion(), 16))
                .bind("firmware", cut(login.hello().firmware(), TEXT_MAX))
                .bind("simNo", cut(login.hello().simNo(), TEXT_MAX))
                .bind("at", Columns.storable(login.at()))
                .then();
    }

    private static Mono<Void> seen(DatabaseClient sql, PileEvent.BindingDiffered differed) {
        return sql.sql(SEEN)
                .bind("pileNo", differed.pileNo().digits())
                .bind("source", cut(differed.source().getHostString(), 64))
                .bind("simNo", cut(differed.simNo(), TEXT_MAX))
                .bind("at", Columns.storable(differed.at()))
                .then();
    }

    private static Mono<Void> lock(DatabaseClient sql, PileEvent.PileLocked locked) {
        return sql.sql(LOCK)
                .bind("pileNo", locked.pileNo().digits())
                .bind("tenantId", locked.tenantId())
                .bind("at", Columns.storable(locked.at()))
                .then();
    }

    private static Mono<Void> closeSession(DatabaseClient sql, PileEvent.PileDisconnected gone) {
        return sql.sql(CLOSE_SESSION)
                .bind("pileNo", gone.pileNo().digits())
                .bind("epoch", gone.session().epoch())
                .bind("reason", gone.reason().name())
                .bind("at", Columns.storable(gone.at()))
                .then();
    }

    private static boolean isDecisive(PileEvent event) {
        return event instanceof PileEvent.PileLocked
                || event instanceof PileEvent.PileUnlocked
                || event instanceof PileEvent.BindingLearnt;
    }

    private static boolean belongsHere(PileEvent event) {
        return switch (event) {
            case PileEvent.PileLoggedIn yes -> true;
            case PileEvent.PileDisconnected yes -> true;
            case PileEvent.PileCameOnline yes -> true;
            case PileEvent.PileWentOffline yes -> true;
            case PileEvent.TariffConfirmed yes -> true;
            case PileEvent.LoginRefused yes -> true;
            case PileEvent.TakeoverHappened yes -> true;
            case PileEvent.PileLocked yes -> true;
            case PileEvent.PileUnlocked yes -> true;
            case PileEvent.BindingLearnt yes -> true;
            case PileEvent.BindingDiffered yes -> true;
            case PileEvent.LoginsBanned yes -> true;
            case PileEvent.SecurityNoticed yes -> true;
            case PileEvent.GunChanged no -> false;
            case PileEvent.FaultsChanged no -> false;
            case PileEvent.TariffNotTaken no -> false;
            case PileEvent.AnswerCameLate no -> false;
            case PileEvent.ClockDrifted no -> false;
            case PileEvent.OperationMoved no -> false;
            case PileEvent.ClockMeasured yes -> true;
            case PileEvent.GroundLockChanged yes -> true;
        };
    }

    private static String address(InetSocketAddress source) {
        return cut(source.getHostString() + ":" + source.getPort(), 64);
    }

    /** What a pile says of itself is as long as it likes, and the column is ascii. */
    private static String cut(String text, int max) {
        String ascii = text.replaceAll("[^\\x20-\\x7e]", "?");
        return ascii.length() <= max ? ascii : ascii.substring(0, max);
    }
}
