@NullMarked
package io.ohmgate.gateway.operation;

import org.jspecify.annotations.NullMarked;
