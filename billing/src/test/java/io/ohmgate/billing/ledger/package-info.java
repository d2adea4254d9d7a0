@NullMarked
package io.ohmgate.billing.ledger;

import org.jspecify.annotations.NullMarked;
