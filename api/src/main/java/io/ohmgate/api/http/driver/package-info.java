/** What a driver may call. */
@NullMarked
package io.ohmgate.api.http.driver;

import org.jspecify.annotations.NullMarked;
