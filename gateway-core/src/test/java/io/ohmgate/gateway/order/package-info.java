@NullMarked
package io.ohmgate.gateway.order;

import org.jspecify.annotations.NullMarked;
