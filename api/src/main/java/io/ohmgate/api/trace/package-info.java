/** Traces of orders, from the tap to the ledger, by OpenTelemetry (invariants 6.3). */
@NullMarked
package io.ohmgate.api.trace;

import org.jspecify.annotations.NullMarked;
