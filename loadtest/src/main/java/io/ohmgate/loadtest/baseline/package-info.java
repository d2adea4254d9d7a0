/** What the figures are compared with: a plain server that only acknowledges. */
@NullMarked
package io.ohmgate.loadtest.baseline;

import org.jspecify.annotations.NullMarked;
