/** Errors as the client sees them: application/problem+json with a stable code. */
@NullMarked
package io.ohmgate.api.problem;

import org.jspecify.annotations.NullMarked;
