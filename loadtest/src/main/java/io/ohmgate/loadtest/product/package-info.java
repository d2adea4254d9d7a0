/** The product as a load test starts, fills and asks it: from outside. */
@NullMarked
package io.ohmgate.loadtest.product;

import org.jspecify.annotations.NullMarked;
