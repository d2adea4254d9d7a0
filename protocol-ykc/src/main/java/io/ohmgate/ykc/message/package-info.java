/** One record per message with both directions of its codec, and {@link io.ohmgate.ykc.message.FrameType} as the table of contents. */
@NullMarked
package io.ohmgate.ykc.message;

import org.jspecify.annotations.NullMarked;
