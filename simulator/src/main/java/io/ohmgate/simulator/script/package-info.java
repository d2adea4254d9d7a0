/** What drivers do: when they plug, start and leave. */
@NullMarked
package io.ohmgate.simulator.script;

import org.jspecify.annotations.NullMarked;
