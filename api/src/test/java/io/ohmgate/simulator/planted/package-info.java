/** Stands for the simulator in a planted violation. */
@NullMarked
package io.ohmgate.simulator.planted;

import org.jspecify.annotations.NullMarked;
