/** How the whole process notices that it is short of something, and how it refuses cheaply. */
@NullMarked
package io.ohmgate.api.calm;

import org.jspecify.annotations.NullMarked;
