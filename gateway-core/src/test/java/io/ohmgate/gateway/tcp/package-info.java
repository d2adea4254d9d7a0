@NullMarked
package io.ohmgate.gateway.tcp;

import org.jspecify.annotations.NullMarked;
