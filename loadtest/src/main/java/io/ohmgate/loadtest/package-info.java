/** Load that is scheduled, not looped. */
@NullMarked
package io.ohmgate.loadtest;

import org.jspecify.annotations.NullMarked;
