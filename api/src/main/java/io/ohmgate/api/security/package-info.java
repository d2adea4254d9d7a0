/** Who may come in: the table of routes, the tokens, the secrets. */
@NullMarked
package io.ohmgate.api.security;

import org.jspecify.annotations.NullMarked;
