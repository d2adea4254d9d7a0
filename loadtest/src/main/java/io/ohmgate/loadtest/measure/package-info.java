/** What is measured, and from when: due times, percentiles, the process table. */
@NullMarked
package io.ohmgate.loadtest.measure;

import org.jspecify.annotations.NullMarked;
