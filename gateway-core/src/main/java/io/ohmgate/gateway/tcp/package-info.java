/** The TCP front: accepts connections within limits and hands each to a protocol. */
@NullMarked
package io.ohmgate.gateway.tcp;

import org.jspecify.annotations.NullMarked;
