@NullMarked
package io.ohmgate.billing.check;

import org.jspecify.annotations.NullMarked;
