/** How orders, guns and bills are written as JSON, the same in every answer and on every socket. */
@NullMarked
package io.ohmgate.api.view;

import org.jspecify.annotations.NullMarked;
