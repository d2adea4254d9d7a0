@NullMarked
package io.ohmgate.gateway.card;

import org.jspecify.annotations.NullMarked;
