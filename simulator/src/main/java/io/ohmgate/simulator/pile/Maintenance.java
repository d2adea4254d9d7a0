package io.ohmgate.simulator.pile;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.simulator.battery.Supply;
import io.ohmgate.ykc.message.Ota;
import io.ohmgate.ykc.message.OtaReply;
import io.ohmgate.ykc.message.Reboot;
import io.ohmgate.ykc.message.WorkParam;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * What the platform's operators do to a pile (reference 7.11): lock and derate, reboot, new firmware.
 *
 * <pre>
 * none --0x94, idle or at once--> downloading --done--> rebooting --login--> 0x93 --> none
 *   \--0x94 "when idle", busy--> waiting --idle--^   \--too slow--> 0x93 3
 * </pre>
 */
final class Maintenance {
    private static final int PERCENT_MIN = 30;
    private static final int PERCENT_MAX = 100;
    private static final int DOWNLOAD_SECONDS_MIN = 20;
    private static final int DOWNLOAD_SECONDS_MAX = 60;
    private static final int OTA_MODEL_DC = 1;
    private static final int OTA_MODEL_AC = 2;
    private static final int OTA_WRONG_MODEL = 2;
    private static final int OTA_TIMEOUT = 3;
    private static final int OTA_WHEN_IDLE = 2;
    private static final int VERSIONS = 10;

    /** What is being done to the firmware. */
    private enum Firmware {
        NONE,
        WAITING,
        DOWNLOADING,
        TO_REPORT
    }

    private final PileSpec spec;
    private final Behaviour behaviour;
    private final RandomGenerator random;
    private boolean locked;
    private int percent = PERCENT_MAX;
    private boolean rebootWhenIdle;
    private Firmware firmware = Firmware.NONE;
    private Instant downloaded = Instant.MAX;
    private int outcome;
    private long timeoutMinutes;
    private int version;

    Maintenance(PileSpec spec, Behaviour behaviour, RandomGenerator random) {
        this.spec = spec;
        this.behaviour = behaviour;
        this.random = random;
    }

    PileNo pileNo() {
        return spec.pileNo();
    }

    /** @return whether the values are legal and were taken */
    boolean set(WorkParam param) {
        int power = param.maxPowerPercent() == null ? 0 : param.maxPowerPercent();
        if (param.workMode() == null || power < PERCENT_MIN || power > PERCENT_MAX) {
            return false;
        }
        locked = param.workMode() == WorkParam.LOCKED;
        percent = power;
        return true;
    }

    boolean locked() {
        return locked;
    }

    int percent() {
        return percent;
    }

    /** A derated pile shares what it may give among the guns that charge. */
    int offeredWatts(int chargingGuns) {
        long whole = (long) spec.ratedWatts() * spec.guns() * percent / PERCENT_MAX;
        return (int) Math.min(spec.ratedWatts(), whole / Math.max(1, chargingGuns));
    }

    /** @return whether to reboot at once */
    boolean reboot(Reboot command) {
        rebootWhenIdle = Integer.valueOf(Reboot.WHEN_IDLE).equals(command.rebootMode());
        return Integer.valueOf(Reboot.AT_ONCE).equals(command.rebootMode());
    }

    boolean rebootsWhenIdle() {
        return rebootWhenIdle;
    }

    void rebooted() {
        rebootWhenIdle = false;
    }

    void update(Ota command, boolean idle, Instant now) {
        int fits = spec.supply() == Supply.DC ? OTA_MODEL_DC : OTA_MODEL_AC;
        if (!Integer.valueOf(fits).equals(command.pileModel())) {
            firmware = Firmware.TO_REPORT;
            outcome = OTA_WRONG_MODEL;
            return;
        }
        timeoutMinutes = command.downloadTimeoutMinutes() == null ? 0 : command.downloadTimeoutMinutes();
        boolean waits = Integer.valueOf(OTA_WHEN_IDLE).equals(command.executeMode()) && !idle;
        if (waits) {
            firmware = Firmware.WAITING;
        } else {
            download(now);
        }
    }

    private void download(Instant now) {
        Duration asked = behaviour.get(Quirks.OTA_TAKES);
        Duration takes = asked.isPositive()
                ? asked
                : Duration.ofSeconds(random.nextInt(DOWNLOAD_SECONDS_MIN, DOWNLOAD_SECONDS_MAX + 1));
        Duration most = Duration.ofMinutes(timeoutMinutes);
        boolean tooSlow = timeoutMinutes > 0 && takes.compareTo(most) > 0;
        firmware = Firmware.DOWNLOADING;
        outcome = tooSlow ? OTA_TIMEOUT : OtaReply.SUCCESS;
        downloaded = now.plus(tooSlow ? most : takes);
    }

    Instant due() {
        return downloaded;
    }

    /** @return whether to reboot now, into the new firmware */
    boolean advance(boolean idle, Instant now) {
        if (firmware == Firmware.WAITING && idle) {
            download(now);
        }
        if (firmware != Firmware.DOWNLOADING || now.isBefore(downloaded)) {
            return false;
        }
        downloaded = Instant.MAX;
        firmware = Firmware.TO_REPORT;
        if (outcome != OtaReply.SUCCESS) {
            return false;
        }
        version = (version + 1) % VERSIONS;
        return true;
    }

    /** Whether 0x93 is owed; the pile says it when it is online, perhaps on another connection. */
    boolean owesReport() {
        return firmware == Firmware.TO_REPORT;
    }

    OtaReply report() {
        firmware = Firmware.NONE;
        return new OtaReply(spec.pileNo(), outcome);
    }

    String softwareVersion() {
        return "OHM1." + version;
    }
}
