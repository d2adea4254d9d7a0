/** A violation on purpose: the house test must find it. */
@NullMarked
package io.ohmgate.ykc.planted;

import org.jspecify.annotations.NullMarked;
