package io.ohmgate.simulator.pile;

import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.simulator.battery.Vehicle;
import org.jspecify.annotations.Nullable;

/**
 * A gun as somebody standing before it sees it.
 *
 * @param tradeNo of the running charge, from its start until its record is made
 * @param screenRefusal why the platform refused the last start at the pile (reference 6.3), or null
 */
public record GunView(
        GunId gunId,
        Doing doing,
        @Nullable Vehicle vehicle,
        boolean faulty,
        @Nullable TradeNo tradeNo,
        int watts,
        int outputDecivolts,
        int outputDeciamps,
        long energyTenThousandthsKwh,
        long amountTenThousandthsYuan,
        long meterTenThousandthsKwh,
        @Nullable Integer screenRefusal) {
    /** What a gun is at. */
    public enum Doing {
        IDLE,
        ANSWERING,
        WAITING_FOR_PLUG,
        WAITING_FOR_PLATFORM,
        STARTING,
        CHARGING,
        ENDING
    }

    public boolean plugged() {
        return vehicle != null;
    }

    public boolean charging() {
        return doing == Doing.CHARGING;
    }
}
