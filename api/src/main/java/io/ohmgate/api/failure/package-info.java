/** Why the product would not start, each reason with its own line and exit code. */
@NullMarked
package io.ohmgate.api.failure;

import org.jspecify.annotations.NullMarked;
