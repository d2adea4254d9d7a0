/** How work is run here: one after another for a key, again and again, and without regard to who still listens. */
@NullMarked
package io.ohmgate.gateway.work;

import org.jspecify.annotations.NullMarked;
