/** Double entry: accounts, journals that sum to zero, and the journals that the business writes. */
@NullMarked
package io.ohmgate.billing.ledger;

import org.jspecify.annotations.NullMarked;
