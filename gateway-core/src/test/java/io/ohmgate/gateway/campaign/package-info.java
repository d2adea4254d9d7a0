@NullMarked
package io.ohmgate.gateway.campaign;

import org.jspecify.annotations.NullMarked;
