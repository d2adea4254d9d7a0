/** Frames over HTTP: what a pile said, field by field. */
@NullMarked
package io.ohmgate.api.http.frame;

import org.jspecify.annotations.NullMarked;
