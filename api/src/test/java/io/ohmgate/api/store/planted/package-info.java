/** A violation on purpose: the house test must find it. */
@NullMarked
package io.ohmgate.api.store.planted;

import org.jspecify.annotations.NullMarked;
