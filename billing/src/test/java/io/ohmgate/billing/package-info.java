@NullMarked
package io.ohmgate.billing;

import org.jspecify.annotations.NullMarked;
