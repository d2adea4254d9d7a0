package io.ohmgate.ykc.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.gateway.link.FirmwareSource;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileLink;
import io.ohmgate.gateway.link.PileReport.Asked;
import io.ohmgate.gateway.link.PileReport.CommandAnswered;
import io.ohmgate.gateway.link.PileReport.GroundLockReported;
import io.ohmgate.gateway.link.PileReport.LockAlarm;
import io.ohmgate.gateway.link.PileReport.LockPosition;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.ykc.message.GroundLockCommand;
import io.ohmgate.ykc.message.GroundLockReply;
import io.ohmgate.ykc.message.GroundLockReport;
import io.ohmgate.ykc.message.GunQrCode;
import io.ohmgate.ykc.message.GunQrCodeReply;
import io.ohmgate.ykc.message.Login;
import io.ohmgate.ykc.message.LoginAck;
import io.ohmgate.ykc.message.Ota;
import io.ohmgate.ykc.message.OtaReply;
import io.ohmgate.ykc.message.PilelessGunQrCode;
import io.ohmgate.ykc.message.QrPrefix;
import io.ohmgate.ykc.message.QrPrefixReply;
import io.ohmgate.ykc.message.Reboot;
import io.ohmgate.ykc.message.RebootReply;
import io.ohmgate.ykc.message.WorkParam;
import io.ohmgate.ykc.message.WorkParamReply;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators do to piles, frame by frame on a real connection. */
class OperationConversationTest {
    private static final PileNo PILE = new PileNo("32010600019236");
    private static final String RESERVED = "00000000";

    private final TestPile pile = new TestPile();

    @BeforeEach
    void logsIn() {
        pile.gateway.allowed.add(PILE);
        pile.says(new Login(PILE, 0, 2, 16, "V1", 0, "89860000000000000001", 4)).hears(LoginAck.accepted(PILE));
    }

    @Test
    void aLockWithDeratingIs52AndIsAnsweredBy51() {
        asks(new PileCommand.SetWorkMode(PILE, true, 80));
        pile.hears(new WorkParam(PILE, WorkParam.LOCKED, 80));
        pile.says(new WorkParamReply(PILE, 1), new WorkParamReply(PILE, 0));
        assertThat(pile.gateway.reports)
                .containsExactly(
                        new CommandAnswered(PILE, 0, Asked.WORK_MODE, true, 1),
                        new CommandAnswered(PILE, 0, Asked.WORK_MODE, false, 0));
    }

    @Test
    void aRebootWhenIdleIs92AndIsAnsweredBy91() {
        asks(new PileCommand.Reboot(PILE, true));
        pile.hears(new Reboot(PILE, Reboot.WHEN_IDLE));
        pile.says(new RebootReply(PILE, 1));
        assertThat(pile.gateway.reports).containsExactly(new CommandAnswered(PILE, 0, Asked.REBOOT, true, 1));
    }

    @Test
    void aParkingLockIsMovedBy62AnsweredBy63AndShownBy61() {
        asks(new PileCommand.MoveGroundLock(PILE.gun(2), true));
        pile.hears(new GroundLockCommand(PILE, 2, GroundLockCommand.RAISE, RESERVED));
        pile.says(
                new GroundLockReply(PILE, 2, 1, RESERVED),
                new GroundLockReport(PILE, 2, 0x55, 0xFF, 74, 0xFF, RESERVED),
                new GroundLockReport(PILE, 2, 0x00, 0x07, 74, 0x33, RESERVED));
        assertThat(pile.gateway.reports)
                .containsExactly(
                        new CommandAnswered(PILE, 2, Asked.GROUND_LOCK, true, 1),
                        new GroundLockReported(PILE.gun(2), LockPosition.RAISED, true, 74, LockAlarm.FORCED),
                        new GroundLockReported(PILE.gun(2), LockPosition.BETWEEN, null, 74, LockAlarm.UNKNOWN));
    }

    @Test
    void aQrPrefixIsF0AndWhateverF1SaysItWasReceived() {
        asks(new PileCommand.SetQrPrefix(PILE, "https://x.cn/q?No=", true));
        pile.hears(new QrPrefix(PILE, QrPrefix.PILE_AND_GUN, 18, "https://x.cn/q?No="));
        pile.says(new QrPrefixReply(PILE, 0), new QrPrefixReply(PILE, 1));
        assertThat(pile.gateway.reports)
                .containsExactly(
                        new CommandAnswered(PILE, 0, Asked.QR_PREFIX, true, 0),
                        new CommandAnswered(PILE, 0, Asked.QR_PREFIX, true, 1));
    }

    @Test
    void aGunsQrCodeIs9eOr9cAndIsAnsweredBy9b() {
        asks(new PileCommand.SetGunQr(PILE.gun(2), "https://x.cn/g/2", true));
        pile.hears(new GunQrCode(PILE, 2, 16, "https://x.cn/g/2"));
        pile.staysSilentFor(YkcSettings.defaults(TestPile.CHINA).commandGap());
        asks(new PileCommand.SetGunQr(PILE.gun(2), "https://x.cn/g/2", false));
        pile.hears(new PilelessGunQrCode(2, 16, "https://x.cn/g/2"));
        pile.says(new GunQrCodeReply(PILE, 2, 1), new GunQrCodeReply(PILE, 2, 0));
        assertThat(pile.gateway.reports)
                .containsExactly(
                        new CommandAnswered(PILE, 2, Asked.GUN_QR, true, 1),
                        new CommandAnswered(PILE, 2, Asked.GUN_QR, false, 0));
    }

    @Test
    void anUpdateIs94AndItsEndIs93() {
        FirmwareSource from = new FirmwareSource("10.0.0.9", 21, "u-one-time", "p-one-time", "/fw/a.bin", 15);
        asks(new PileCommand.UpdateFirmware(PILE, true, 120, from, false));
        pile.hears(new Ota(PILE, 1, 120, "10.0.0.9", 21, "u-one-time", "p-one-time", "/fw/a.bin", 1, 15));
        pile.says(new OtaReply(PILE, 0), new OtaReply(PILE, 2));
        assertThat(pile.gateway.reports)
                .containsExactly(
                        new CommandAnswered(PILE, 0, Asked.FIRMWARE, true, 0),
                        new CommandAnswered(PILE, 0, Asked.FIRMWARE, false, 2));
        assertThat(new PileCommand.UpdateFirmware(PILE, true, 120, from, false).toString())
                .doesNotContain("one-time");
    }

    private void asks(PileCommand command) {
        PileLink link = Objects.requireNonNull(pile.gateway.link);
        link.send(command);
        pile.runsTasks();
    }
}
