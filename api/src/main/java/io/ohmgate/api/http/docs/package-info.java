/** The interface described by itself: OpenAPI and its readable page. */
@NullMarked
package io.ohmgate.api.http.docs;

import org.jspecify.annotations.NullMarked;
