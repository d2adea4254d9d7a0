@NullMarked
package io.ohmgate.api.nodes;

import org.jspecify.annotations.NullMarked;
