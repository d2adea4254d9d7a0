/** The smallest platform that keeps to the book: to certify piles against, and to try the simulator without a product. */
@NullMarked
package io.ohmgate.simulator.platform;

import org.jspecify.annotations.NullMarked;
