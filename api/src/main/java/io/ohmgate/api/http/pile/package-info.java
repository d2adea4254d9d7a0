/** Piles and their guns. */
@NullMarked
package io.ohmgate.api.http.pile;

import org.jspecify.annotations.NullMarked;
