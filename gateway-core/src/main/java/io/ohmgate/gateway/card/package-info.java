/** Starts asked for at the pile by card or vehicle, and the cards that piles keep for when they are offline. */
@NullMarked
package io.ohmgate.gateway.card;

import org.jspecify.annotations.NullMarked;
