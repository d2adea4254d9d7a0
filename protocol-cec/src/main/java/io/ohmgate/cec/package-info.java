/** T/CEC 102-2016, the interconnection of operators. */
@NullMarked
package io.ohmgate.cec;

import org.jspecify.annotations.NullMarked;
