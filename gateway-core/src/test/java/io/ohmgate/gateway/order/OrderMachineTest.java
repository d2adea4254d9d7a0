package io.ohmgate.gateway.order;

import static io.ohmgate.gateway.order.Life.charging;
import static io.ohmgate.gateway.order.Life.started;
import static io.ohmgate.gateway.order.Life.stop;
import static io.ohmgate.gateway.order.OrderState.AWAITING_RECORD;
import static io.ohmgate.gateway.order.OrderState.CHARGING;
import static io.ohmgate.gateway.order.OrderState.CREATED;
import static io.ohmgate.gateway.order.OrderState.IN_REVIEW;
import static io.ohmgate.gateway.order.OrderState.NEEDS_PERSON;
import static io.ohmgate.gateway.order.OrderState.SETTLED;
import static io.ohmgate.gateway.order.OrderState.START_ACKED;
import static io.ohmgate.gateway.order.OrderState.START_FAILED;
import static io.ohmgate.gateway.order.OrderState.START_SENT;
import static io.ohmgate.gateway.order.OrderState.STOPPING;
import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.gateway.link.PileReport.StartAnswer;
import io.ohmgate.gateway.order.OrderEnd.EndReason;
import io.ohmgate.gateway.order.OrderEvent.IdleSeen;
import io.ohmgate.gateway.order.OrderEvent.OtherChargeSeen;
import io.ohmgate.gateway.order.OrderEvent.PileCameBack;
import io.ohmgate.gateway.order.OrderEvent.RecordHeld;
import io.ohmgate.gateway.order.OrderEvent.RecordSettled;
import io.ohmgate.gateway.order.OrderEvent.StartAccepted;
import io.ohmgate.gateway.order.OrderEvent.StartAwaitsPlug;
import io.ohmgate.gateway.order.OrderEvent.StartRejected;
import io.ohmgate.gateway.order.OrderEvent.StartSent;
import io.ohmgate.gateway.order.OrderEvent.StartUnsendable;
import io.ohmgate.gateway.order.OrderEvent.StopAccepted;
import io.ohmgate.gateway.order.OrderEvent.StopFoundNothing;
import io.ohmgate.gateway.order.OrderEvent.StopRejected;
import io.ohmgate.gateway.order.OrderNotice.RecordWentMissing;
import io.ohmgate.gateway.order.OrderNotice.StopWentUnconfirmed;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of ykc.md 7.3 and 7.6, and of invariants A6, A10, B1, B3, each as a story. */
class OrderMachineTest {
    private static final Duration DAY = Duration.ofDays(1);

    // 7.3 Remote start

    @Test
    void aStartIsWrittenOnceHoweverOftenItIsAskedFor() {
        Life life = started().hears(new StartSent()).passes(10).hears(new StartSent());
        assertThat(life.starts).hasSize(1);
        assertThat(life.order.state()).isEqualTo(START_SENT);
    }

    @Test
    void aStartIsNotWrittenPastItsDeadline() {
        Life life = new Life();
        life.now = Life.START.plusSeconds(90);
        life.hears(new StartSent());
        assertThat(life.starts).isEmpty();
        assertThat(life.order.state()).isEqualTo(START_FAILED);
        assertThat(life.held).isFalse();
    }

    @Test
    void aStartThatCannotBeWrittenFailsAtOnce() {
        Life life = new Life().hears(new StartUnsendable());
        assertThat(life.order.state()).isEqualTo(START_FAILED);
        assertThat(life.held).isFalse();
        assertThat(life.timers).isEmpty();
    }

    @Test
    void aCrashBeforeTheWriteEndsAtTheDeadlineAndWritesNothing() {
        Life life = new Life().passes(90);
        assertThat(life.order.state()).isEqualTo(START_FAILED);
        assertThat(life.starts).isEmpty();
        assertThat(life.stops).isEmpty();
    }

    @Test
    void theStoryOfAnOrdinaryCharge() {
        Life life =
                charging().passes(600).hears(stop()).hears(new StopAccepted()).passes(2);
        life.hears(new RecordSettled(0x40, true)).hears(new IdleSeen());
        assertThat(life.states).containsExactly(CREATED, START_SENT, START_ACKED, CHARGING, STOPPING, SETTLED);
        assertThat(life.timers).isEmpty();
        assertThat(life.held).as("posting the hold belongs to the settlement").isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 59, 61, 89})
    void aStartAcceptedWithinTheDeadlineIsAcked(int second) {
        Life life = started().passes(second).hears(new StartAccepted());
        assertThat(life.order.state()).isEqualTo(START_ACKED);
    }

    @Test
    void anAckDoesNotStretchTheDeadlineForCharging() {
        Life life = started().passes(89).hears(new StartAccepted()).passes(1);
        assertThat(life.order.state()).isEqualTo(START_FAILED);
        assertThat(life.stopSeconds()).containsExactly(90L);
    }

    @ParameterizedTest
    @EnumSource(
            value = StartAnswer.class,
            names = {"ACCEPTED", "NOT_PLUGGED"},
            mode = EnumSource.Mode.EXCLUDE)
    void anyOtherRefusalFailsTheStartAtOnce(StartAnswer answer) {
        Life life = started().hears(new StartRejected(answer, 3));
        assertThat(life.order.state()).isEqualTo(START_FAILED);
        assertThat(life.order.end()).isEqualTo(new OrderEnd(EndReason.REFUSED_BY_PILE, 3));
        assertThat(life.held).isFalse();
    }

    @Test
    void notPluggedWaitsForThePlugAndASecondAnswer() {
        Life life = started().hears(new StartAwaitsPlug()).passes(60).hears(new StartAccepted());
        assertThat(life.order.state()).isEqualTo(START_ACKED);
        assertThat(life.timers).doesNotContainKey(OrderTimer.Kind.PLUG_GRACE);
    }

    @Test
    void notPluggedFailsAfter65Seconds() {
        Life life = started().hears(new StartAwaitsPlug()).passes(Duration.ofMillis(64_999));
        assertThat(life.order.state()).isEqualTo(START_SENT);
        life.passes(Duration.ofMillis(1));
        assertThat(life.order.state()).isEqualTo(START_FAILED);
        assertThat(life.order.end()).isEqualTo(new OrderEnd(EndReason.NOT_PLUGGED_IN_TIME, null));
    }

    @Test
    void thePlugGraceCountsFromTheStartNotFromTheAnswer() {
        Life life = started().passes(30).hears(new StartAwaitsPlug()).passes(35);
        assertThat(life.order.state()).isEqualTo(START_FAILED);
    }

    @Test
    void chargingIsAcceptedWhenTheAnswerWasLost() {
        Life life = started().hears(charging(1));
        assertThat(life.order.state()).isEqualTo(CHARGING);
        assertThat(life.timers).doesNotContainKey(OrderTimer.Kind.START_DEADLINE);
    }

    @Test
    void ninetySecondsWithoutAStartFailItAndSendOneStopToBeSafe() {
        Life life = started().passes(89);
        assertThat(life.order.state()).isEqualTo(START_SENT);
        life.passes(600);
        assertThat(life.order.state()).isEqualTo(START_FAILED);
        assertThat(life.stopSeconds()).containsExactly(90L);
        assertThat(life.held).isFalse();
    }

    @Test
    void aLateSuccessIsStoppedUntilTheGunIsIdleAndItsRecordIsBilled() {
        Life life = started().passes(91).hears(new StartAccepted());
        assertThat(life.order.state()).isEqualTo(START_FAILED);
        assertThat(life.stopSeconds()).containsExactly(90L, 91L);
        life.passes(12);
        assertThat(life.stopSeconds()).containsExactly(90L, 91L, 96L, 101L);
        life.hears(charging(5)).hears(new IdleSeen()).passes(300);
        assertThat(life.stopSeconds()).hasSize(4);
        life.hears(new RecordSettled(0x40, true));
        assertThat(life.order.state()).isEqualTo(SETTLED);
    }

    @Test
    void lateEnergyWithoutAnAnswerIsStoppedToo() {
        Life life = started().passes(90).hears(charging(1));
        assertThat(life.order.state()).isEqualTo(START_FAILED);
        assertThat(life.order.times().chargingSeenAt()).isNotNull();
        assertThat(life.stops).hasSize(2);
    }

    @Test
    void aLateStartThatNobodyCanStopCallsAPersonAndThenWaitsForItsNextReport() {
        Life life = started().passes(90).hears(charging(1)).passes(3_600);
        assertThat(life.told(StopWentUnconfirmed.class)).isTrue();
        int stops = life.stops.size();
        life.passes(3_600);
        assertThat(life.stops).as("no blind stops for ever").hasSize(stops);
        life.hears(charging(2));
        assertThat(life.stops).hasSize(stops + 1);
    }

    @Test
    void theRecordOfAFailedStartClosesTheOrderWithNothing() {
        Life life = started().hears(new StartAccepted()).hears(new RecordSettled(0x4A, false));
        assertThat(life.order.state()).isEqualTo(START_FAILED);
        assertThat(life.order.end()).isEqualTo(new OrderEnd(EndReason.RECORD_ARRIVED, 0x4A));
        assertThat(life.held).isFalse();
        assertThat(life.timers).isEmpty();
    }

    @Test
    void aZeroRecordAfterAFailureLeavesItFailed() {
        Life life =
                started().hears(new StartRejected(StartAnswer.PILE_FAULT, 3)).hears(new RecordSettled(0x4A, false));
        assertThat(life.states).containsExactly(CREATED, START_SENT, START_FAILED);
        assertThat(life.order.end()).isEqualTo(new OrderEnd(EndReason.REFUSED_BY_PILE, 3));
    }

    @Test
    void aStopDuringTheStartCancelsIt() {
        Life life = started().hears(stop()).hears(new StopAccepted());
        assertThat(life.order.state()).isEqualTo(START_FAILED);
        assertThat(life.order.end()).isEqualTo(new OrderEnd(EndReason.STOPPED_BEFORE_START, null));
        assertThat(life.held).isFalse();
        assertThat(life.timers).isEmpty();
    }

    @Test
    void aStopBeforeAnythingWasWrittenWritesNothingAtAll() {
        Life life = new Life().hears(stop()).hears(new StartSent());
        assertThat(life.order.state()).isEqualTo(START_FAILED);
        assertThat(life.starts).isEmpty();
        assertThat(life.stops).isEmpty();
    }

    @Test
    void aStopAfterTheAckWaitsForTheRecordThatIsDue() {
        Life life = started().hears(new StartAccepted()).hears(stop()).hears(new StopAccepted());
        assertThat(life.order.state()).isEqualTo(STOPPING);
        life.passes(30);
        assertThat(life.order.state()).isEqualTo(AWAITING_RECORD);
    }

    @Test
    void idleBeforeTheChargeBeganProvesNothing() {
        Life life = started()
                .hears(new IdleSeen())
                .hears(new IdleSeen())
                .hears(stop())
                .hears(new IdleSeen());
        assertThat(life.order.state()).isEqualTo(STOPPING);
    }

    // 7.6 Order supervision

    @Test
    void oneIdleReportIsNotTheEnd() {
        Life life = charging().hears(new IdleSeen()).hears(charging(2)).hears(new IdleSeen());
        assertThat(life.order.state()).isEqualTo(CHARGING);
        assertThat(life.order.idleReports()).isEqualTo(1);
    }

    @Test
    void twoIdleReportsWithoutARecordAwaitItAndThirtySecondsLaterItIsMissing() {
        Life life = charging().hears(new IdleSeen()).passes(15).hears(new IdleSeen());
        assertThat(life.order.state()).isEqualTo(AWAITING_RECORD);
        assertThat(life.told(RecordWentMissing.class)).isFalse();
        life.passes(15);
        assertThat(life.told(RecordWentMissing.class)).isTrue();
        life.passes(DAY);
        assertThat(life.order.state()).isEqualTo(NEEDS_PERSON);
        assertThat(life.held).as("a person decides about the hold").isTrue();
    }

    @Test
    void oneIdleReportAndSilenceForThirtySecondsAwaitTheRecordToo() {
        Life life = charging().hears(new IdleSeen()).passes(30);
        assertThat(life.order.state()).isEqualTo(AWAITING_RECORD);
        assertThat(life.told(RecordWentMissing.class)).isTrue();
    }

    @Test
    void aLateRecordSettlesAnOrderThatWaitsForIt() {
        Life life = charging().hears(new IdleSeen()).hears(new IdleSeen()).passes(3_600);
        life.hears(new RecordSettled(0x41, true));
        assertThat(life.order.state()).isEqualTo(SETTLED);
        assertThat(life.timers).isEmpty();
    }

    @Test
    void aRecordSettlesEvenAfterADay() {
        Life life = charging().hears(new IdleSeen()).hears(new IdleSeen()).passes(DAY.multipliedBy(40));
        life.hears(new RecordSettled(0x41, true));
        assertThat(life.order.state()).isEqualTo(SETTLED);
    }

    @Test
    void anotherChargeOnTheGunMeansThatOursIsOver() {
        Life life = charging().hears(new OtherChargeSeen());
        assertThat(life.order.state()).isEqualTo(AWAITING_RECORD);
        assertThat(life.order.end()).isEqualTo(new OrderEnd(EndReason.GUN_HAS_OTHER_CHARGE, null));
    }

    @Test
    void anOfflinePileKeepsItsOrderAndResumes() {
        Life life = charging().passes(7_200).hears(new PileCameBack()).hears(charging(9));
        assertThat(life.order.state()).isEqualTo(CHARGING);
        assertThat(life.starts).hasSize(1);
    }

    @Test
    void aChargeOfTwoDaysIsStopped() {
        Life life = charging().passes(Duration.ofDays(2));
        assertThat(life.order.state()).isEqualTo(STOPPING);
        assertThat(life.order.stop()).extracting(StopIntent::cause).isEqualTo(StopCause.CHARGED_TOO_LONG);
    }

    @Test
    void aLimitOfMinutesStopsToTheMinute() {
        Life life = new Life(new ChargeLimit.Minutes(30)).hears(new StartSent()).hears(charging(1));
        life.passes(1_799);
        assertThat(life.order.state()).isEqualTo(CHARGING);
        life.passes(1);
        assertThat(life.order.state()).isEqualTo(STOPPING);
        assertThat(life.order.stop()).extracting(StopIntent::cause).isEqualTo(StopCause.LIMIT_REACHED);
    }

    // B3 Stops

    @Test
    void aStopGoesOutAgainAfter5And10And20SecondsThenEvery30() {
        Life life = charging();
        Duration asked = Duration.between(Life.START, life.now);
        life.hears(stop()).passes(115);
        assertThat(life.stops.stream().map(at -> at.minus(asked).toSeconds()))
                .containsExactly(0L, 5L, 10L, 20L, 50L, 80L, 110L);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void theFirstStopThatArrivesEndsTheRepetition(int lost) {
        Life life = charging().hears(stop());
        while (life.stops.size() <= lost) {
            life.passes(1);
        }
        life.hears(new StopAccepted()).passes(29);
        assertThat(life.stops).hasSize(lost + 1);
    }

    @Test
    void aStopUnconfirmedFor60SecondsCallsAPersonOnceAndGoesOn() {
        Life life = charging().hears(stop()).passes(59);
        assertThat(life.told(StopWentUnconfirmed.class)).isFalse();
        life.passes(600);
        assertThat(life.notices.stream().filter(StopWentUnconfirmed.class::isInstance))
                .hasSize(1);
        assertThat(life.stops).hasSizeGreaterThan(20);
    }

    @Test
    void aReloginRepeatsTheStopAtOnce() {
        Life life = charging().hears(stop()).passes(3).hears(new PileCameBack());
        assertThat(life.stopSeconds()).containsExactly(0L, 3L);
    }

    @Test
    void idleProvesTheStop() {
        Life life = charging().hears(stop()).passes(2).hears(new IdleSeen());
        assertThat(life.order.state()).isEqualTo(AWAITING_RECORD);
        life.passes(120);
        assertThat(life.stops).hasSize(1);
        assertThat(life.told(StopWentUnconfirmed.class)).isFalse();
    }

    @Test
    void theRecordProvesTheStop() {
        Life life =
                charging().hears(stop()).hears(new RecordSettled(0x40, true)).passes(600);
        assertThat(life.order.state()).isEqualTo(SETTLED);
        assertThat(life.stops).hasSize(1);
    }

    @Test
    void nothingToStopStillWaitsForTheRecord() {
        Life life = charging().hears(stop()).hears(new StopFoundNothing());
        assertThat(life.order.state()).isEqualTo(AWAITING_RECORD);
    }

    @Test
    void aRefusedStopGoesOutAgain() {
        Life life = charging().hears(stop()).hears(new StopRejected(9)).passes(5);
        assertThat(life.stops).hasSize(2);
    }

    @Test
    void aSecondWishToStopIsHarmless() {
        Life life = charging().hears(stop()).hears(stop());
        assertThat(life.stops).hasSize(1);
    }

    @Test
    void aReportUnderWayDoesNotUndoAConfirmedStopButALaterOneDoes() {
        Life life = charging().hears(stop()).hears(new StopAccepted()).passes(9).hears(charging(7));
        assertThat(life.stops).hasSize(1);
        life.passes(6).hears(charging(8));
        assertThat(life.stops).hasSize(2);
        assertThat(life.order.state()).isEqualTo(STOPPING);
        life.passes(60);
        assertThat(life.told(StopWentUnconfirmed.class)).isTrue();
    }

    @Test
    void aStopOfAPileThatNeverComesBackEndsWithAPersonAfterADay() {
        Life life = charging().hears(stop()).passes(DAY);
        assertThat(life.order.state()).isEqualTo(NEEDS_PERSON);
    }

    // Records

    @Test
    void aHeldRecordEndsTheOrderForAPerson() {
        Life life = charging().hears(new RecordHeld(0x40)).hears(charging(9)).hears(new IdleSeen());
        assertThat(life.order.state()).isEqualTo(IN_REVIEW);
        assertThat(life.timers).isEmpty();
        life.hears(new RecordSettled(0x40, true));
        assertThat(life.order.state()).as("the person's word").isEqualTo(SETTLED);
    }

    @Test
    void aSettledOrderHearsNothingAnyMore() {
        Life life = charging().hears(new RecordSettled(0x40, true));
        ChargingOrder settled = life.order;
        life.hears(new StartSent())
                .hears(new StartAccepted())
                .hears(charging(99))
                .hears(new IdleSeen());
        life.hears(stop())
                .hears(new RecordSettled(0x41, true))
                .hears(new RecordHeld(0x41))
                .passes(DAY);
        assertThat(life.order).isSameAs(settled);
    }
}
