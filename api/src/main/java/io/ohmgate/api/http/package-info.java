/** The HTTP edge. Handlers turn a request into one call and a result into one view; no rule lives here. */
@NullMarked
package io.ohmgate.api.http;

import org.jspecify.annotations.NullMarked;
