@NullMarked
package io.ohmgate.api.cluster;

import org.jspecify.annotations.NullMarked;
