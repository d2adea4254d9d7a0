package io.ohmgate.api.http.card;

import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** What a station accepts at its piles, and how much power it may promise at once; null for no limit. */
record StartRuleBody(
        boolean takesCards,
        boolean takesVehicles,
        @Nullable @Min(1) Integer capacityWatts) {}
