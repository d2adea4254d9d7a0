package io.ohmgate.loadtest.bench;

import io.ohmgate.billing.ChargingBill;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Price;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.Rating;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.UnitPrice;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** 计费. One bill from the energies of its price levels. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RatingBench {
    private final Tariff tariff = Tariff.flat(new Price(new UnitPrice(70_000), new UnitPrice(30_000)));
    private final Map<PriceLevel, Energy> energies = new EnumMap<>(Map.of(PriceLevel.FLAT, new Energy(123_456)));

    @Benchmark
    public ChargingBill bill() {
        return Rating.bill(tariff, energies);
    }
}
