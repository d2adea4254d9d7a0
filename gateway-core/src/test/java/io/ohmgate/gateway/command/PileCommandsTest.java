package io.ohmgate.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.session.SessionStage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PileCommandsTest {
    private static final PileCommand CLOCK = new PileCommand.SetClock(SessionStage.PILE, Instant.EPOCH);
    private static final PileReport CLOCK_SET = new PileReport.ClockAnswered(SessionStage.PILE, null);

    private final SessionStage stage = new SessionStage();
    private final SessionStage.Device pile = stage.device("10.0.0.1", "sim");
    private final PileCommands commands =
            new PileCommands(stage.sessions, stage.directory, stage.time, stage.events::add, stage.meters);
    private final List<Object> heard = new ArrayList<>();

    @BeforeEach
    void login() {
        pile.dials();
    }

    @Test
    void anAnswerCompletesItsQuestion() {
        ask();
        commands.reported(pile.id(), CLOCK_SET);
        assertThat(heard).containsExactly(CLOCK_SET);
        assertThat(commands.openQuestions()).isZero();
    }

    @Test
    void seventyThousandQuestionsInARowEachGetTheirOwnAnswer() {
        for (int i = 0; i < 70_000; i++) {
            heard.clear();
            ask();
            commands.reported(pile.id(), CLOCK_SET);
            assertThat(heard).hasSize(1);
        }
        assertThat(commands.openQuestions()).isZero();
    }

    @Test
    void theSameQuestionTwiceIsBusy() {
        ask();
        ask();
        assertThat(heard).singleElement().isInstanceOf(CommandFailure.Busy.class);
        assertThat(pile.link.sent).hasSize(1);
    }

    @Test
    void noAnswerWithinTheDeadlineIsUnknown() {
        ask();
        stage.pass(PileCommands.DEADLINE);
        assertThat(heard).singleElement().isInstanceOf(CommandFailure.NoReply.class);
    }

    @Test
    void aLateAnswerIsAnEventAndIsNotTakenForTheNextQuestions() {
        ask();
        stage.pass(PileCommands.DEADLINE);
        heard.clear();
        ask();
        assertThat(heard).singleElement().isInstanceOf(CommandFailure.Busy.class);
        commands.reported(pile.id(), CLOCK_SET);
        assertThat(stage.told(PileEvent.AnswerCameLate.class)).hasSize(1);
        heard.clear();
        ask();
        assertThat(heard).isEmpty();
        commands.reported(pile.id(), CLOCK_SET);
        assertThat(heard).containsExactly(CLOCK_SET);
    }

    @Test
    void aQuestionThatIsNeverAnsweredBlocksItsKindOnlyForAWhile() {
        ask();
        stage.pass(PileCommands.DEADLINE.plus(PileCommands.LATE_ANSWERS));
        pile.speaks();
        heard.clear();
        ask();
        assertThat(heard).isEmpty();
        assertThat(pile.link.sent).hasSize(2);
    }

    @Test
    void anAnswerOfAnOlderSessionCompletesNothing() {
        SessionId old = pile.id();
        pile.dials();
        ask();
        commands.reported(old, CLOCK_SET);
        assertThat(heard).isEmpty();
        assertThat(stage.told(PileEvent.AnswerCameLate.class)).hasSize(1);
        commands.reported(pile.id(), CLOCK_SET);
        assertThat(heard).containsExactly(CLOCK_SET);
    }

    @Test
    void theEndOfTheSessionEndsItsQuestions() {
        ask();
        SessionId id = pile.id();
        pile.hangsUp();
        commands.ended(id);
        assertThat(heard).singleElement().isInstanceOf(CommandFailure.PileOffline.class);
    }

    @Test
    void aPileThatIsNotThereIsNotAsked() {
        pile.hangsUp();
        ask();
        assertThat(heard).singleElement().isInstanceOf(CommandFailure.PileOffline.class);
    }

    @Test
    void aPileThatDoesNotAskForItsTariffIsToldThreeTimesAndThenLeftInPeace() {
        TariffDelivery delivery = delivery();
        delivery.loggedIn(SessionStage.PILE);
        for (int second = 0; second < 300; second++) {
            stage.pass(Duration.ofSeconds(1));
            pile.speaks();
        }
        assertThat(pile.link.sent).hasSize(3).allMatch(PileCommand.SetTariff.class::isInstance);
        assertThat(stage.told(PileEvent.TariffNotTaken.class)).hasSize(1);
        assertThat(delivery.confirmed(SessionStage.PILE)).isEmpty();
    }

    @Test
    void aPileThatProvesItsTariffIsReadyAndIsToldNothing() {
        TariffDelivery delivery = delivery();
        delivery.loggedIn(SessionStage.PILE);
        delivery.held(SessionStage.PILE, SessionStage.TARIFF.modelNo());
        assertThat(delivery.confirmed(SessionStage.PILE)).contains(SessionStage.TARIFF);
        stage.pass(Duration.ofSeconds(34));
        assertThat(pile.link.sent).isEmpty();
    }

    @Test
    void aPileThatWasSentWhatItAskedForHasToProveItBeforeItMayCharge() {
        TariffDelivery delivery = delivery();
        delivery.loggedIn(SessionStage.PILE);
        delivery.told(SessionStage.PILE, SessionStage.TARIFF.modelNo());
        assertThat(delivery.confirmed(SessionStage.PILE)).isEmpty();
        stage.pass(Duration.ofSeconds(4));
        assertThat(pile.link.sent).containsExactly(new PileCommand.SetTariff(SessionStage.PILE, SessionStage.TARIFF));
        commands.reported(pile.id(), new PileReport.TariffAnswered(SessionStage.PILE, true));
        assertThat(delivery.confirmed(SessionStage.PILE)).contains(SessionStage.TARIFF);
    }

    @Test
    void aTariffIsNotToldWhileTheGunCharges() {
        TariffDelivery delivery = delivery();
        stage.charging = true;
        delivery.loggedIn(SessionStage.PILE);
        stage.pass(Duration.ofSeconds(34));
        pile.speaks();
        assertThat(pile.link.sent).isEmpty();
        stage.charging = false;
        stage.pass(Duration.ofSeconds(6));
        assertThat(pile.link.sent).hasSize(1);
        commands.reported(pile.id(), new PileReport.TariffAnswered(SessionStage.PILE, true));
        assertThat(delivery.confirmed(SessionStage.PILE)).contains(SessionStage.TARIFF);
    }

    private TariffDelivery delivery() {
        TariffDelivery delivery = new TariffDelivery(
                stage.directory, stage.sessions, commands, pileNo -> stage.charging, stage.time, stage.events::add);
        delivery.start();
        return delivery;
    }

    private void ask() {
        commands.ask(CLOCK).subscribe(heard::add, heard::add);
    }
}
