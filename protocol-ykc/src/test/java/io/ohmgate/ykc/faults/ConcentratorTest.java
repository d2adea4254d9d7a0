package io.ohmgate.ykc.faults;

import static io.ohmgate.ykc.faults.PilePort.PILE;
import static io.ohmgate.ykc.faults.PilePort.TRADE;
import static io.ohmgate.ykc.faults.PilePort.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.GatewayTime;
import io.ohmgate.gateway.session.PileEntry;
import io.ohmgate.ykc.message.Heartbeat;
import io.ohmgate.ykc.message.HeartbeatAck;
import io.ohmgate.ykc.message.LoginAck;
import io.ohmgate.ykc.message.TradeConfirm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sixteen piles behind one socket, each coming and going alone. */
class ConcentratorTest {
    private final PilePort port = new PilePort(GatewayTime.of(PilePort.clock()));

    private List<PileNo> loggedIn(WirePile line) throws Exception {
        List<PileNo> piles = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            PileNo each = new PileNo("320106000192%02d".formatted(i));
            port.directory.put(PilePort.entry(each));
            line.says(WirePile.login(each, WirePile.SIM));
            LoginAck ack = line.hears(LoginAck.class);
            assertThat(ack != null && ack.accepted()).isTrue();
            piles.add(each);
        }
        return piles;
    }

    private static boolean isAnswered(WirePile line, PileNo pile) throws Exception {
        line.says(new Heartbeat(pile, 1, 0));
        HeartbeatAck ack = line.hears(HeartbeatAck.class);
        return ack != null && ack.pileNo().equals(pile);
    }

    private static PileEntry disabled(PileNo pile) {
        PileEntry entry = PilePort.entry(pile);
        return new PileEntry(
                pile, entry.tenantId(), entry.stationId(), true, false, entry.kind(), 2, 120_000, entry.tariff());
    }

    @Test
    void disablingOneLeavesFifteenAndItsRecordIsKeptForAPerson() throws Exception {
        try (port;
                WirePile line = port.dial(PILE, "127.0.0.1")) {
            List<PileNo> piles = loggedIn(line);
            PileNo gone = piles.get(7);
            port.directory.put(disabled(gone));
            for (PileNo pile : piles) {
                if (!pile.equals(gone)) {
                    assertThat(isAnswered(line, pile)).isTrue();
                }
            }
            assertThat(port.parts.sessions.openSessions()).isEqualTo(15);
            line.says(WirePile.record(gone.gun(1), TRADE, 10_000));
            assertThat(line.hears(TradeConfirm.class)).isNotNull();
            assertThat(port.kept).singleElement().satisfies(record -> {
                assertThat(record.heldBecause()).contains("FOREIGN_PILE").contains(gone.digits());
                assertThat(record.session().pileNo()).isNotEqualTo(gone);
            });
            assertThat(port.told(PileEvent.SecurityNoticed.class))
                    .anySatisfy(event -> assertThat(event.kind()).isEqualTo("foreign-record"));
        }
    }

    @Test
    void aPileThatDialsInByItselfLeavesTheConcentratorAndTheOthersStay() throws Exception {
        try (port;
                WirePile line = port.dial(PILE, "127.0.0.1")) {
            List<PileNo> piles = loggedIn(line);
            try (WirePile alone = port.dial(piles.getFirst(), "127.0.0.1")) {
                assertThat(alone.logsIn()).isTrue();
                alone.beats();
                assertThat(isAnswered(line, piles.getLast())).isTrue();
                assertThat(port.parts.sessions.openSessions()).isEqualTo(16);
            }
            await(() -> port.parts.sessions.openSessions() == 15);
            assertThat(isAnswered(line, piles.getLast())).isTrue();
        }
    }
}
