/** Metrics that need more than counting where it happens: the tables' census, the event loops, the pools. */
@NullMarked
package io.ohmgate.api.metrics;

import org.jspecify.annotations.NullMarked;
