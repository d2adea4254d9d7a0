/** Stations, for those who run them and for drivers who look for one. */
@NullMarked
package io.ohmgate.api.http.station;

import org.jspecify.annotations.NullMarked;
