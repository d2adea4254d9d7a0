package io.ohmgate.gateway.order;

import java.time.Instant;
import reactor.core.publisher.Flux;

/** The timers of all orders. They are set by {@link OrderStore}; here they are only found. */
public interface TimerStore {
    /** Timers due at {@code now} or before, the earliest first, at most {@code limit}. A plain read without locks. */
    Flux<OrderTimer> due(Instant now, int limit);
}
