package io.ohmgate.api.view;

import java.time.OffsetDateTime;

/** The price that comes next, and when. */
public record PriceChangeView(OffsetDateTime at, PriceView price) {}
