/** What has happened to piles: past tense, ids instead of objects, and when. */
@NullMarked
package io.ohmgate.gateway.event;

import org.jspecify.annotations.NullMarked;
