/** Simulated piles (充电桩模拟器): a pure pile, a fleet of them on Netty, and a command line. */
@NullMarked
package io.ohmgate.simulator;

import org.jspecify.annotations.NullMarked;
