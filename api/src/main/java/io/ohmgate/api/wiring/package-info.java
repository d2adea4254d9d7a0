/** Puts the gateway, its stores and its port together, and starts and stops them in the right order. */
@NullMarked
package io.ohmgate.api.wiring;

import org.jspecify.annotations.NullMarked;
