package io.ohmgate.gateway.operation;

import io.ohmgate.gateway.link.PileCommand.SetWorkMode;
import java.time.Duration;

/** What is to be done, with everything needed to do it later and again after a restart; never a secret. */
public sealed interface OperationTask {
    OperationKind kind();

    /** How long the pile has to answer. */
    default Duration answerWithin() {
        return kind().answerWithin();
    }

    /** Whether the pile itself waits until nothing charges: as long as it charges, no deadline runs. */
    default boolean whenIdle() {
        return false;
    }

    /** Lock or unlock (锁桩/解锁) and limit the power (降功率); the frame carries both, so neither is left open. */
    record WorkMode(boolean locked, int maxPowerPercent) implements OperationTask {
        /** @throws IllegalArgumentException if the power is not 30 to 100 percent */
        public WorkMode {
            if (maxPowerPercent < SetWorkMode.POWER_PERCENT_MIN || maxPowerPercent > SetWorkMode.POWER_PERCENT_MAX) {
                throw new IllegalArgumentException("a pile is limited to 30 to 100 percent, not " + maxPowerPercent);
            }
        }

        @Override
        public OperationKind kind() {
            return OperationKind.WORK_MODE;
        }
    }

    record Reboot(boolean whenIdle) implements OperationTask {
        @Override
        public OperationKind kind() {
            return OperationKind.REBOOT;
        }
    }

    record SyncClock() implements OperationTask {
        @Override
        public OperationKind kind() {
            return OperationKind.SYNC_CLOCK;
        }
    }

    record MoveGroundLock(boolean raise) implements OperationTask {
        @Override
        public OperationKind kind() {
            return OperationKind.GROUND_LOCK;
        }
    }

    record ReadGun() implements OperationTask {
        @Override
        public OperationKind kind() {
            return OperationKind.READ_GUN;
        }
    }

    record SetQrPrefix(String prefix, boolean withGunNo) implements OperationTask {
        public static final int PREFIX_MAX = 180;

        /** @throws IllegalArgumentException if the prefix is empty, too long for a frame, or not plain ASCII */
        public SetQrPrefix {
            QrText.check(prefix, PREFIX_MAX);
        }

        @Override
        public OperationKind kind() {
            return OperationKind.QR_PREFIX;
        }
    }

    record SetGunQr(String url, boolean withPileNo) implements OperationTask {
        /** So that the frame's length byte stays at 200 (ykc.md 11.2). */
        public static final int URL_MAX = 186;

        /** @throws IllegalArgumentException if the address is empty, too long for a frame, or not plain ASCII */
        public SetGunQr {
            QrText.check(url, URL_MAX);
        }

        @Override
        public OperationKind kind() {
            return OperationKind.GUN_QR;
        }
    }

    record PushTariff() implements OperationTask {
        @Override
        public OperationKind kind() {
            return OperationKind.PUSH_TARIFF;
        }
    }

    /** {@code fileId} names the program; who may fetch it is decided when the pile is told, once (invariants 4.1). */
    record UpdateFirmware(long fileId, long campaignId, boolean whenIdle, int downloadTimeoutMinutes)
            implements OperationTask {
        public static final int DOWNLOAD_MINUTES_MIN = 1;
        /** The one-time account lives for half an hour; a longer download would outlive it. */
        public static final int DOWNLOAD_MINUTES_MAX = 30;

        private static final Duration BEYOND_DOWNLOAD = Duration.ofMinutes(2);

        /** @throws IllegalArgumentException if the download may take no time, or longer than the account lives */
        public UpdateFirmware {
            if (downloadTimeoutMinutes < DOWNLOAD_MINUTES_MIN || downloadTimeoutMinutes > DOWNLOAD_MINUTES_MAX) {
                throw new IllegalArgumentException("a download takes 1 to 30 minutes, not " + downloadTimeoutMinutes);
            }
        }

        @Override
        public OperationKind kind() {
            return OperationKind.UPDATE_FIRMWARE;
        }

        @Override
        public Duration answerWithin() {
            return Duration.ofMinutes(downloadTimeoutMinutes).plus(BEYOND_DOWNLOAD);
        }
    }
}
