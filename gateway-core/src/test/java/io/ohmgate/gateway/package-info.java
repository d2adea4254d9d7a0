@NullMarked
package io.ohmgate.gateway;

import org.jspecify.annotations.NullMarked;
