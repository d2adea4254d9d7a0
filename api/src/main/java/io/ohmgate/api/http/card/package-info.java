/** Cards, vehicles, and what stations and piles accept of them, over HTTP. */
@NullMarked
package io.ohmgate.api.http.card;

import org.jspecify.annotations.NullMarked;
