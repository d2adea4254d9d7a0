/**
 * Redis, which holds only what may be lost: the last live values, for other nodes and for the first seconds after a start.
 * Nothing else waits for it, and nothing here waits long (invariants, facts 14 and 15).
 */
@NullMarked
package io.ohmgate.api.redis;

import org.jspecify.annotations.NullMarked;
