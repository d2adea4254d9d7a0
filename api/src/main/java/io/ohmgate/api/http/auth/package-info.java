/** How staff and drivers get their tokens. */
@NullMarked
package io.ohmgate.api.http.auth;

import org.jspecify.annotations.NullMarked;
