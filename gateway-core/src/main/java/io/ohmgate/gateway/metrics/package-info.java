/** What is counted and timed beyond one class: the names of invariants 6.1. Labels are enums', so none can grow. */
@NullMarked
package io.ohmgate.gateway.metrics;

import org.jspecify.annotations.NullMarked;
