/** What every long connection to a person or a back end needs: who it is, whether it still reads, what may be heard. */
@NullMarked
package io.ohmgate.api.push;

import org.jspecify.annotations.NullMarked;
