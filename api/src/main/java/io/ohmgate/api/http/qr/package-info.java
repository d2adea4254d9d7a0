/** From a scanned code to a gun, and the forms a tenant lets its drivers scan. */
@NullMarked
package io.ohmgate.api.http.qr;

import org.jspecify.annotations.NullMarked;
