/** Programs for piles and their rollouts. */
@NullMarked
package io.ohmgate.api.http.firmware;

import org.jspecify.annotations.NullMarked;
