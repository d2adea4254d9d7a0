package io.ohmgate.simulator.pile;

import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.simulator.battery.Battery;
import io.ohmgate.simulator.battery.BatteryPack;
import io.ohmgate.simulator.battery.Vehicle;
import io.ohmgate.ykc.message.BmsAbort;
import io.ohmgate.ykc.message.BmsDemand;
import io.ohmgate.ykc.message.BmsError;
import io.ohmgate.ykc.message.BmsHandshake;
import io.ohmgate.ykc.message.BmsInfo;
import io.ohmgate.ykc.message.BmsParams;
import io.ohmgate.ykc.message.CellPeak;
import io.ohmgate.ykc.message.ChargeEnd;
import io.ohmgate.ykc.message.ChargerAbort;
import io.ohmgate.ykc.message.Uplink;
import org.jspecify.annotations.Nullable;

/** What a DC pile passes on from the vehicle's battery management (GB/T 27930; reference 5.11 to 5.18). */
final class BatteryReports {
    private static final int NO_CELSIUS = -50;
    private static final int CELSIUS_MAX = 200;
    private static final int MINUTES_MAX = 600;
    private static final int CONSTANT_VOLTAGE = 1;
    private static final int CONSTANT_CURRENT = 2;
    private static final int TAPER_SOC_PERCENT = 80;
    private static final int CELL_NOMINAL_DECIVOLTS = 36;
    private static final int CELL_MAX_CENTIVOLTS = 420;
    /** Bits 4 and 5: the battery allows charging. */
    private static final int CHARGING_ALLOWED = 0x10;

    private static final String BMS_VERSION = "010100";
    private static final String BMS_SOFTWARE = "01010607E8FFFFFF";
    private static final int LITHIUM_IRON_PHOSPHATE = 3;
    private static final String VENDOR = "OHMB";
    private static final int PRODUCTION_YEAR = 2024;
    private static final int CHARGER_MAX_DECIVOLTS = 10_000;
    private static final int CHARGER_MIN_DECIVOLTS = 2_000;
    private static final int CHARGER_MAX_DECIAMPERES = 2_500;
    private static final int CURRENT_MAX_DECIAMPERES = 4_000;
    private static final int PACK_MAX_CELSIUS = 55;
    private static final long CHARGER_NO = 1;
    private static final int PULSES_PER_DECI_KWH = 1_000;

    /** Two bits each; 01 says yes. */
    private static final int TARGET_SOC = 0b01;

    private static final int CONDITION_REACHED = 0b01;
    private static final int BY_PERSON = 0b01 << 2;
    private static final int ABNORMAL = 0b01 << 4;
    private static final int FAULT_CONNECTOR = 0b01 << 2;
    private static final int FAULT_EMERGENCY = 0b01 << 8;
    /** The vehicle's recognition (BRM) did not come in time. */
    private static final String BRM_TIMEOUT = "0000000001000000";

    private final GunId gunId;

    BatteryReports(GunId gunId) {
        this.gunId = gunId;
    }

    BmsHandshake handshake(TradeNo tradeNo, Vehicle vehicle) {
        BatteryPack pack = vehicle.battery().pack();
        return new BmsHandshake(
                tradeNo,
                gunId.pileNo(),
                gunId.gunNo(),
                BMS_VERSION,
                LITHIUM_IRON_PHOSPHATE,
                pack.capacityWattHours() * 100 / pack.nominalDecivolts(),
                pack.nominalDecivolts(),
                VENDOR,
                1L,
                PRODUCTION_YEAR,
                6,
                1,
                vehicle.battery().socPermille(),
                1,
                0,
                vehicle.vin(),
                BMS_SOFTWARE);
    }

    BmsParams params(TradeNo tradeNo, Vehicle vehicle) {
        Battery battery = vehicle.battery();
        BatteryPack pack = battery.pack();
        int most = Math.min(CURRENT_MAX_DECIAMPERES, pack.peakWatts() * 100 / pack.nominalDecivolts());
        return new BmsParams(
                tradeNo,
                gunId.pileNo(),
                gunId.gunNo(),
                CELL_MAX_CENTIVOLTS,
                -most,
                pack.capacityWattHours() / 100,
                pack.nominalDecivolts() * 115 / 100,
                PACK_MAX_CELSIUS,
                battery.socPermille(),
                pack.nominalDecivolts(),
                CHARGER_MAX_DECIVOLTS,
                CHARGER_MIN_DECIVOLTS,
                -CHARGER_MAX_DECIAMPERES,
                0);
    }

    BmsError handshakeFailed(TradeNo tradeNo) {
        return new BmsError(tradeNo, gunId.pileNo(), gunId.gunNo(), BRM_TIMEOUT);
    }

    /** 0x1D if the battery ended the charge, else 0x21. */
    Uplink aborted(TradeNo tradeNo, StopReason reason) {
        return switch (reason) {
            case BATTERY_FULL -> new BmsAbort(tradeNo, gunId.pileNo(), gunId.gunNo(), TARGET_SOC, 0, 0);
            case BALANCE_USED_UP, START_WITHOUT_BALANCE -> chargerAborted(tradeNo, CONDITION_REACHED, 0);
            case REMOTE_STOP, STOPPED_MANUALLY -> chargerAborted(tradeNo, BY_PERSON, 0);
            case EMERGENCY_STOP, START_EMERGENCY_STOP -> chargerAborted(tradeNo, ABNORMAL, FAULT_EMERGENCY);
            case PLUG_LOST, START_PLUG_LOST -> chargerAborted(tradeNo, ABNORMAL, FAULT_CONNECTOR);
            case START_HANDSHAKE_TIMEOUT, POWER_LOST -> chargerAborted(tradeNo, ABNORMAL, 0);
        };
    }

    private ChargerAbort chargerAborted(TradeNo tradeNo, int reason, int fault) {
        return new ChargerAbort(tradeNo, gunId.pileNo(), gunId.gunNo(), reason, fault, 0);
    }

    ChargeEnd end(Charge charge, @Nullable Vehicle vehicle, int minutes) {
        int celsius = vehicle == null ? NO_CELSIUS : celsius(vehicle.battery());
        return new ChargeEnd(
                charge.tradeNo(),
                gunId.pileNo(),
                gunId.gunNo(),
                vehicle == null ? 0 : vehicle.battery().socPercent(),
                CELL_NOMINAL_DECIVOLTS * 10,
                CELL_NOMINAL_DECIVOLTS * 10 + 2,
                Math.max(NO_CELSIUS, celsius - 2),
                celsius,
                Math.min(minutes, MINUTES_MAX),
                (int) Math.min(0xFFFF, charge.pulses() / PULSES_PER_DECI_KWH),
                CHARGER_NO);
    }

    BmsDemand demand(GunView gun, Charge charge, int remainingMinutes, int chargedMinutes) {
        Vehicle vehicle = gun.vehicle();
        int soc = vehicle == null ? 0 : vehicle.battery().socPercent();
        int nominal = vehicle == null
                ? CELL_NOMINAL_DECIVOLTS
                : vehicle.battery().pack().nominalDecivolts();
        int cells = Math.max(1, nominal / CELL_NOMINAL_DECIVOLTS);
        int current = -Math.min(CURRENT_MAX_DECIAMPERES, gun.outputDeciamps());
        return new BmsDemand(
                charge.tradeNo(),
                gunId.pileNo(),
                gunId.gunNo(),
                gun.outputDecivolts(),
                current,
                soc < TAPER_SOC_PERCENT ? CONSTANT_CURRENT : CONSTANT_VOLTAGE,
                gun.outputDecivolts(),
                current,
                new CellPeak(gun.outputDecivolts() * 10 / cells, 0),
                soc,
                remainingMinutes,
                gun.outputDecivolts(),
                current,
                Math.min(chargedMinutes, MINUTES_MAX));
    }

    BmsInfo info(GunView gun, Charge charge) {
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

    static int celsius(Battery battery) {
        return Math.clamp(battery.celsius(), NO_CELSIUS, CELSIUS_MAX);
    }
}
