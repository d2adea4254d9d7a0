/** Charges on every gun, from the tap to the bill. */
@NullMarked
package io.ohmgate.loadtest.charges;

import org.jspecify.annotations.NullMarked;
