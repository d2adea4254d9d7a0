package io.ohmgate.gateway.order;

import io.ohmgate.billing.Money;

/** What a start asks of a driver's wallet, and how many charges one driver may run. */
public record StartPolicy(Money minimumBalance, Money holdMax, int activeOrdersMax) {
    /** 5 yuan to start, at most 500 yuan held, one charge at a time. */
    public static final StartPolicy DEFAULT = new StartPolicy(new Money(500), new Money(50_000), 1);
}
