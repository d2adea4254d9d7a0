/** The plug for protocols: what a session tells the gateway and what the gateway asks of a pile. */
@NullMarked
package io.ohmgate.gateway.link;

import org.jspecify.annotations.NullMarked;
