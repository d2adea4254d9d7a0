/** The whole product in a process of its own, with simulated piles and real clients around it. */
@NullMarked
package io.ohmgate.api.e2e;

import org.jspecify.annotations.NullMarked;
