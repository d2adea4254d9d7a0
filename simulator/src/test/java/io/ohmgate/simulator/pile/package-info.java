/** Stories of one pile on virtual time. */
@org.jspecify.annotations.NullMarked
package io.ohmgate.simulator.pile;
