/** One simulated pile, without I/O: what it hears, what time it is and what people do to it decide what it says. */
@NullMarked
package io.ohmgate.simulator.pile;

import org.jspecify.annotations.NullMarked;
