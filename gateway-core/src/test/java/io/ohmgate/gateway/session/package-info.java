@NullMarked
package io.ohmgate.gateway.session;

import org.jspecify.annotations.NullMarked;
