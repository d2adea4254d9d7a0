/** YKC V1.4 to V1.7 (云快充平台协议). */
@NullMarked
package io.ohmgate.ykc;

import org.jspecify.annotations.NullMarked;
