package io.ohmgate.simulator.pile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.simulator.pile.PileAction.Why;
import io.ohmgate.ykc.message.BillingRequest;
import io.ohmgate.ykc.message.BillingVerify;
import io.ohmgate.ykc.message.Heartbeat;
import io.ohmgate.ykc.message.LoginAck;
import io.ohmgate.ykc.message.Message;
import io.ohmgate.ykc.message.Realtime;
import io.ohmgate.ykc.message.RemoteStartReply;
import io.ohmgate.ykc.message.RemoteStop;
import io.ohmgate.ykc.message.TradeConfirm;
import io.ohmgate.ykc.message.TradeRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkStoryTest {
    private static List<Integer> typesOf(Story story) {
        return story.said.stream()
                .map(Story.Said::message)
                .map(Message::typeCode)
                .toList();
    }

    @Test
    void aLoginGoesFromVerificationToTheModelToTheFirstReports() {
        Story story = Story.of(Behaviour.GOOD);

        story.passes(Duration.ofSeconds(1));

        assertThat(typesOf(story)).containsExactly(0x01, 0x05, 0x09, 0x13, 0x13, 0x03);
        assertThat(story.pile.view(story.now).modelNo()).isEqualTo("0001");
    }

    @Test
    void aPileWithTheRightModelAsksForNoOther() {
        Story story = Story.of(Behaviour.GOOD).online();

        story.linkBreaks().passes(Duration.ofSeconds(10));

        assertThat(story.all(BillingVerify.class))
                .extracting(BillingVerify::billingModelNo)
                .containsExactly("0000", "0001");
        assertThat(story.all(BillingRequest.class)).hasSize(1);
    }

    @Test
    void everyGunBeatsEveryTenSecondsAndNotAllAtOnce() {
        Story story = Story.of(Behaviour.GOOD);
        story.passes(Duration.ofSeconds(1));
        story.forgetSaid();
        Instant from = story.now;

        story.passes(Duration.ofSeconds(40));

        assertThat(story.all(Heartbeat.class)).hasSize(8);
        assertThat(story.secondsOf(Heartbeat.class, from)).doesNotHaveDuplicates();
    }

    @Test
    void aPlatformThatAnswersNoHeartbeatIsLeftAndTriedAgain() {
        Story story = Story.of(Behaviour.GOOD).online();
        story.answersHeartbeats = false;

        story.passes(Duration.ofSeconds(45));

        assertThat(story.hangUps).containsExactly(Why.HEARTBEATS_UNANSWERED);
        assertThat(story.connects).isEqualTo(2);
    }

    @Test
    void anUnreachablePlatformIsTriedLessAndLessOften() {
        Story story = Story.of(Behaviour.GOOD);
        story.reachable = false;

        story.passes(Duration.ofMinutes(10));

        // 3, 6, 12, 24, 48, 60, 60, … with a fifth of jitter.
        assertThat(story.connects).isBetween(11, 17);
    }

    @Test
    void aRefusedLoginIsNotRepeatedForAMinute() {
        Story story = Story.of(Behaviour.GOOD).online().linkBreaks();
        story.does(story.pile.tick(story.now));
        while (!(story.pile.view(story.now).phase() instanceof LinkPhase.Connecting)) {
            story.passes(Duration.ofMillis(10));
        }
        int before = story.connects;
        story.does(story.pile.connected(story.now));
        story.hears(LoginAck.refused(Story.PILE));

        story.passes(Duration.ofSeconds(59));
        assertThat(story.connects).isEqualTo(before);
        assertThat(story.hangUps).containsExactly(Why.LOGIN_REFUSED);
        story.passes(Duration.ofSeconds(2));
        assertThat(story.connects).isEqualTo(before + 1);
    }

    @Test
    void anUnconfirmedRecordIsRepeatedAfter30And60And90And300SecondsAndThenRests() {
        Story story = Story.of(Behaviour.GOOD).online().charging();
        story.confirms = false;
        story.forgetSaid();

        story.does(story.pile.unplug(1, story.now));
        Instant ended = story.now;
        story.passes(Duration.ofMinutes(30));

        assertThat(story.secondsOf(TradeRecord.class, ended)).containsExactly(0L, 30L, 60L, 90L, 300L);
        assertThat(story.pile.recordsKept()).isOne();
    }

    @Test
    void aConfirmedRecordIsForgotten() {
        Story story = Story.of(Behaviour.GOOD).online().charging();
        story.forgetSaid();

        story.does(story.pile.unplug(1, story.now)).passes(Duration.ofMinutes(10));

        assertThat(story.all(TradeRecord.class)).hasSize(1);
        assertThat(story.pile.recordsKept()).isZero();
    }

    @Test
    void anIllegalRecordIsKeptAndNeverSentAgain() {
        Story story = Story.of(Behaviour.GOOD).online().charging();
        story.confirms = false;
        story.does(story.pile.unplug(1, story.now)).hears(TradeConfirm.illegal(Story.TRADE));
        story.forgetSaid();

        story.linkBreaks().passes(Duration.ofMinutes(10));

        assertThat(story.all(TradeRecord.class)).isEmpty();
        assertThat(story.pile.recordsKept()).isOne();
    }

    @Test
    void aChargeGoesOnWithoutALinkAndItsRecordFollowsAfterTheLogin() {
        Story story = Story.of(Behaviour.GOOD).online().charging();
        story.reachable = false;
        story.linkBreaks();
        story.forgetSaid();
        int before = story.socPermille();

        story.passes(Duration.ofMinutes(5));
        assertThat(story.socPermille()).isGreaterThan(before);
        story.does(story.pile.unplug(1, story.now)).passes(Duration.ofMinutes(2));
        assertThat(story.said).isEmpty();
        story.reachable = true;
        story.passes(Duration.ofMinutes(2));

        assertThat(typesOf(story).subList(0, 4)).containsExactly(0x01, 0x05, 0x3B, 0x13);
        assertThat(story.pile.recordsKept()).isZero();
    }

    @Test
    void aRunningChargeIsReportedAgainAfterTheLogin() {
        Story story = Story.of(Behaviour.GOOD).online().charging().linkBreaks();
        story.forgetSaid();

        story.passes(Duration.ofSeconds(20));

        assertThat(story.all(Realtime.class))
                .filteredOn(report -> report.gunNo() == 1)
                .allMatch(report -> report.tradeNo().equals(Story.TRADE)
                        && Integer.valueOf(Realtime.CHARGING).equals(report.gunStatus()));
    }

    @Test
    void storedRecordsGoUpOneAtATimeOldestFirst() {
        Story story = Story.of(Behaviour.GOOD).online().charging();
        story.confirms = false;
        story.does(story.pile.unplug(1, story.now)).passes(Duration.ofSeconds(1));
        story.plugs(Story.car()).hearsStart(Story.NEXT_TRADE, 1_000_000).passes(Duration.ofMinutes(1));
        story.does(story.pile.unplug(1, story.now)).linkBreaks();
        story.forgetSaid();

        story.passes(Duration.ofSeconds(20));
        assertThat(story.all(TradeRecord.class))
                .extracting(TradeRecord::tradeNo)
                .containsExactly(Story.TRADE);
        story.hears(TradeConfirm.received(Story.TRADE));

        assertThat(story.all(TradeRecord.class))
                .extracting(TradeRecord::tradeNo)
                .containsExactly(Story.TRADE, Story.NEXT_TRADE);
    }

    @Test
    void aPlatformThatConfirmsNothingDoesNotKeepThePileFromGoingOnline() {
        Story story = Story.of(Behaviour.GOOD).online().charging();
        story.confirms = false;
        story.does(story.pile.unplug(1, story.now)).linkBreaks();

        story.passes(Duration.ofSeconds(45));

        assertThat(story.pile.online()).isTrue();
    }

    @Test
    void aPowerCutEndsTheChargeAndTheRecordComesAfterTheReboot() {
        Story story = Story.of(Behaviour.GOOD).online().charging();
        story.forgetSaid();

        story.does(story.pile.powerCut(story.now)).passes(Duration.ofSeconds(30));

        assertThat(story.last(TradeRecord.class).stopReason()).isEqualTo(StopReason.POWER_LOST.code());
        assertThat(story.hangUps).containsExactly(Why.POWER_CUT);
    }

    // Misbehaviours

    @Test
    void aPileThatSkipsVerificationAsksForTheModelAtOnce() {
        Story story = Story.of(Behaviour.GOOD.with(Quirks.SKIP_VERIFY)).online();

        assertThat(story.all(BillingVerify.class)).isEmpty();
        assertThat(story.all(BillingRequest.class)).hasSize(1);
    }

    @Test
    void aPileThatIgnoresStopsGoesOnWithoutAWord() {
        Story story = Story.of(Behaviour.GOOD.with(Quirks.IGNORE_STOP)).online().charging();
        story.forgetSaid();

        story.hears(new RemoteStop(Story.PILE, 1)).passes(Duration.ofMinutes(1));

        assertThat(story.gun().charging()).isTrue();
        assertThat(typesOf(story)).doesNotContain(0x35);
    }

    @Test
    void aPileThatRepeatsRecordsSendsEachSeveralTimes() {
        Story story =
                Story.of(Behaviour.GOOD.with(Quirks.REPEAT_RECORD, 4)).online().charging();

        story.does(story.pile.unplug(1, story.now)).passes(Duration.ofMinutes(10));

        assertThat(story.all(TradeRecord.class)).hasSize(5);
    }

    @Test
    void aPileThatAnswersStartsLateChargesAllTheSame() {
        Story story = Story.of(Behaviour.GOOD.withSeconds(Quirks.START_REPLY_AFTER, 61))
                .online();
        story.plugs(Story.car()).hearsStart(100_000);

        story.passes(Duration.ofSeconds(60));
        assertThat(story.all(RemoteStartReply.class)).isEmpty();
        story.passes(Duration.ofSeconds(20));

        assertThat(story.last(RemoteStartReply.class).accepted()).isTrue();
        assertThat(story.gun().charging()).isTrue();
    }

    @Test
    void aPileWhoseLinkKeepsBreakingKeepsCharging() {
        Story story = Story.of(Behaviour.GOOD.withSeconds(Quirks.RECONNECT_DURING_CHARGING, 60))
                .online()
                .charging();

        story.passes(Duration.ofMinutes(10));

        assertThat(story.hangUps).hasSizeGreaterThan(6).containsOnly(Why.BEHAVIOUR);
        assertThat(story.gun().charging()).isTrue();
    }

    @Test
    void aVehicleComesByItselfAfterAnUnpluggedStart() {
        Story story =
                Story.of(Behaviour.GOOD.withSeconds(Quirks.PLUG_IN_AFTER, 30)).online();

        story.hearsStart(100_000).passes(Duration.ofSeconds(45));

        assertThat(story.gun().charging()).isTrue();
    }
}
