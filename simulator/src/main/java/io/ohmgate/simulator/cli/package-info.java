/** The command line: run, decode, replay. */
@NullMarked
package io.ohmgate.simulator.cli;

import org.jspecify.annotations.NullMarked;
