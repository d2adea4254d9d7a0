package io.ohmgate.billing.planted;

/** Stands where it must not. */
final class Planted {
    reactor.core.publisher.Mono<String> framework = reactor.core.publisher.Mono.empty();
}
