/** What single piles do otherwise than the book, as far as the platform goes along with it: named, and off by default. */
@NullMarked
package io.ohmgate.ykc.dialect;

import org.jspecify.annotations.NullMarked;
