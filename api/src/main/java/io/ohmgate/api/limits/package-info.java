/** The list of everything that can grow, what its end is and what happens there (invariants 5.3). */
@NullMarked
package io.ohmgate.api.limits;

import org.jspecify.annotations.NullMarked;
