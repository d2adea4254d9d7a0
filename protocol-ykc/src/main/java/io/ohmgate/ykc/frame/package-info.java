/** The frame: bytes on the wire, found, judged and written. It knows no message. */
@NullMarked
package io.ohmgate.ykc.frame;

import org.jspecify.annotations.NullMarked;
