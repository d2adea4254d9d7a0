package io.ohmgate.api.rsocket;

import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.push.WriteGate;
import io.ohmgate.api.security.Caller;
import io.rsocket.ConnectionSetupPayload;
import io.rsocket.RSocket;
import io.rsocket.SocketAcceptor;
import io.rsocket.exceptions.RejectedSetupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Lets in whoever shows a valid token at setup, for as long as it is valid. */
final class BackendAcceptor implements SocketAcceptor {
    private static final Logger LOG = LoggerFactory.getLogger(BackendAcceptor.class);
    private final WriteGate gate;
    private final BackendParts parts;

    BackendAcceptor(WriteGate gate, BackendParts parts) {
        this.gate = gate;
        this.parts = parts;
    }

    @Override
    public Mono<RSocket> accept(ConnectionSetupPayload setup, RSocket peer) {
        if (setup.keepAliveMaxLifetime() > BackendLimits.KEEP_ALIVE_MAX.toMillis()) {
            return refused("KEEP_ALIVE_TOO_LONG");
        }
        if (!Metadata.isComposite(setup)) {
            return refused("COMPOSITE_METADATA_NEEDED");
        }
        return Mono.justOrEmpty(Metadata.token(setup))
                .flatMap(parts.callers()::byToken)
                .timeout(parts.limits().answerWithin())
                .onErrorResume(failure -> {
                    LOG.atWarn()
                            .addKeyValue("cause", failure.getClass().getSimpleName())
                            .log("a back end's token could not be checked");
                    return refused(ProblemCode.DATABASE_UNAVAILABLE.name());
                })
                .switchIfEmpty(refused(ProblemCode.UNAUTHENTICATED.name()))
                .flatMap(caller -> admit(caller, peer));
    }

    private Mono<RSocket> admit(Caller caller, RSocket peer) {
        String user = caller.tenantId() + "/" + caller.key();
        if (!parts.seats().sitDown(user)) {
            return refused("TOO_MANY_CONNECTIONS");
        }
        Flux.interval(parts.limits().recheckEvery())
                .onBackpressureDrop()
                .concatMap(
                        tick -> parts.callers()
                                .stillHolds(caller)
                                .timeout(parts.limits().answerWithin()),
                        1)
                .filter(holds -> !holds)
                .next()
                .doOnTerminate(peer::dispose)
                .takeUntilOther(peer.onClose().onErrorComplete())
                .doFinally(signal -> parts.seats().getUp(user))
                .subscribe(
                        ended -> {},
                        failure -> LOG.atWarn()
                                .addKeyValue("cause", failure.getClass().getSimpleName())
                                .log("a back end was sent away: its login could not be checked"));
        return Mono.just(new BackendConnection(caller, gate, parts));
    }

    private static <T> Mono<T> refused(String code) {
        return Mono.error(() -> new RejectedSetupException(code));
    }
}
