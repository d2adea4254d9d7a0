/**
 * The tables, in SQL that is written by hand and stands where it is used. One class a family of tables; whatever reads or
 * writes for a person takes a {@link io.ohmgate.api.store.Scope}, so that nobody can forget whose rows they are.
 */
@NullMarked
package io.ohmgate.api.store;

import org.jspecify.annotations.NullMarked;
