@NullMarked
package io.ohmgate.gateway.cluster;

import org.jspecify.annotations.NullMarked;
