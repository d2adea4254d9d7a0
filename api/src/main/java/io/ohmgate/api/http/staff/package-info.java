/** What staff of an operator may call. */
@NullMarked
package io.ohmgate.api.http.staff;

import org.jspecify.annotations.NullMarked;
