/** Faults over HTTP: codes in words, and the work orders that repeated faults raise. */
@NullMarked
package io.ohmgate.api.http.fault;

import org.jspecify.annotations.NullMarked;
