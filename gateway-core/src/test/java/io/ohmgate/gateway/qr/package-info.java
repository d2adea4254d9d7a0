@NullMarked
package io.ohmgate.gateway.qr;

import org.jspecify.annotations.NullMarked;
