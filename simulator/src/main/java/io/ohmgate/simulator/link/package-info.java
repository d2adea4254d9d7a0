/** Many simulated piles on a few Netty event loops, and how their frames look on the wire. */
@NullMarked
package io.ohmgate.simulator.link;

import org.jspecify.annotations.NullMarked;
