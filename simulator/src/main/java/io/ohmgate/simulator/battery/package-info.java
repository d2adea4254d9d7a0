/** The vehicle at the gun: a battery whose power follows charge and temperature. Integers only, so that energy adds up exactly. */
@NullMarked
package io.ohmgate.simulator.battery;

import org.jspecify.annotations.NullMarked;
