package io.ohmgate.gateway.order;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The last live values of a charge: what an estimate rests on if the record never comes. */
public record Progress(
        Energy energy,
        @Nullable Amount pileAmount,
        @Nullable Integer socPercent,
        Instant at) {}
