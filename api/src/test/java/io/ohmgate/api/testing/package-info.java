/** What integration tests stand on: one MariaDB and one Redis for each test JVM. */
@NullMarked
package io.ohmgate.api.testing;

import org.jspecify.annotations.NullMarked;
