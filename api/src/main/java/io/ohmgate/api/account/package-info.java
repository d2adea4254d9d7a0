/** Staff and drivers: passwords, login codes, idempotency keys and the audit log. */
@NullMarked
package io.ohmgate.api.account;

import org.jspecify.annotations.NullMarked;
