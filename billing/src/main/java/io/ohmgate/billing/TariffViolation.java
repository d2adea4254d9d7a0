package io.ohmgate.billing;

/** Why a tariff cannot be published, and where: a time of day or a price level. */
public record TariffViolation(Rule rule, String where) {

    /** The rules a tariff can break. The names are part of the interface: clients translate them. */
    public enum Rule {
        /** A pile changes its price on the half hour only. */
        BOUNDARY_OFF_THE_HALF_HOUR,
        /** A period ends before it begins, or at once. */
        PERIOD_WITHOUT_TIME,
        /** A half hour has no price. */
        GAP,
        /** A half hour has two prices. */
        OVERLAP,
        /** A period names a level that has no price. */
        LEVEL_WITHOUT_PRICE,
        /** Electricity and service together cost less than {@link TariffRules#TOTAL_MIN}. */
        PRICE_TOO_LOW,
        /** Electricity and service together cost more than {@link TariffRules#TOTAL_MAX}. */
        PRICE_TOO_HIGH
    }
}
