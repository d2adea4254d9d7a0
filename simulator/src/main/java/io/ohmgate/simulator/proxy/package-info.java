/**
 * A TCP proxy that does to a connection what networks do: it delays, cuts, splits, merges, corrupts and falls silent. It
 * stands between any pair, pile and gateway as well as gateway and MySQL or Redis.
 */
@NullMarked
package io.ohmgate.simulator.proxy;

import org.jspecify.annotations.NullMarked;
