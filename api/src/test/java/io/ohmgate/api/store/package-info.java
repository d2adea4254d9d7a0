/** The stores, tried on a real database. */
@NullMarked
package io.ohmgate.api.store;

import org.jspecify.annotations.NullMarked;
