/** The application: wiring and main. */
@NullMarked
package io.ohmgate.api;

import org.jspecify.annotations.NullMarked;
