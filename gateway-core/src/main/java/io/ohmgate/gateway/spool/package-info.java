/** A local, fsynced memory for records that the database did not take; never a reason to confirm one (invariants A8, A9). */
@NullMarked
package io.ohmgate.gateway.spool;

import org.jspecify.annotations.NullMarked;
