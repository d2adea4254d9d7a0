/** Redis as it is, and as it fails. */
@NullMarked
package io.ohmgate.api.redis;

import org.jspecify.annotations.NullMarked;
