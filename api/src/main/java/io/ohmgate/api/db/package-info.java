/** The database as seen from the application: pools, transactions, migrations. */
@NullMarked
package io.ohmgate.api.db;

import org.jspecify.annotations.NullMarked;
