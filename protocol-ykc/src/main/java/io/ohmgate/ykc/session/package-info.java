/**
 * One connection's conversation: phases decide, the handler carries out, the translator is the only place where the
 * protocol's words and the gateway's words meet.
 */
@NullMarked
package io.ohmgate.ykc.session;

import org.jspecify.annotations.NullMarked;
