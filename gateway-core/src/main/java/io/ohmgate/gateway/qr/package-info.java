/** QR codes (二维码): which piles show, and what a scanned text names. Pure. */
@NullMarked
package io.ohmgate.gateway.qr;

import org.jspecify.annotations.NullMarked;
