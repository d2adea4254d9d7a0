/** One command for each kind of load. */
@NullMarked
package io.ohmgate.loadtest.scenario;

import org.jspecify.annotations.NullMarked;
