@NullMarked
package io.ohmgate.billing.wallet;

import org.jspecify.annotations.NullMarked;
