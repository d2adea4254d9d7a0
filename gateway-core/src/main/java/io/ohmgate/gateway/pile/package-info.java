/** What piles, guns and charges are called, in the field's own words. */
@NullMarked
package io.ohmgate.gateway.pile;

import org.jspecify.annotations.NullMarked;
