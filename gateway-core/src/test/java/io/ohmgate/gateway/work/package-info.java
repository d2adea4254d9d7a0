@NullMarked
package io.ohmgate.gateway.work;

import org.jspecify.annotations.NullMarked;
