/** What went over the wire: the last frames of each pile in memory, and the ones worth keeping told to whoever keeps them. */
@NullMarked
package io.ohmgate.gateway.frames;

import org.jspecify.annotations.NullMarked;
