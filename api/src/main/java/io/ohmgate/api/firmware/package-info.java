/** Programs for piles (固件): kept in the data directory, fetched by FTP with an account that holds once. */
@NullMarked
package io.ohmgate.api.firmware;

import org.jspecify.annotations.NullMarked;
