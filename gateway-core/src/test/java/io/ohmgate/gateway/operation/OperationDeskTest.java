package io.ohmgate.gateway.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ohmgate.gateway.command.ClockKeeper;
import io.ohmgate.gateway.command.PileCommands;
import io.ohmgate.gateway.command.TariffDelivery;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.link.FirmwareSource;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.PileReport.Asked;
import io.ohmgate.gateway.link.PileReport.CommandAnswered;
import io.ohmgate.gateway.link.PileReport.GroundLockReported;
import io.ohmgate.gateway.link.PileReport.LockAlarm;
import io.ohmgate.gateway.link.PileReport.LockPosition;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.session.SessionStage;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class OperationDeskTest {
    private static final ZoneId SITE = ZoneId.of("Asia/Shanghai");
    private static final int ON_THE_PILE = Operation.WHOLE_PILE;
    private static final OperationTask LOCK = new OperationTask.WorkMode(true, 80);
    private static final OperationTask UPDATE = new OperationTask.UpdateFirmware(3, 9, false, 10);

    private final SessionStage stage = new SessionStage();
    private final SessionStage.Device pile = stage.device("10.0.0.5", "8986");
    private final MemoryOperations store = new MemoryOperations();
    private final PileCommands commands =
            new PileCommands(stage.sessions, stage.directory, stage.time, stage.events::add, stage.meters);
    private final ClockKeeper clocks =
            new ClockKeeper(stage.directory, stage.sessions, commands, stage.time, SITE, stage.events::add);
    private final TariffDelivery tariffs = new TariffDelivery(
            stage.directory, stage.sessions, commands, pileNo -> stage.charging, stage.time, stage.events::add);
    private boolean trusted = true;
    private OperationDesk desk = newDesk();

    private OperationDesk newDesk() {
        GroundLocks locks = new GroundLocks(stage.directory, stage.time.wall(), stage.events::add);
        TaskRunner runner = new TaskRunner(
                stage.directory,
                stage.sessions,
                commands,
                clocks,
                tariffs,
                pileNo -> stage.charging,
                pileNo -> trusted,
                (tenantId, pileNo, task) ->
                        Mono.just(new FirmwareSource("10.0.0.9", 21, "once", "secret", "/a.bin", 10)));
        OperationDesk fresh = new OperationDesk(store, runner, stage.sessions, locks, stage.time, stage.events::add);
        fresh.start();
        return fresh;
    }

    @Test
    void whatAPileSaysYesToIsAcknowledgedAndEveryStepIsTold() {
        logsIn();
        long id = asks(ON_THE_PILE, LOCK);
        assertThat(store.row(id).status()).isEqualTo(OperationStatus.SENT);
        assertThat(pile.link.sent).containsExactly(new PileCommand.SetWorkMode(SessionStage.PILE, true, 80));
        stage.pass(Duration.ofMillis(700));
        says(new CommandAnswered(SessionStage.PILE, 0, Asked.WORK_MODE, true, 1));
        Operation done = store.row(id);
        assertThat(done.status()).isEqualTo(OperationStatus.ACKED);
        assertThat(done.isOpen()).isFalse();
        assertThat(Duration.between(done.sentAt(), done.ackedAt())).isEqualTo(Duration.ofMillis(700));
        assertThat(stage.told(PileEvent.OperationMoved.class))
                .extracting(PileEvent.OperationMoved::to)
                .containsExactly("WAITING", "SENT", "ACKED");
    }

    @Test
    void whatAPileRefusesIsRefusedWithItsOwnNumber() {
        logsIn();
        long id = asks(ON_THE_PILE, LOCK);
        says(new CommandAnswered(SessionStage.PILE, 0, Asked.WORK_MODE, false, 0));
        assertThat(store.row(id).status()).isEqualTo(OperationStatus.REFUSED);
        assertThat(store.row(id).reason()).isEqualTo(OperationReason.PILE_SAID_NO);
        assertThat(store.row(id).code()).isZero();
    }

    @Test
    void aPileThatIsAwayIsWaitedForAndToldWhenItComes() {
        long id = asks(ON_THE_PILE, LOCK);
        assertThat(store.row(id).status()).isEqualTo(OperationStatus.WAITING);
        assertThat(desk.waitsFor(store.row(id))).isEqualTo(OperationReason.PILE_OFFLINE);
        stage.pass(Duration.ofHours(3));
        logsIn();
        assertThat(store.row(id).status()).isEqualTo(OperationStatus.SENT);
        assertThat(pile.link.sent).hasSize(1);
    }

    @Test
    void aPileThatStaysAwayIsNotWaitedForLongerThanADayAndALockUnderACarNotLongerThanAMinute() {
        long lock = asks(ON_THE_PILE, LOCK);
        long arm = asks(1, new OperationTask.MoveGroundLock(true));
        stage.pass(Duration.ofSeconds(61));
        assertThat(store.row(arm).status()).isEqualTo(OperationStatus.EXPIRED);
        stage.pass(Duration.ofHours(23));
        assertThat(store.row(lock).status()).isEqualTo(OperationStatus.WAITING);
        stage.pass(Duration.ofHours(1));
        assertThat(store.row(lock).status()).isEqualTo(OperationStatus.EXPIRED);
        assertThat(store.row(lock).reason()).isEqualTo(OperationReason.WAITED_TOO_LONG);
    }

    @Test
    void noAnswerWithinTenSecondsIsTheEndOfItAndALateOneCompletesNothing() {
        logsIn();
        long first = asks(ON_THE_PILE, LOCK);
        stage.pass(Duration.ofSeconds(10));
        assertThat(store.row(first).status()).isEqualTo(OperationStatus.EXPIRED);
        assertThat(store.row(first).reason()).isEqualTo(OperationReason.NOT_ANSWERED);
        long second = asks(ON_THE_PILE, new OperationTask.WorkMode(false, 100));
        pile.speaks();
        says(new CommandAnswered(SessionStage.PILE, 0, Asked.WORK_MODE, true, 1));
        assertThat(store.row(first).status()).isEqualTo(OperationStatus.EXPIRED);
        assertThat(store.row(second).status()).isEqualTo(OperationStatus.WAITING);
        assertThat(stage.told(PileEvent.AnswerCameLate.class)).hasSize(1);
        stage.pass(Duration.ofSeconds(6));
        says(new CommandAnswered(SessionStage.PILE, 0, Asked.WORK_MODE, true, 1));
        assertThat(store.row(second).status()).isEqualTo(OperationStatus.ACKED);
    }

    @Test
    void anAnswerOfAnOlderSessionCompletesNothing() {
        logsIn();
        SessionId old = pile.id();
        long first = asks(ON_THE_PILE, LOCK);
        SessionId over = pile.id();
        pile.hangsUp();
        commands.ended(over);
        assertThat(store.row(first).status()).isEqualTo(OperationStatus.FAILED);
        assertThat(store.row(first).reason()).isEqualTo(OperationReason.CONNECTION_LOST);
        logsIn();
        long second = asks(ON_THE_PILE, LOCK);
        CommandAnswered yes = new CommandAnswered(SessionStage.PILE, 0, Asked.WORK_MODE, true, 1);
        commands.reported(old, yes);
        desk.reported(old, yes);
        assertThat(store.row(second).status()).isEqualTo(OperationStatus.SENT);
        says(yes);
        assertThat(store.row(second).status()).isEqualTo(OperationStatus.ACKED);
    }

    @Test
    void thereIsOneOfAKindAtAPileButEachGunHasItsOwn() {
        asks(ON_THE_PILE, LOCK);
        asks(1, new OperationTask.MoveGroundLock(true));
        asks(2, new OperationTask.MoveGroundLock(true));
        assertThatThrownBy(() -> asks(ON_THE_PILE, new OperationTask.WorkMode(false, 100)))
                .isInstanceOf(OperationOpenException.class);
        assertThat(desk.openAt(SessionStage.PILE)).hasSize(3);
    }

    @Test
    void onlyWhatWasNotSentCanBeTakenBack() {
        long waiting = asks(ON_THE_PILE, LOCK);
        Operation taken = desk.cancel(SessionStage.PILE, waiting, "staff:4")
                .blockOptional()
                .orElseThrow();
        assertThat(taken.status()).isEqualTo(OperationStatus.CANCELLED);
        logsIn();
        assertThat(pile.link.sent).isEmpty();
        long sent = asks(ON_THE_PILE, LOCK);
        Operation same =
                desk.cancel(SessionStage.PILE, sent, "staff:4").blockOptional().orElseThrow();
        assertThat(same.status()).isEqualTo(OperationStatus.SENT);
    }

    @Test
    void aRebootIsDoneOnlyWhenThePileHasLoggedInAgain() {
        logsIn();
        long id = asks(ON_THE_PILE, new OperationTask.Reboot(false));
        says(new CommandAnswered(SessionStage.PILE, 0, Asked.REBOOT, true, 1));
        assertThat(store.row(id).status()).isEqualTo(OperationStatus.ACKED);
        assertThat(store.row(id).isOpen()).isTrue();
        pile.hangsUp();
        stage.pass(Duration.ofMinutes(4));
        logsIn();
        assertThat(store.row(id).status()).isEqualTo(OperationStatus.DONE);
    }

    @Test
    void aPileThatIsNotBackFiveMinutesAfterItsYesHasFailedToReboot() {
        logsIn();
        long id = asks(ON_THE_PILE, new OperationTask.Reboot(false));
        says(new CommandAnswered(SessionStage.PILE, 0, Asked.REBOOT, true, 1));
        pile.hangsUp();
        stage.pass(Duration.ofMinutes(5).plusSeconds(1));
        assertThat(store.row(id).status()).isEqualTo(OperationStatus.FAILED);
        assertThat(store.row(id).reason()).isEqualTo(OperationReason.DID_NOT_COME_BACK);
    }

    @Test
    void aRebootWhenIdleIsNotGivenUpAsLongAsThePileCharges() {
        logsIn();
        stage.charging = true;
        long id = asks(ON_THE_PILE, new OperationTask.Reboot(true));
        says(new CommandAnswered(SessionStage.PILE, 0, Asked.REBOOT, true, 1));
        stage.pass(Duration.ofHours(2));
        assertThat(store.row(id).status()).isEqualTo(OperationStatus.ACKED);
        stage.charging = false;
        stage.pass(Duration.ofMinutes(6));
        assertThat(store.row(id).status()).isEqualTo(OperationStatus.FAILED);
    }

    @Test
    void aParkingLockHasMovedWhenItSaysSo() {
        logsIn();
        long id = asks(2, new OperationTask.MoveGroundLock(true));
        says(new CommandAnswered(SessionStage.PILE, 2, Asked.GROUND_LOCK, true, 1));
        assertThat(store.row(id).status()).isEqualTo(OperationStatus.ACKED);
        says(lock(2, LockPosition.BETWEEN, LockAlarm.NONE));
        says(lock(1, LockPosition.RAISED, LockAlarm.NONE));
        assertThat(store.row(id).status()).isEqualTo(OperationStatus.ACKED);
        says(lock(2, LockPosition.RAISED, LockAlarm.NONE));
        assertThat(store.row(id).status()).isEqualTo(OperationStatus.DONE);
        assertThat(stage.told(PileEvent.GroundLockChanged.class)).hasSize(3);
    }

    @Test
    void aParkingLockThatIsStuckOrNeverArrivesHasFailed() {
        logsIn();
        long stuck = asks(1, new OperationTask.MoveGroundLock(true));
        long silent = asks(2, new OperationTask.MoveGroundLock(false));
        says(new CommandAnswered(SessionStage.PILE, 1, Asked.GROUND_LOCK, true, 1));
        says(new CommandAnswered(SessionStage.PILE, 2, Asked.GROUND_LOCK, true, 1));
        says(lock(1, LockPosition.BETWEEN, LockAlarm.STUCK));
        assertThat(store.row(stuck).reason()).isEqualTo(OperationReason.LOCK_STUCK);
        stage.pass(Duration.ofSeconds(61));
        assertThat(store.row(silent).reason()).isEqualTo(OperationReason.LOCK_NOT_IN_PLACE);
    }

    @Test
    void aLockThatStandsWhereItIsWantedIsDoneWithTheYes() {
        logsIn();
        says(lock(1, LockPosition.RAISED, LockAlarm.NONE));
        long id = asks(1, new OperationTask.MoveGroundLock(true));
        says(new CommandAnswered(SessionStage.PILE, 1, Asked.GROUND_LOCK, true, 1));
        assertThat(store.row(id).status()).isEqualTo(OperationStatus.DONE);
    }

    @Test
    void aTariffIsNotPushedWhileThePileChargesAndIsConfirmedByItsYes() {
        logsIn();
        stage.charging = true;
        long id = asks(ON_THE_PILE, new OperationTask.PushTariff());
        stage.pass(Duration.ofSeconds(20));
        pile.speaks();
        assertThat(desk.waitsFor(store.row(id))).isEqualTo(OperationReason.PILE_CHARGING);
        assertThat(pile.link.sent).isEmpty();
        stage.charging = false;
        stage.pass(Duration.ofSeconds(6));
        says(new PileReport.TariffAnswered(SessionStage.PILE, true));
        assertThat(store.row(id).status()).isEqualTo(OperationStatus.ACKED);
        assertThat(tariffs.confirmed(SessionStage.PILE)).contains(SessionStage.TARIFF);
    }

    @Test
    void settingTheClockRemembersHowFarItWasOff() {
        logsIn();
        long id = asks(ON_THE_PILE, new OperationTask.SyncClock());
        LocalDateTime ahead =
                LocalDateTime.ofInstant(stage.time.wall().instant(), SITE).plusSeconds(75);
        says(new PileReport.ClockAnswered(SessionStage.PILE, ahead));
        assertThat(store.row(id).status()).isEqualTo(OperationStatus.ACKED);
        assertThat(clocks.readingOf(SessionStage.PILE).orElseThrow().drift()).isEqualTo(Duration.ofSeconds(75));
        assertThat(clocks.readingOf(SessionStage.PILE).orElseThrow().alarming()).isTrue();
        assertThat(stage.told(PileEvent.ClockDrifted.class)).hasSize(1);
    }

    @Test
    void anUpdateIsAnsweredInALaterSessionAndByThePileAlone() {
        logsIn();
        long id = asks(ON_THE_PILE, UPDATE);
        assertThat(pile.link.sent).singleElement().isInstanceOf(PileCommand.UpdateFirmware.class);
        SessionId over = pile.id();
        pile.hangsUp();
        commands.ended(over);
        stage.pass(Duration.ofMinutes(8));
        logsIn();
        assertThat(store.row(id).status()).isEqualTo(OperationStatus.SENT);
        says(new CommandAnswered(SessionStage.PILE, 0, Asked.FIRMWARE, true, 0));
        assertThat(store.row(id).status()).isEqualTo(OperationStatus.DONE);
    }

    @Test
    void anUpdateIsGivenUpTwoMinutesAfterItsDownloadAndItsLateEndIsOnlyTold() {
        logsIn();
        long id = asks(ON_THE_PILE, UPDATE);
        stage.pass(Duration.ofMinutes(11));
        assertThat(store.row(id).status()).isEqualTo(OperationStatus.SENT);
        stage.pass(Duration.ofMinutes(1).plusSeconds(6));
        assertThat(store.row(id).status()).isEqualTo(OperationStatus.EXPIRED);
        logsIn();
        says(new CommandAnswered(SessionStage.PILE, 0, Asked.FIRMWARE, true, 0));
        assertThat(store.row(id).status()).isEqualTo(OperationStatus.EXPIRED);
        assertThat(stage.told(PileEvent.AnswerCameLate.class)).hasSize(1);
    }

    @Test
    void aPileThatChargesOrIsNotTrustedIsHandedNoProgram() {
        logsIn();
        stage.charging = true;
        long id = asks(ON_THE_PILE, UPDATE);
        assertThat(desk.waitsFor(store.row(id))).isEqualTo(OperationReason.PILE_CHARGING);
        stage.charging = false;
        trusted = false;
        stage.pass(Duration.ofSeconds(6));
        assertThat(desk.waitsFor(store.row(id))).isEqualTo(OperationReason.PILE_NOT_TRUSTED);
        assertThat(pile.link.sent).isEmpty();
        trusted = true;
        stage.pass(Duration.ofSeconds(6));
        assertThat(pile.link.sent).hasSize(1);
    }

    @Test
    void eachEndOfAnUpdateHasItsName() {
        assertThat(updateEndsWith(1).reason()).isEqualTo(OperationReason.PILE_NUMBER_WRONG);
        assertThat(updateEndsWith(2).reason()).isEqualTo(OperationReason.PROGRAM_DOES_NOT_FIT);
        assertThat(updateEndsWith(3).reason()).isEqualTo(OperationReason.DOWNLOAD_TIMED_OUT);
        assertThat(updateEndsWith(0).status()).isEqualTo(OperationStatus.DONE);
    }

    private Operation updateEndsWith(int code) {
        logsIn();
        long id = asks(ON_THE_PILE, UPDATE);
        says(new CommandAnswered(SessionStage.PILE, 0, Asked.FIRMWARE, code == 0, code));
        return store.row(id);
    }

    @Test
    void aRestartLosesNothingAndClaimsNothing() {
        long waiting = asks(ON_THE_PILE, new OperationTask.SyncClock());
        logsIn();
        stage.pass(Duration.ofSeconds(1));
        says(new PileReport.ClockAnswered(SessionStage.PILE, null));
        long asked = asks(ON_THE_PILE, LOCK);
        long updating = asks(ON_THE_PILE, UPDATE);
        pile.hangsUp();
        long later = asks(1, new OperationTask.SetGunQr("https://x.cn/1", true));
        desk = newDesk();
        assertThat(desk.recover().block()).isEqualTo(3);
        assertThat(store.row(waiting).status()).isEqualTo(OperationStatus.ACKED);
        assertThat(store.row(asked).reason()).isEqualTo(OperationReason.GATEWAY_RESTARTED);
        assertThat(store.row(updating).status()).isEqualTo(OperationStatus.SENT);
        logsIn();
        assertThat(store.row(later).status()).isEqualTo(OperationStatus.SENT);
        says(new CommandAnswered(SessionStage.PILE, 0, Asked.FIRMWARE, true, 0));
        assertThat(store.row(updating).status()).isEqualTo(OperationStatus.DONE);
    }

    @Test
    void anAnswerThatComesWhileTheDatabaseIsAwayIsWrittenWhenItIsBack() {
        logsIn();
        long id = asks(ON_THE_PILE, LOCK);
        store.away = true;
        says(new CommandAnswered(SessionStage.PILE, 0, Asked.WORK_MODE, true, 1));
        stage.pass(Duration.ofSeconds(45));
        assertThat(store.row(id).status()).isEqualTo(OperationStatus.SENT);
        store.away = false;
        stage.pass(Duration.ofSeconds(30));
        assertThat(store.row(id).status()).isEqualTo(OperationStatus.ACKED);
    }

    @Test
    void nothingIsSentThatWasNotWrittenDownBefore() {
        long id = asks(ON_THE_PILE, LOCK);
        store.away = true;
        logsIn();
        stage.pass(Duration.ofSeconds(20));
        assertThat(pile.link.sent).isEmpty();
        store.away = false;
        for (int second = 0; second < 40; second++) {
            pile.speaks();
            stage.pass(Duration.ofSeconds(1));
        }
        assertThat(pile.link.sent).hasSize(1);
        assertThat(store.row(id).sentAt()).isNotNull();
    }

    private long asks(int gunNo, OperationTask task) {
        return desk.submit(new OperationDraft(SessionStage.TENANT, SessionStage.PILE, gunNo, task, "staff:3"))
                .blockOptional()
                .orElseThrow()
                .id();
    }

    private void logsIn() {
        pile.dials();
        desk.loggedIn(pile.id());
    }

    private void says(PileReport report) {
        commands.reported(pile.id(), report);
        desk.reported(pile.id(), report);
    }

    private static GroundLockReported lock(int gunNo, LockPosition position, LockAlarm alarm) {
        return new GroundLockReported(SessionStage.PILE.gun(gunNo), position, false, 80, alarm);
    }
}
