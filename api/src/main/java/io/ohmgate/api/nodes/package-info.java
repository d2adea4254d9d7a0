/** What makes several processes one product: requests that reach the node that holds a pile, and news that reach all. */
@NullMarked
package io.ohmgate.api.nodes;

import org.jspecify.annotations.NullMarked;
