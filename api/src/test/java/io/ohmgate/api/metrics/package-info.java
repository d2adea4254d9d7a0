@NullMarked
package io.ohmgate.api.metrics;

import org.jspecify.annotations.NullMarked;
