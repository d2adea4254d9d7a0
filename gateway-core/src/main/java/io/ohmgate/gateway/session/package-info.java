/** Who is connected: one live session a pile, judged at login, watched for silence. */
@NullMarked
package io.ohmgate.gateway.session;

import org.jspecify.annotations.NullMarked;
