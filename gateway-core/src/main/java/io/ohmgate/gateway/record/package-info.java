/** The record path: keep, confirm, settle. */
@NullMarked
package io.ohmgate.gateway.record;

import org.jspecify.annotations.NullMarked;
