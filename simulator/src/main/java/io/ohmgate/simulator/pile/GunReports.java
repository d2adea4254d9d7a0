package io.ohmgate.simulator.pile;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.simulator.battery.Battery;
import io.ohmgate.simulator.battery.Supply;
import io.ohmgate.simulator.battery.Vehicle;
import io.ohmgate.ykc.message.BmsDemand;
import io.ohmgate.ykc.message.BmsInfo;
import io.ohmgate.ykc.message.CellPeak;
import io.ohmgate.ykc.message.PileStartRequest;
import io.ohmgate.ykc.message.RateSum;
import io.ohmgate.ykc.message.Realtime;
import io.ohmgate.ykc.message.RemoteStartReply;
import io.ohmgate.ykc.message.RemoteStopReply;
import io.ohmgate.ykc.message.TradeRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a gun's state into messages: units, offsets and the zeros of standby. */
final class GunReports {
    private static final int FAILURE = 0;
    /** The usual value in the field: the pile cannot see its holster. */
    private static final int HOMED_UNKNOWN = 2;

    private static final String NO_CODE = "0".repeat(16);
    private static final String NO_PASSWORD = "0".repeat(32);
    private static final String NO_VIN = "00".repeat(Vehicle.VIN_LENGTH);
    /** A temperature that is not there: the wire's 0, which means -50. */
    private static final int NO_CELSIUS = -50;

    private static final int REMAINING_MINUTES_MAX = 600;
    private static final int CELSIUS_MAX = 200;
    private static final int CONSTANT_VOLTAGE = 1;
    private static final int CONSTANT_CURRENT = 2;
    private static final int TAPER_SOC_PERCENT = 80;
    private static final int CELL_NOMINAL_DECIVOLTS = 36;
    private static final int CABLE_AMBIENT_CELSIUS = 25;
    private static final int CABLE_WATTS_PER_KELVIN = 5_000;
    /** Bits 4 and 5: the battery allows charging. */
    private static final int CHARGING_ALLOWED = 0x10;

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

    PileStartRequest startRequest(Charge.Mode mode, String physicalCardNo, String vin) {
        boolean byVin = mode == Charge.Mode.VIN;
        return new PileStartRequest(
                gunId.pileNo(),
                gunId.gunNo(),
                byVin ? PileStartRequest.BY_VIN : PileStartRequest.BY_CARD,
                0,
                physicalCardNo,
                NO_PASSWORD,
                byVin ? reversed(vin) : NO_VIN);
    }

    private static String reversed(String vin) {
        byte[] wire = new StringBuilder(vin).reverse().toString().getBytes(StandardCharsets.US_ASCII);
        return HexFormat.of().withUpperCase().formatHex(wire);
    }

    Realtime realtime(GunView gun, int faultBits, int chargedMinutes) {
        boolean busy = gun.charging() || gun.doing() == GunView.Doing.ENDING;
        @Nullable Vehicle vehicle = gun.vehicle();
        boolean battery = busy && vehicle != null && host.spec().supply() == Supply.DC;
        return new Realtime(
                gun.tradeNo() == null ? Realtime.NO_TRADE : gun.tradeNo(),
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
                battery && vehicle != null ? celsius(vehicle.battery()) : NO_CELSIUS,
                busy ? chargedMinutes : 0,
                battery && vehicle != null ? remainingMinutes(vehicle, gun.watts()) : 0,
                new Energy(gun.energyTenThousandthsKwh()),
                lossEnergy(gun.energyTenThousandthsKwh()),
                new Amount(gun.amountTenThousandthsYuan()),
                faultBits);
    }

    private static int status(GunView gun, boolean busy) {
        if (busy) {
            return Realtime.CHARGING;
        }
        return gun.faulty() ? Realtime.FAULT : Realtime.IDLE;
    }

    private static int cableCelsius(int watts) {
        return CABLE_AMBIENT_CELSIUS + watts / CABLE_WATTS_PER_KELVIN;
    }

    private static int celsius(Battery battery) {
        return Math.clamp(battery.celsius(), NO_CELSIUS, CELSIUS_MAX);
    }

    private int remainingMinutes(Vehicle vehicle, int watts) {
        int minutes = vehicle.battery().minutesUntil(vehicle.targetSocPermille(), watts);
        return Math.min(minutes / host.behaviour().timeLapse(), REMAINING_MINUTES_MAX);
    }

    private Energy lossEnergy(long pulses) {
        return host.behaviour().zeroLossEnergy() ? Energy.ZERO : new Energy(pulses);
    }

    BmsDemand bmsDemand(GunView gun, Charge charge, int chargedMinutes) {
        Vehicle vehicle = gun.vehicle();
        int soc = vehicle == null ? 0 : vehicle.battery().socPercent();
        int nominal = vehicle == null
                ? CELL_NOMINAL_DECIVOLTS
                : vehicle.battery().pack().nominalDecivolts();
        int cells = Math.max(1, nominal / CELL_NOMINAL_DECIVOLTS);
        return new BmsDemand(
                charge.tradeNo(),
                gunId.pileNo(),
                gunId.gunNo(),
                gun.outputDecivolts(),
                -gun.outputDeciamps(),
                soc < TAPER_SOC_PERCENT ? CONSTANT_CURRENT : CONSTANT_VOLTAGE,
                gun.outputDecivolts(),
                -gun.outputDeciamps(),
                new CellPeak(gun.outputDecivolts() * 10 / cells, 0),
                soc,
                vehicle == null ? 0 : remainingMinutes(vehicle, gun.watts()),
                gun.outputDecivolts(),
                -gun.outputDeciamps(),
                Math.min(chargedMinutes, REMAINING_MINUTES_MAX));
    }

    BmsInfo bmsInfo(GunView gun, Charge charge) {
        Vehicle vehicle = gun.vehicle();
        int hottest = vehicle == null ? NO_CELSIUS : celsius(vehicle.battery());
        return new BmsInfo(
                charge.tradeNo(),
                gunId.pileNo(),
                gunId.gunNo(),
                1,
                hottest,
                1,
                Math.max(NO_CELSIUS, hottest - 2),
                2,
                0,
                CHARGING_ALLOWED);
    }

    TradeRecord record(GunActivity.Ending ending, EnergyMeter meterEnd) {
        Charge charge = ending.charge();
        List<RateSum> rates = new ArrayList<>(TariffModel.LEVELS);
        for (int level = 0; level < TariffModel.LEVELS; level++) {
            long pulses = charge.pulses(level);
            rates.add(new RateSum(
                    new UnitPrice(charge.model().unitPrice(level)),
                    new Energy(pulses),
                    lossEnergy(pulses),
                    new Amount(charge.amount(level))));
        }
        return new TradeRecord(
                charge.tradeNo(),
                gunId.pileNo(),
                gunId.gunNo(),
                charge.startTime(),
                ending.endTime(),
                rates,
                new Energy(charge.meterStart().reading()),
                new Energy(meterEnd.reading()),
                new Energy(charge.pulses()),
                lossEnergy(charge.pulses()),
                new Amount(charge.amount()),
                charge.vin(),
                charge.order().mode().tradeFlag(),
                ending.endTime(),
                ending.reason().code(),
                charge.order().physicalCardNo());
    }
}
