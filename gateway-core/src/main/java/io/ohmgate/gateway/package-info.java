/** The gateway put together: what a protocol talks to, and what orders and screens are fed from. */
@NullMarked
package io.ohmgate.gateway;

import org.jspecify.annotations.NullMarked;
