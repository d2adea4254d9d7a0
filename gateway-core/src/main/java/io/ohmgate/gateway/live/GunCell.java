package io.ohmgate.gateway.live;

import io.ohmgate.billing.ChargingBill;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.RunningMeter;
import io.ohmgate.billing.Tariff;
import io.ohmgate.gateway.link.PileReport.BatteryNoted;
import io.ohmgate.gateway.link.PileReport.BatteryReported;
import io.ohmgate.gateway.link.PileReport.GunReported;
import io.ohmgate.gateway.link.Telemetry;
import io.ohmgate.gateway.live.ChargeLive.PriceNow;
import io.ohmgate.gateway.order.Progress;
import io.ohmgate.gateway.order.RunningCharge;
import io.ohmgate.gateway.pile.GunState;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * One gun's live state and the energy shown of the charge that runs on it. Not thread-safe: whoever changes it holds its
 * monitor.
 */
final class GunCell {
    /**
     * A report under a number we do not know, on a gun that said it was idle, is a stored one that a pile sends after it
     * was away (ykc.md 7.7). Stored ones come in a row; a charge that truly runs is reported again after a while.
     */
    static final Duration FOREIGN_IS_TRUE_AFTER = Duration.ofSeconds(5);

    private GunLive live;
    private boolean faulty;
    private GunState reported = GunState.UNKNOWN;
    private @Nullable TradeNo foreignTrade;
    private @Nullable Instant foreignSince;
    private @Nullable TradeNo shownTrade;
    private Energy energy = Energy.ZERO;

    GunCell(GunLive live) {
        this.live = live;
    }

    GunLive live() {
        return live;
    }

    /** @return whether the report was taken for what the gun does now */
    boolean take(GunReported report, @Nullable RunningCharge running, Instant now, ZoneId zone) {
        if (isForeign(report, running, now)) {
            return false;
        }
        reported = report.state();
        if (running != null && isOf(report.tradeNo(), running)) {
            begin(running);
            Energy told = report.telemetry().charged();
            raiseTo(told == null ? Energy.ZERO : told);
        }
        live = new GunLive(
                live.gun(),
                live.tenantId(),
                live.stationId(),
                shown(),
                report.plugged(),
                report.homed(),
                report.faultBits(),
                neverLess(report, running),
                running == null ? null : live.battery(),
                chargeLive(running, now, zone),
                now);
        return true;
    }

    /** The displayed energy of a charge is not lowered by a pile that reports less (ykc.md 7.6). */
    private Telemetry neverLess(GunReported report, @Nullable RunningCharge running) {
        Telemetry told = report.telemetry();
        if (running == null || !isOf(report.tradeNo(), running) || told.charged() == null) {
            return told;
        }
        return new Telemetry(
                told.outputDeciVolts(),
                told.outputDeciAmperes(),
                told.cableCelsius(),
                told.socPercent(),
                told.batteryMaxCelsius(),
                told.chargedMinutes(),
                told.remainingMinutes(),
                energy,
                told.pileAmount());
    }

    private boolean isForeign(GunReported report, @Nullable RunningCharge running, Instant now) {
        TradeNo tradeNo = report.tradeNo();
        if (tradeNo == null || (running != null && isOf(tradeNo, running))) {
            foreignTrade = null;
            foreignSince = null;
            return false;
        }
        if (running != null) {
            return true;
        }
        if (reported != GunState.IDLE) {
            return false;
        }
        if (!tradeNo.equals(foreignTrade) || foreignSince == null) {
            foreignTrade = tradeNo;
            foreignSince = now;
            return true;
        }
        return Duration.between(foreignSince, now).compareTo(FOREIGN_IS_TRUE_AFTER) < 0;
    }

    private static boolean isOf(@Nullable TradeNo tradeNo, RunningCharge running) {
        return running.order().tradeNo().equals(tradeNo);
    }

    boolean take(BatteryReported report, @Nullable RunningCharge running) {
        if (running != null && !isOf(report.tradeNo(), running)) {
            return false;
        }
        live = live.withBattery(BatteryLive.merged(live.battery(), report));
        return true;
    }

    boolean take(BatteryNoted note, @Nullable RunningCharge running) {
        if (running == null || !isOf(note.tradeNo(), running)) {
            return false;
        }
        live = live.withBattery(BatteryLive.noted(live.battery(), note.note()));
        return true;
    }

    /** Heartbeats say whether a gun is faulty; what it does they do not say. */
    void health(boolean nowFaulty) {
        faulty = nowFaulty;
        if (live.state() != GunState.OFFLINE) {
            live = live.withState(shown());
        }
    }

    private GunState shown() {
        boolean tells = reported == GunState.IDLE || reported == GunState.UNKNOWN;
        return faulty && tells ? GunState.FAULT : reported;
    }

    void offline() {
        reported = GunState.UNKNOWN;
        live = live.withState(GunState.OFFLINE);
    }

    void online() {
        if (live.state() == GunState.OFFLINE) {
            live = live.withState(shown());
        }
    }

    /** The order on the gun has changed, or the hour has: the same readings, seen anew. */
    void refresh(@Nullable RunningCharge running, Instant now, ZoneId zone) {
        live = live.withCharge(chargeLive(running, now, zone));
    }

    private @Nullable ChargeLive chargeLive(@Nullable RunningCharge running, Instant now, ZoneId zone) {
        if (running == null) {
            return null;
        }
        begin(running);
        Instant since = running.chargingSince();
        return new ChargeLive(
                running.order(),
                running.state(),
                since,
                since == null || since.isAfter(now) ? Duration.ZERO : Duration.between(since, now),
                energy,
                priceNow(running.meter(), now.atZone(zone).toLocalTime()));
    }

    private static @Nullable PriceNow priceNow(@Nullable RunningMeter meter, LocalTime time) {
        if (meter == null) {
            return null;
        }
        Tariff tariff = meter.tariff();
        ChargingBill bill = meter.bill();
        return new PriceNow(
                bill.payableElectricity(),
                bill.payableService(),
                tariff.levelAt(time),
                tariff.priceAt(time),
                tariff.nextChange(time).orElse(null));
    }

    /** Another order: everything from the start. After a restart the energy so far begins with the last one kept. */
    private void begin(RunningCharge running) {
        if (!running.order().tradeNo().equals(shownTrade)) {
            shownTrade = running.order().tradeNo();
            energy = Energy.ZERO;
        }
        Progress progress = running.progress();
        if (progress != null) {
            raiseTo(progress.energy());
        }
    }

    private void raiseTo(Energy told) {
        if (told.compareTo(energy) > 0 && told.fitsAnOrder()) {
            energy = told;
        }
    }
}
