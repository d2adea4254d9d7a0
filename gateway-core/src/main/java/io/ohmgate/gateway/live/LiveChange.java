package io.ohmgate.gateway.live;

/** A gun before and after something was told of it. {@code state}: not only its values are others. */
public record LiveChange(GunLive before, GunLive after, boolean state) {}
