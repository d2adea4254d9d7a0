/** What the node does when it has more to do than it can: how that is noticed, what gives way and in which order. */
@NullMarked
package io.ohmgate.gateway.calm;

import org.jspecify.annotations.NullMarked;
