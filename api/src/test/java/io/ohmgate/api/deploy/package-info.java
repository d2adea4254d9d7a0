@NullMarked
package io.ohmgate.api.deploy;

import org.jspecify.annotations.NullMarked;
