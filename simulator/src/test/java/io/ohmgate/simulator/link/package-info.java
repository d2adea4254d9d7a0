/** Fleets on real sockets. */
@org.jspecify.annotations.NullMarked
package io.ohmgate.simulator.link;
