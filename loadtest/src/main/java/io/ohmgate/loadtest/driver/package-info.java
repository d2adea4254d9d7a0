/** Tens of thousands of piles in one light process: due times fixed beforehand, frames encoded beforehand. */
@NullMarked
package io.ohmgate.loadtest.driver;

import org.jspecify.annotations.NullMarked;
