@NullMarked
package io.ohmgate.gateway.record;

import org.jspecify.annotations.NullMarked;
