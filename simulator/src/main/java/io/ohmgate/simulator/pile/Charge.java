package io.ohmgate.simulator.pile;

import io.ohmgate.gateway.pile.TradeNo;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One charge as the pile counts it (一次充电): pulses of its meter, sorted into four price levels by its own clock, priced
 * by the model that was there when it began. Belongs to its gun.
 */
final class Charge {
    private static final long AMOUNT_UNITS_PER_FEN = 100;

    /** How it was started; the platform reads it as 交易标识. */
    enum Mode {
        APP(1),
        CARD(2),
        OFFLINE_CARD(4),
        VIN(5);

        private final int tradeFlag;

        Mode(int tradeFlag) {
            this.tradeFlag = tradeFlag;
        }

        int tradeFlag() {
            return tradeFlag;
        }
    }

    /** What a start says, from whichever side it came. */
    record Order(TradeNo tradeNo, String physicalCardNo, long balanceFen, Mode mode) {}

    private final Order order;
    private final TariffModel model;
    private final RoundingMode rounding;
    private final String vin;
    private final Instant startedAt;
    private final LocalDateTime startTime;
    private final EnergyMeter meterStart;
    private final long[] pulses = new long[TariffModel.LEVELS];
    private long limit;
    private boolean flowing;

    Charge(
            Order order,
            TariffModel model,
            RoundingMode rounding,
            String vin,
            Instant startedAt,
            LocalDateTime startTime,
            EnergyMeter meterStart) {
        this.order = order;
        this.model = model;
        this.rounding = rounding;
        this.vin = vin;
        this.startedAt = startedAt;
        this.startTime = startTime;
        this.meterStart = meterStart;
        this.limit = order.balanceFen() * AMOUNT_UNITS_PER_FEN;
    }

    /** The new total limit of this charge, not an addition to it. */
    void limitTo(long balanceFen) {
        limit = balanceFen * AMOUNT_UNITS_PER_FEN;
    }

    void lifted() {
        limit = Long.MAX_VALUE / TariffModel.AMOUNT_SCALE;
    }

    /** The contactor has closed: what ends now ends a charge, not a start. */
    void begin() {
        flowing = true;
    }

    boolean begun() {
        return flowing;
    }

    int levelAt(LocalDateTime pileTime) {
        return model.levelAt(pileTime);
    }

    void count(int level, long morePulses) {
        pulses[level] += morePulses;
    }

    /** How many more pulses the balance pays for at this level; at least 0. */
    long pulsesLeft(int level) {
        long others = amount() - amount(level);
        long affordable = model.pulsesFor(level, Math.max(0, limit - others));
        return Math.max(0, affordable - pulses[level]);
    }

    long pulses(int level) {
        return pulses[level];
    }

    long pulses() {
        long sum = 0;
        for (long level : pulses) {
            sum += level;
        }
        return sum;
    }

    /** In 0.0001 yuan, rounded per level as this pile does. */
    long amount(int level) {
        return model.amount(level, pulses[level], rounding);
    }

    long amount() {
        long sum = 0;
        for (int level = 0; level < TariffModel.LEVELS; level++) {
            sum += amount(level);
        }
        return sum;
    }

    Order order() {
        return order;
    }

    TradeNo tradeNo() {
        return order.tradeNo();
    }

    TariffModel model() {
        return model;
    }

    String vin() {
        return vin;
    }

    Instant startedAt() {
        return startedAt;
    }

    LocalDateTime startTime() {
        return startTime;
    }

    EnergyMeter meterStart() {
        return meterStart;
    }

    boolean belongsTo(@Nullable String physicalCardNo) {
        return order.physicalCardNo().equals(physicalCardNo);
    }
}
