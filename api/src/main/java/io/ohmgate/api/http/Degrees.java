package io.ohmgate.api.http;

import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.store.StationTables.Place;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Degrees as people write them, six decimals at most, and the millionths that are kept. GCJ-02. */
public final class Degrees {
    private static final int DECIMALS = 6;

    private Degrees() {}

    public static BigDecimal of(int micro) {
        return BigDecimal.valueOf(micro, DECIMALS);
    }

    public static Place place(BigDecimal lat, BigDecimal lon) {
        try {
            return new Place(micro(lon), micro(lat));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw ProblemException.of(ProblemCode.INVALID_REQUEST, "lat, lon", "不是地球上的位置 / not a place on the globe");
        }
    }

    private static int micro(BigDecimal degrees) {
        if (degrees.precision() > 20 || Math.abs(degrees.scale()) > 20) {
            throw new ArithmeticException("absurd");
        }
        return degrees.setScale(DECIMALS, RoundingMode.HALF_UP)
                .movePointRight(DECIMALS)
                .intValueExact();
    }
}
