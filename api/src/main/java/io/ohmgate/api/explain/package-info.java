/** Why an order ended as it did: its life from every table and frame there is, in words. */
@NullMarked
package io.ohmgate.api.explain;

import org.jspecify.annotations.NullMarked;
