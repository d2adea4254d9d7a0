/** The laws of the battery. */
@org.jspecify.annotations.NullMarked
package io.ohmgate.simulator.battery;
