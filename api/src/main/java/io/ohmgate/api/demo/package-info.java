/**
 * The demo: a tenant with three stations, twelve simulated piles and drivers who live a believable day. The only place
 * of the product that knows the simulator.
 */
@NullMarked
package io.ohmgate.api.demo;

import org.jspecify.annotations.NullMarked;
