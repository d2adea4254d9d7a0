/** The charging order, its state machine and its timers. */
@NullMarked
package io.ohmgate.gateway.order;

import org.jspecify.annotations.NullMarked;
