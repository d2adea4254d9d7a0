/** From {@code main} to a running application: checks, servers, ready block. */
@NullMarked
package io.ohmgate.api.boot;

import org.jspecify.annotations.NullMarked;
