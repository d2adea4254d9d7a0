/** QR codes (二维码) with tables and piles behind them. */
@NullMarked
package io.ohmgate.api.qr;

import org.jspecify.annotations.NullMarked;
