/** Questions that a pile answers once, and what must be told to every pile: the time and its tariff. */
@NullMarked
package io.ohmgate.gateway.command;

import org.jspecify.annotations.NullMarked;
