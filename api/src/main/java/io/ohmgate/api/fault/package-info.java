/** Faults that somebody must see to, and what batteries told: heard from the gateway, written down, never waited for. */
@NullMarked
package io.ohmgate.api.fault;

import org.jspecify.annotations.NullMarked;
