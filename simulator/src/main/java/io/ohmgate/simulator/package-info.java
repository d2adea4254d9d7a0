/** A simulated pile: library and command line. */
@NullMarked
package io.ohmgate.simulator;

import org.jspecify.annotations.NullMarked;
