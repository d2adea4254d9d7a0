/** Charging orders: start, watch, stop, bill; and those that wait for a person. */
@NullMarked
package io.ohmgate.api.http.order;

import org.jspecify.annotations.NullMarked;
