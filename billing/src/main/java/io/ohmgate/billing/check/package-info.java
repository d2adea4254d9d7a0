/** The pile's own bill, and what is to be thought of it beside ours (invariants 7.5). */
@NullMarked
package io.ohmgate.billing.check;

import org.jspecify.annotations.NullMarked;
