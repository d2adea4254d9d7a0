package io.ohmgate.api.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.api.store.TrustTables.Known;
import io.ohmgate.api.store.TrustTables.SecurityEvent;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.link.Admission.LoginRefusal;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.trust.Binding;
import io.ohmgate.gateway.trust.SourceRange;
import io.ohmgate.gateway.trust.Trust;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TrustTablesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123Z");
    private static final InetSocketAddress ELSEWHERE = InetSocketAddress.createUnresolved("10.77.0.1", 4_000);
    private static final StoreStage stage = new StoreStage().withPiles(5);
    private final TrustTables trust = new TrustTables(stage.general, () -> NOW);
    private final Scope.Operator stranger = new Scope.TenantStaff(99, 1);

    @AfterAll
    static void close() {
        stage.close();
    }

    private static PileNo pile(int number) {
        return StoreStage.pile(number);
    }

    private void told(PileEvent... events) {
        PileHistory history = new PileHistory(stage.general, "node-1");
        for (PileEvent event : events) {
            history.tell(event);
        }
        history.write().block(PATIENCE);
        assertThat(history.forgotten()).isZero();
    }

    private @Nullable Known known(PileNo pileNo) {
        return trust.find(stage.staff, pileNo).block(PATIENCE);
    }

    private static PileEvent learnt(PileNo pileNo, String range) {
        Binding binding = new Binding(SourceRange.parse(range), "8986001", false);
        return new PileEvent.BindingLearnt(new SessionId(pileNo, 1), 1L, binding, NOW);
    }

    @Test
    void whatWasLearntFirstStaysAndTheDifferenceIsShownUntilAPersonDecides() {
        PileNo pile = pile(1);
        told(learnt(pile, "10.1.2.0/24"), learnt(pile, "10.9.9.0/24"));
        told(new PileEvent.BindingDiffered(
                new SessionId(pile, 2),
                1L,
                new Binding(SourceRange.parse("10.1.2.0/24"), null, false),
                ELSEWHERE,
                "8986002",
                Trust.LISTED,
                NOW));
        Known known = Objects.requireNonNull(known(pile));
        assertThat(known.binding()).isEqualTo(new Binding(SourceRange.parse("10.1.2.0/24"), "8986001", false));
        assertThat(known.seen()).isEqualTo(new TrustTables.Seen("10.77.0.1", "8986002", Columns.storable(NOW)));
        Binding decided = new Binding(SourceRange.parse("10.77.0.1"), null, true);
        Known after =
                Objects.requireNonNull(trust.bind(stage.staff, pile, decided).block(PATIENCE));
        assertThat(after.binding()).isEqualTo(decided);
        assertThat(after.seen()).isNull();
        told(learnt(pile, "10.1.2.0/24"));
        assertThat(Objects.requireNonNull(known(pile)).binding()).isEqualTo(decided);
        Known forgotten = Objects.requireNonNull(trust.forget(stage.staff, pile).block(PATIENCE));
        assertThat(forgotten.binding()).isNull();
        told(learnt(pile, "10.3.3.0/24"));
        assertThat(Objects.requireNonNull(Objects.requireNonNull(known(pile)).binding())
                        .source())
                .hasToString("10.3.3.0/24");
    }

    @Test
    void aPileOfAnotherTenantCannotBeBoundUnlockedOrSeen() {
        PileNo pile = pile(2);
        told(learnt(pile, "10.1.2.0/24"), new PileEvent.PileLocked(pile, 1L, NOW));
        Binding theirs = new Binding(SourceRange.parse("203.0.113.1"), null, true);
        assertThat(trust.bind(stranger, pile, theirs).blockOptional(PATIENCE)).isEmpty();
        assertThat(trust.unlock(stranger, pile).blockOptional(PATIENCE)).isEmpty();
        trust.setDialect(stranger, pile, Set.of("LEGACY_CRC_TABLE")).block(PATIENCE);
        Known known = Objects.requireNonNull(known(pile));
        assertThat(Objects.requireNonNull(known.binding()).source()).hasToString("10.1.2.0/24");
        assertThat(known.lockedAt()).isNotNull();
        assertThat(stage.count("SELECT COUNT(*) FROM pile_dialect WHERE pile_no = '" + pile.digits() + "'"))
                .isZero();
    }

    @Test
    void aLockIsKeptUntilAPersonUnlocksIt() {
        PileNo pile = pile(3);
        told(new PileEvent.PileLocked(pile, 1L, NOW));
        assertThat(trust.all().filter(known -> known.pileNo().equals(pile)).blockFirst(PATIENCE))
                .satisfies(known ->
                        assertThat(Objects.requireNonNull(known).lockedAt()).isNotNull());
        trust.unlock(stage.staff, pile).block(PATIENCE);
        assertThat(Objects.requireNonNull(known(pile)).lockedAt()).isNull();
    }

    @Test
    void optionsAndTheStationsLevelReachTheAllowList() {
        PileNo pile = pile(3);
        trust.setDialect(stage.staff, pile, Set.of("LEGACY_CRC_TABLE", "CRC_REPLY_MIRROR"))
                .block(PATIENCE);
        trust.setDialect(stage.staff, pile, Set.of("CRC_REPLY_MIRROR")).block(PATIENCE);
        var entry = Objects.requireNonNull(
                stage.piles.entries(stage.staff, Set.of(pile)).blockFirst(PATIENCE));
        assertThat(entry.dialect()).containsExactly("CRC_REPLY_MIRROR");
        assertThat(entry.minimumTrust()).isEqualTo(Trust.BOUND);
        trust.setMinimumTrust(stage.staff, entry.stationId(), Trust.LISTED).block(PATIENCE);
        assertThat(trust.setMinimumTrust(stranger, entry.stationId(), Trust.BOUND)
                        .blockOptional(PATIENCE))
                .isEmpty();
        var after = Objects.requireNonNull(
                stage.piles.entries(stage.staff, Set.of(pile)).blockFirst(PATIENCE));
        assertThat(after.minimumTrust()).isEqualTo(Trust.LISTED);
    }

    @Test
    void eventsComeNewestFirstAndThoseOfNobodysNumbersAreSeenByAll() {
        PileNo pile = pile(4);
        told(
                new PileEvent.LoginRefused(
                        new PileNo("99999999999999"), null, ELSEWHERE, LoginRefusal.UNKNOWN_PILE, NOW),
                new PileEvent.LoginsBanned(pile, 1L, ELSEWHERE, LoginRefusal.FLAPPING, NOW.plusSeconds(300), NOW));
        told(new PileEvent.PileLocked(pile, 1L, NOW));
        List<SecurityEvent> own = Objects.requireNonNull(
                        trust.eventsOf(stage.staff, pile, null, 10).block(PATIENCE))
                .items();
        assertThat(own).extracting(SecurityEvent::kind).containsExactly("PILE_LOCKED", "LOGINS_BANNED");
        assertThat(trust.eventsOf(stranger, pile, null, 10).block(PATIENCE))
                .satisfies(
                        page -> assertThat(Objects.requireNonNull(page).items()).isEmpty());
        assertThat(Objects.requireNonNull(trust.events(stranger, null, 10).block(PATIENCE))
                        .items())
                .extracting(SecurityEvent::kind)
                .containsOnly("LOGIN_REFUSED");
        assertThat(Objects.requireNonNull(trust.events(stage.staff, null, 2).block(PATIENCE))
                        .nextCursor())
                .isNotNull();
    }
}
