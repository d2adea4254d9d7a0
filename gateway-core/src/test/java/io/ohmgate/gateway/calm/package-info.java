@NullMarked
package io.ohmgate.gateway.calm;

import org.jspecify.annotations.NullMarked;
