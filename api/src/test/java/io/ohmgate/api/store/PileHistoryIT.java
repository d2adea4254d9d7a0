package io.ohmgate.api.store;

import static io.ohmgate.api.store.StoreStage.NOW;
import static io.ohmgate.api.store.StoreStage.PATIENCE;
import static io.ohmgate.api.store.StoreStage.pile;
import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.event.PileEvent.TakeoverRule;
import io.ohmgate.gateway.link.Admission.LoginRefusal;
import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.trust.Binding;
import io.ohmgate.gateway.trust.SourceRange;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PileHistoryIT {
    private static final InetSocketAddress HERE = InetSocketAddress.createUnresolved("10.0.0.7", 51_000);

    private static StoreStage stage;

    @BeforeAll
    static void open() {
        stage = new StoreStage().withPiles(3);
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void whatHappenedToAPileIsWrittenOnceHoweverOftenItIsTold() {
        PileHistory history = new PileHistory(stage.general, "node-1");
        SessionId session = new SessionId(pile(1), 42);
        PileHello hello = new PileHello(pile(1), true, 2, "V1.6", "固件-3.2", "8986", HERE);
        for (int i = 0; i < 2; i++) {
            history.tell(new PileEvent.PileLoggedIn(session, 1L, 1, hello, NOW));
            history.tell(new PileEvent.PileCameOnline(pile(1), 1L, 1, NOW));
            history.tell(new PileEvent.TariffConfirmed(
                    pile(1), 1L, stage.version().id(), stage.version().modelNo(), NOW));
            history.tell(new PileEvent.PileWentOffline(pile(1), 1L, 1, NOW, NOW.plusSeconds(60)));
            history.tell(new PileEvent.PileDisconnected(session, 1L, CloseReason.SILENT_TOO_LONG, NOW.plusSeconds(60)));
            history.write().block(PATIENCE);
        }
        assertThat(history.waiting()).isZero();
        assertThat(history.forgotten()).isZero();
        assertThat(stage.count("SELECT COUNT(*) FROM pile_session WHERE session_epoch = 42 AND closed_at IS NOT NULL"))
                .isEqualTo(1);
        assertThat(stage.count("SELECT COUNT(*) FROM pile_presence WHERE pile_no = '" + pile(1).digits() + "'"))
                .isEqualTo(2);
        PileTables.Pile seen =
                Objects.requireNonNull(stage.piles.get(stage.staff, pile(1)).block(PATIENCE));
        assertThat(seen.firmware()).isEqualTo("??-3.2");
        assertThat(seen.lastLoginAt()).isEqualTo(Columns.storable(NOW));
        assertThat(seen.confirmedTariffVersionId()).isEqualTo(seen.wantedTariffVersionId());
    }

    @Test
    void whatAPersonShouldSeeIsKeptEvenOfAPileThatNobodyOwns() {
        PileHistory history = new PileHistory(stage.general, "node-1");
        history.tell(new PileEvent.LoginRefused(pile(98), null, HERE, LoginRefusal.UNKNOWN_PILE, NOW));
        history.tell(new PileEvent.TakeoverHappened(
                new SessionId(pile(2), 7), 1L, TakeoverRule.PROBE_UNANSWERED, HERE, HERE, true, NOW));
        history.tell(new PileEvent.SecurityNoticed(pile(2), 1L, "FOREIGN_FRAME", "x".repeat(1_000), NOW));
        history.write().block(PATIENCE);
        assertThat(stage.count("SELECT COUNT(*) FROM security_event WHERE tenant_id IS NULL"))
                .isEqualTo(1);
        assertThat(stage.count("SELECT COUNT(*) FROM security_event WHERE pile_no = '" + pile(2).digits() + "'"))
                .isEqualTo(2);
    }

    @Test
    void aBatchThatTheDatabaseRefusesIsGivenUpAndTheNextOneIsWritten() {
        PileHistory history = new PileHistory(stage.general, "node-1");
        history.tell(new PileEvent.TariffConfirmed(pile(97), 1L, 1, 1, NOW));
        history.write().block(PATIENCE);
        assertThat(history.forgotten()).isEqualTo(1);
        history.tell(new PileEvent.PileCameOnline(pile(3), 1L, 1, NOW));
        history.write().block(PATIENCE);
        assertThat(stage.count("SELECT COUNT(*) FROM pile_presence WHERE pile_no = '" + pile(3).digits() + "'"))
                .isEqualTo(1);
    }

    @Test
    void theQueueHasAnEndAndWhatDoesNotFitIsCounted() {
        PileHistory history = new PileHistory(stage.general, "node-1");
        for (int i = 0; i < PileHistory.WAITING_MAX + 10; i++) {
            PileNo one = new PileNo(String.format("%014d", i));
            history.tell(new PileEvent.PileCameOnline(one, 1L, 1, NOW));
        }
        assertThat(history.forgotten()).isEqualTo(10);
        assertThat(history.waiting()).isEqualTo(PileHistory.WAITING_MAX);
    }

    @Test
    void aLockAndALearntBindingAreWrittenThoughTheQueueIsFullAndTheirBatchWasRefused() {
        PileHistory history = new PileHistory(stage.general, "node-1");
        for (int i = 0; i < PileHistory.WAITING_MAX; i++) {
            // No such pile: the database refuses the batch.
            history.tell(new PileEvent.TariffConfirmed(pile(97), 1L, 1, 1, NOW));
        }
        Binding binding = new Binding(SourceRange.parse("10.1.2.0/24"), "8986001", false);
        history.tell(new PileEvent.BindingLearnt(new SessionId(pile(3), 9), 1L, binding, NOW));
        history.tell(new PileEvent.PileLocked(pile(3), 1L, NOW));
        for (int i = 0; i < 3; i++) {
            history.write().block(PATIENCE);
        }
        String known = " FROM pile_trust WHERE pile_no = '" + pile(3).digits() + "'";
        assertThat(stage.count("SELECT COUNT(*)" + known + " AND locked_at IS NOT NULL AND learnt_at IS NOT NULL"))
                .isEqualTo(1);
    }
}
