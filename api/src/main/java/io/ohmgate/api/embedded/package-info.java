/** Genuine MariaDB and Redis as child processes, taken from jars; knows nothing of Spring. */
@NullMarked
package io.ohmgate.api.embedded;

import org.jspecify.annotations.NullMarked;
