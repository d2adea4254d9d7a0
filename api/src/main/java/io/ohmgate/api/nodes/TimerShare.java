package io.ohmgate.api.nodes;

import io.ohmgate.api.store.OrderTables;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.cluster.NodeRole;
import io.ohmgate.gateway.cluster.NodeRoles;
import io.ohmgate.gateway.cluster.Owner;
import io.ohmgate.gateway.cluster.SessionDirectory;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderTimer;
import io.ohmgate.gateway.pile.PileNo;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Which of the timers that are due this node fires: those of the piles it holds; with the role {@code jobs} also those of
 * piles that nobody holds, and those that their holder has let lie for too long. Two nodes that fire the same one do no
 * harm: the row is there for one of them only.
 */
public final class TimerShare {
    /** What others are to fire stays in the table and must not hide what is ours. */
    public static final int LOOKED_AT_MAX = 2_000;

    static final Duration LEFT_LYING = Duration.ofSeconds(10);

    private final OrderTables orders;
    private final GatewayParts gateway;
    private final SessionDirectory directory;
    private final NodeRoles roles;
    private final InstantSource clock;

    public TimerShare(
            OrderTables orders,
            GatewayParts gateway,
            SessionDirectory directory,
            NodeRoles roles,
            InstantSource clock) {
        this.orders = orders;
        this.gateway = gateway;
        this.directory = directory;
        this.roles = roles;
        this.clock = clock;
    }

    public Mono<List<OrderTimer>> mine(List<OrderTimer> due) {
        return orders.pilesOf(due.stream().map(OrderTimer::orderId).collect(Collectors.toSet()))
                .flatMap(piles -> mine(due, piles));
    }

    private Mono<List<OrderTimer>> mine(List<OrderTimer> due, Map<OrderId, PileNo> piles) {
        List<OrderTimer> here = new ArrayList<>();
        List<OrderTimer> elsewhere = new ArrayList<>();
        for (OrderTimer timer : due) {
            PileNo pileNo = piles.get(timer.orderId());
            if (pileNo != null) {
                (gateway.sessions.current(pileNo).isPresent() ? here : elsewhere).add(timer);
            }
        }
        if (elsewhere.isEmpty() || !roles.has(NodeRole.JOBS)) {
            return Mono.just(here);
        }
        Instant now = clock.instant();
        return directory
                .find(elsewhere.stream()
                        .map(timer -> piles.get(timer.orderId()))
                        .collect(Collectors.toSet()))
                .map(owners -> {
                    elsewhere.stream()
                            .filter(timer -> isLeftToUs(timer, owners.get(piles.get(timer.orderId())), now))
                            .forEach(here::add);
                    return here;
                });
    }

    private static boolean isLeftToUs(OrderTimer timer, @Nullable Owner owner, Instant now) {
        return owner == null || timer.dueAt().plus(LEFT_LYING).isBefore(now);
    }
}
