/** Money of drivers. */
@NullMarked
package io.ohmgate.api.http.wallet;

import org.jspecify.annotations.NullMarked;
