/** The command line, run as a user runs it. */
@org.jspecify.annotations.NullMarked
package io.ohmgate.simulator.cli;
