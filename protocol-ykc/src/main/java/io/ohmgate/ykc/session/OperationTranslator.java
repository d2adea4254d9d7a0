package io.ohmgate.ykc.session;

import io.ohmgate.gateway.link.FirmwareSource;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.PileReport.Asked;
import io.ohmgate.gateway.link.PileReport.CommandAnswered;
import io.ohmgate.gateway.link.PileReport.LockAlarm;
import io.ohmgate.gateway.link.PileReport.LockPosition;
import io.ohmgate.ykc.message.Downlink;
import io.ohmgate.ykc.message.GroundLockCommand;
import io.ohmgate.ykc.message.GroundLockReply;
import io.ohmgate.ykc.message.GroundLockReport;
import io.ohmgate.ykc.message.GunQrCode;
import io.ohmgate.ykc.message.GunQrCodeReply;
import io.ohmgate.ykc.message.Ota;
import io.ohmgate.ykc.message.OtaReply;
import io.ohmgate.ykc.message.PilelessGunQrCode;
import io.ohmgate.ykc.message.QrPrefix;
import io.ohmgate.ykc.message.QrPrefixReply;
import io.ohmgate.ykc.message.Reboot;
import io.ohmgate.ykc.message.RebootReply;
import io.ohmgate.ykc.message.Uplink;
import io.ohmgate.ykc.message.WorkParam;
import io.ohmgate.ykc.message.WorkParamReply;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What operators do to piles, between the book's words and the gateway's: 0x52, 0x62, 0x92, 0x94, 0x9C, 0x9E, 0xF0. */
final class OperationTranslator {
    private static final String NO_RESERVE = "00000000";
    private static final int WHOLE_PILE = 0;
    private static final int CODE_MISSING = -1;
    /** The model codes of 0x94 are not those of the login (reference 5.47). */
    private static final int OTA_MODEL_DC = 1;

    private static final int OTA_MODEL_AC = 2;

    private OperationTranslator() {}

    static @Nullable PileReport report(Uplink message) {
        return switch (message) {
            case WorkParamReply reply ->
                answered(reply, WHOLE_PILE, Asked.WORK_MODE, reply.accepted(), reply.setResult());
            case RebootReply reply -> answered(reply, WHOLE_PILE, Asked.REBOOT, reply.accepted(), reply.rebootResult());
            case GroundLockReply reply ->
                answered(reply, reply.gunNo(), Asked.GROUND_LOCK, reply.accepted(), reply.lockResult());
            // The documents contradict each other on what 0 and 1 mean; any answer says that it came (reference 11.1).
            case QrPrefixReply reply -> answered(reply, WHOLE_PILE, Asked.QR_PREFIX, true, reply.result());
            case GunQrCodeReply reply -> answered(reply, reply.gunNo(), Asked.GUN_QR, reply.accepted(), reply.result());
            case OtaReply reply -> answered(reply, WHOLE_PILE, Asked.FIRMWARE, reply.accepted(), reply.updateResult());
            case GroundLockReport report -> lock(report);
            default -> null;
        };
    }

    private static CommandAnswered answered(
            Uplink reply, int gunNo, Asked asked, boolean accepted, @Nullable Integer code) {
        return new CommandAnswered(
                reply.pileNo(), gunNo, asked, accepted, Objects.requireNonNullElse(code, CODE_MISSING));
    }

    private static PileReport lock(GroundLockReport m) {
        return new PileReport.GroundLockReported(
                m.gun(),
                position(m.lockState()),
                presence(m.parkingState()),
                m.batteryPercent(),
                alarm(m.alarmState()));
    }

    private static LockPosition position(@Nullable Integer state) {
        return switch (Objects.requireNonNullElse(state, CODE_MISSING)) {
            case GroundLockCommand.RAISE -> LockPosition.RAISED;
            case GroundLockCommand.LOWER -> LockPosition.LOWERED;
            default -> LockPosition.BETWEEN;
        };
    }

    private static @Nullable Boolean presence(@Nullable Integer parking) {
        return switch (Objects.requireNonNullElse(parking, CODE_MISSING)) {
            case GroundLockReport.NO_CAR -> false;
            case GroundLockReport.CAR -> true;
            default -> null;
        };
    }

    private static LockAlarm alarm(@Nullable Integer state) {
        return switch (Objects.requireNonNullElse(state, CODE_MISSING)) {
            case GroundLockReport.NO_ALARM -> LockAlarm.NONE;
            case GroundLockReport.FORCED -> LockAlarm.FORCED;
            case GroundLockReport.STUCK -> LockAlarm.STUCK;
            default -> LockAlarm.UNKNOWN;
        };
    }

    static Downlink downlink(PileCommand.SetWorkMode c) {
        return new WorkParam(c.pileNo(), c.locked() ? WorkParam.LOCKED : WorkParam.ALLOWED, c.maxPowerPercent());
    }

    static Downlink downlink(PileCommand.Reboot c) {
        return new Reboot(c.pileNo(), c.whenIdle() ? Reboot.WHEN_IDLE : Reboot.AT_ONCE);
    }

    static Downlink downlink(PileCommand.MoveGroundLock c) {
        int action = c.raise() ? GroundLockCommand.RAISE : GroundLockCommand.LOWER;
        return new GroundLockCommand(c.pileNo(), c.gun().gunNo(), action, NO_RESERVE);
    }

    static Downlink downlink(PileCommand.SetQrPrefix c) {
        int format = c.withGunNo() ? QrPrefix.PILE_AND_GUN : QrPrefix.PILE_ONLY;
        return new QrPrefix(c.pileNo(), format, c.prefix().length(), c.prefix());
    }

    static Downlink downlink(PileCommand.SetGunQr c) {
        int length = c.url().length();
        return c.withPileNo()
                ? new GunQrCode(c.pileNo(), c.gun().gunNo(), length, c.url())
                : new PilelessGunQrCode(c.gun().gunNo(), length, c.url());
    }

    static Downlink downlink(PileCommand.UpdateFirmware c) {
        FirmwareSource from = c.source();
        return new Ota(
                c.pileNo(),
                c.directCurrent() ? OTA_MODEL_DC : OTA_MODEL_AC,
                c.ratedKw(),
                from.host(),
                from.port(),
                from.username(),
                from.password(),
                from.path(),
                c.whenIdle() ? Reboot.WHEN_IDLE : Reboot.AT_ONCE,
                from.downloadTimeoutMinutes());
    }
}
