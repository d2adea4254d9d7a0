package io.ohmgate.api.http.card;

import org.jspecify.annotations.Nullable;

/** Whose the card is from now on; null for nobody's. */
record BindRequest(@Nullable String driverId) {}
