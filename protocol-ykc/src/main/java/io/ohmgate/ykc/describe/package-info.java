/** Any frame as named fields with physical values, for the decode command and for people who read frames. */
@NullMarked
package io.ohmgate.ykc.describe;

import org.jspecify.annotations.NullMarked;
