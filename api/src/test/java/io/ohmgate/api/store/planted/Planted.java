package io.ohmgate.api.store.planted;

/** Stands where it must not. */
final class Planted {
    Class<?> cache = io.lettuce.core.RedisClient.class;

    Class<?> toy = io.ohmgate.simulator.planted.Toy.class;
}
