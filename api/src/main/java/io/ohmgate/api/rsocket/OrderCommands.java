package io.ohmgate.api.rsocket;

import io.ohmgate.api.security.Caller;
import io.ohmgate.api.view.LimitView;
import io.ohmgate.api.view.OrderView;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What a back end may do to orders. Refusals are problems with the codes of REST. */
interface OrderCommands {
    /**
     * The key is that of the Idempotency-Key header; {@code waitForPlug} starts before the gun is plugged in.
     * {@code tariffVersionId} is the version whose prices the driver was shown.
     */
    record Start(
            @Nullable String idempotencyKey,
            @Nullable String gunId,
            @Nullable LimitView limit,
            @Nullable Boolean waitForPlug,
            @Nullable Long tariffVersionId) {}

    record Stop(@Nullable String orderId) {}

    Mono<OrderView> start(Caller.Driver driver, Start start);

    Mono<OrderView> stop(Caller caller, Stop stop);
}
