/** Nodes in MySQL, sessions in Redis, and the RSocket link between nodes: the engines behind {@code gateway.cluster}. */
@NullMarked
package io.ohmgate.api.cluster;

import org.jspecify.annotations.NullMarked;
