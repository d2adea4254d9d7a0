/** How far a pile's number is believed: levels, the evidence for them, and where a device is known to come from. */
@NullMarked
package io.ohmgate.gateway.trust;

import org.jspecify.annotations.NullMarked;
