/** Results as JSON, as a table, and as one page. */
@NullMarked
package io.ohmgate.loadtest.report;

import org.jspecify.annotations.NullMarked;
