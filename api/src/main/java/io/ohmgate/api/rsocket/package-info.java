/** RSocket for back ends: event streams, start and stop. Routes are a table; nothing is found by reflection. */
@NullMarked
package io.ohmgate.api.rsocket;

import org.jspecify.annotations.NullMarked;
