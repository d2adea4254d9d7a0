/** What comes to the port and is no pile. */
@NullMarked
package io.ohmgate.loadtest.attack;

import org.jspecify.annotations.NullMarked;
