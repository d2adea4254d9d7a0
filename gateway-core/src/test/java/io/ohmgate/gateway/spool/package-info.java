@NullMarked
package io.ohmgate.gateway.spool;

import org.jspecify.annotations.NullMarked;
