/** The level of overload and the limits of the node, for staff. */
@NullMarked
package io.ohmgate.api.http.calm;

import org.jspecify.annotations.NullMarked;
