/** Rollouts of firmware (升级批次): one file to many piles, wave by wave, stopped by itself when too much goes wrong. */
@NullMarked
package io.ohmgate.gateway.campaign;

import org.jspecify.annotations.NullMarked;
