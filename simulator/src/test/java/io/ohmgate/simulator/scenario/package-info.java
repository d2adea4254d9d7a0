/** Scenarios read, played and judged. */
@org.jspecify.annotations.NullMarked
package io.ohmgate.simulator.scenario;
