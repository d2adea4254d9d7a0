package io.ohmgate.api.account;

import reactor.core.publisher.Mono;

/** Hands a text message over to whoever delivers it. Fails if it was not taken. */
public interface SmsSender {
    Mono<Void> send(Phone phone, String text);
}
