/**
 * Several nodes as one gateway: who is up, which of them holds a pile, and how they talk. Nothing here decides by itself
 * who leads: MySQL mints epochs and keeps the nodes' rows, Redis says where a pile was seen last, and a pile's own login
 * moves it.
 */
@NullMarked
package io.ohmgate.gateway.cluster;

import org.jspecify.annotations.NullMarked;
