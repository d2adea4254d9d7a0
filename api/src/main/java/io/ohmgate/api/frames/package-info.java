/** What piles said, kept and shown: masked before it is written, decoded when it is read, by the one describer there is. */
@NullMarked
package io.ohmgate.api.frames;

import org.jspecify.annotations.NullMarked;
