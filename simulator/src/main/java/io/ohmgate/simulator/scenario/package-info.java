/** Scenarios: what is done, what the other side must say in time, and the verdict. */
@NullMarked
package io.ohmgate.simulator.scenario;

import org.jspecify.annotations.NullMarked;
