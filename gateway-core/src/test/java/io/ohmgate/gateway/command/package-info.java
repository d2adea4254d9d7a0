@NullMarked
package io.ohmgate.gateway.command;

import org.jspecify.annotations.NullMarked;
