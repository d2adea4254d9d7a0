/** Energy, prices, money and what a charge costs. Pure: no framework, no clock, no I/O. */
@NullMarked
package io.ohmgate.billing;

import org.jspecify.annotations.NullMarked;
