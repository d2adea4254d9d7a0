/** What operators do to piles, and how far each of it has come. */
@NullMarked
package io.ohmgate.api.http.operation;

import org.jspecify.annotations.NullMarked;
