package io.ohmgate.simulator.pile;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.simulator.battery.Supply;
import io.ohmgate.simulator.battery.Vehicle;
import io.ohmgate.ykc.message.ParallelRequest;
import io.ohmgate.ykc.message.ParallelStartReply;
import io.ohmgate.ykc.message.PileStartRequest;
import io.ohmgate.ykc.message.Realtime;
import io.ohmgate.ykc.message.RemoteStartReply;
import io.ohmgate.ykc.message.RemoteStopReply;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Puts a gun's state into messages: units, offsets and the zeros of standby. */
final class GunReports {
    private static final int FAILURE = 0;
    /** The usual value in the field: the pile cannot see its holster. */
    private static final int HOMED_UNKNOWN = 2;

    private static final String NO_CODE = "0".repeat(16);
    private static final String NO_VIN = "00".repeat(Vehicle.VIN_LENGTH);
    /** A temperature that is not there: the wire's 0, which means -50. */
    private static final int NO_CELSIUS = -50;

    private static final int REMAINING_MINUTES_MAX = 600;
    private static final int CABLE_AMBIENT_CELSIUS = 25;
    private static final int CABLE_WATTS_PER_KELVIN = 5_000;
    private final GunId gunId;
    private final GunHost host;

    GunReports(GunId gunId, GunHost host) {
        this.gunId = gunId;
        this.host = host;
    }

    RemoteStartReply startReply(TradeNo tradeNo, int failReason) {
        int result = failReason == 0 ? RemoteStartReply.SUCCESS : FAILURE;
        return new RemoteStartReply(tradeNo, gunId.pileNo(), gunId.gunNo(), result, failReason);
    }

    RemoteStopReply stopReply(int failReason) {
        int result = failReason == 0 ? RemoteStopReply.SUCCESS : FAILURE;
        return new RemoteStopReply(gunId.pileNo(), gunId.gunNo(), result, failReason);
    }

    PileStartRequest startRequest(StartAtPile start, String vin) {
        return new PileStartRequest(
                gunId.pileNo(),
                gunId.gunNo(),
                start.wireMode(),
                start.password().isEmpty() ? 0 : 1,
                card(start),
                start.passwordWire(),
                start.byVin() ? vinWire(vin) : NO_VIN);
    }

    ParallelRequest parallelRequest(StartAtPile start, String vin, boolean main, String parallelNo) {
        return new ParallelRequest(
                gunId.pileNo(),
                gunId.gunNo(),
                start.wireMode(),
                start.password().isEmpty() ? 0 : 1,
                card(start),
                start.passwordWire(),
                start.byVin() ? vinWire(vin) : NO_VIN,
                main ? 0 : 1,
                parallelNo);
    }

    private String card(StartAtPile start) {
        return host.behaviour().is(Quirks.LEFT_ALIGNED_CARD) ? start.leftAligned() : start.accountOrCard();
    }

    private String vinWire(String vin) {
        boolean forward = host.behaviour().is(Quirks.FORWARD_VIN);
        String wire = forward ? vin : new StringBuilder(vin).reverse().toString();
        return HexFormat.of().withUpperCase().formatHex(wire.getBytes(StandardCharsets.US_ASCII));
    }

    ParallelStartReply parallelReply(TradeNo tradeNo, int failReason, boolean main, String parallelNo) {
        int result = failReason == 0 ? ParallelStartReply.SUCCESS : FAILURE;
        return new ParallelStartReply(
                tradeNo, gunId.pileNo(), gunId.gunNo(), result, failReason, main ? 0 : 1, parallelNo);
    }

    /** The same with less energy than was told before: a misbehaviour. */
    Realtime halved(Realtime report) {
        long energy =
                report.chargedEnergy() == null ? 0 : report.chargedEnergy().tenThousandthsKwh();
        return told(report, report.tradeNo(), report.gunNo(), report.gunStatus(), new Energy(energy / 2));
    }

    /** The same trade, told of another gun: a misbehaviour. */
    Realtime ofGun(Realtime report, int gunNo) {
        return told(report, report.tradeNo(), gunNo, report.gunStatus(), report.chargedEnergy());
    }

    Realtime idleBeforeRecord(Realtime report) {
        return told(report, Realtime.NO_TRADE, report.gunNo(), Realtime.IDLE, Energy.ZERO);
    }

    private static Realtime told(
            Realtime report, TradeNo tradeNo, int gunNo, @Nullable Integer status, @Nullable Energy energy) {
        return new Realtime(
                tradeNo,
                report.pileNo(),
                gunNo,
                status,
                report.gunHomed(),
                report.gunPlugged(),
                report.outputDeciVolts(),
                report.outputDeciAmperes(),
                report.gunCableCelsius(),
                report.gunCableCode(),
                report.socPercent(),
                report.batteryMaxCelsius(),
                report.chargedMinutes(),
                report.remainingMinutes(),
                energy,
                energy,
                report.chargedAmount(),
                report.hardwareFault());
    }

    Realtime realtime(GunView gun, int faultBits, int chargedMinutes) {
        boolean busy = gun.charging() || gun.doing() == GunView.Doing.ENDING;
        @Nullable Vehicle vehicle = gun.vehicle();
        boolean battery = busy && vehicle != null && host.spec().supply() == Supply.DC;
        return new Realtime(
                gun.tradeNo() == null || host.behaviour().is(Quirks.ZERO_TRADE_IN_REPORTS)
                        ? Realtime.NO_TRADE
                        : gun.tradeNo(),
                gunId.pileNo(),
                gunId.gunNo(),
                status(gun, busy),
                HOMED_UNKNOWN,
                gun.plugged() ? 1 : 0,
                gun.outputDecivolts(),
                gun.outputDeciamps(),
                busy ? cableCelsius(gun.watts()) : NO_CELSIUS,
                NO_CODE,
                battery && vehicle != null ? vehicle.battery().socPercent() : 0,
                battery && vehicle != null ? BatteryReports.celsius(vehicle.battery()) : NO_CELSIUS,
                busy ? chargedMinutes : 0,
                battery && vehicle != null ? remainingMinutes(vehicle, gun.watts()) : 0,
                new Energy(gun.energyTenThousandthsKwh()),
                lossEnergy(gun.energyTenThousandthsKwh()),
                new Amount(gun.amountTenThousandthsYuan()),
                faultBits);
    }

    private int status(GunView gun, boolean busy) {
        if (busy) {
            return Realtime.CHARGING;
        }
        int vendors = host.behaviour().get(Quirks.GUN_STATUS);
        if (vendors > 0) {
            return vendors;
        }
        return gun.faulty() ? Realtime.FAULT : Realtime.IDLE;
    }

    private static int cableCelsius(int watts) {
        return CABLE_AMBIENT_CELSIUS + watts / CABLE_WATTS_PER_KELVIN;
    }

    int remainingMinutes(Vehicle vehicle, int watts) {
        int minutes = vehicle.battery().minutesUntil(vehicle.targetSocPermille(), watts);
        return Math.min(minutes / host.behaviour().timeLapse(), REMAINING_MINUTES_MAX);
    }

    private Energy lossEnergy(long pulses) {
        return host.behaviour().is(Quirks.ZERO_LOSS_ENERGY) ? Energy.ZERO : new Energy(pulses);
    }
}
