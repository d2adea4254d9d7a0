@NullMarked
package io.ohmgate.gateway.live;

import org.jspecify.annotations.NullMarked;
