/** The proxy, against real sockets. */
@org.jspecify.annotations.NullMarked
package io.ohmgate.simulator.proxy;
