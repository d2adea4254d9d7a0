/** Drivers' cards and vehicles: whose they are, where they may start a charge, and which piles keep them. */
@NullMarked
package io.ohmgate.api.card;

import org.jspecify.annotations.NullMarked;
