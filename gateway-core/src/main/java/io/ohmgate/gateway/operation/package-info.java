/** What people do to piles (操作): asked for once, kept durably, followed to its end. */
@NullMarked
package io.ohmgate.gateway.operation;

import org.jspecify.annotations.NullMarked;
