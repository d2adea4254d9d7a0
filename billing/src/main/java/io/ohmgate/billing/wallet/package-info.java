/** A driver's wallet and the holds on it, as pure values. */
@NullMarked
package io.ohmgate.billing.wallet;

import org.jspecify.annotations.NullMarked;
