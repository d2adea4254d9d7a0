/** 微基准. What one frame and one bill cost by themselves, without a network and without a database. */
@NullMarked
package io.ohmgate.loadtest.bench;

import org.jspecify.annotations.NullMarked;
