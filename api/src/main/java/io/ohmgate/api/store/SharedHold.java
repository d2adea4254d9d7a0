package io.ohmgate.api.store;

import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.ParallelGroup;
import java.util.Arrays;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * The money that guns which charge one vehicle share: one hold, of the main order. Each gun's bill takes its part; what is
 * left stays held while another gun may still need it, and the last one gives it back.
 */
final class SharedHold {
    /** What a record or a person may still bill. */
    private static final List<String> UNDECIDED = Arrays.stream(OrderState.values())
            .filter(state -> state != OrderState.SETTLED && state != OrderState.START_FAILED)
            .map(OrderState::name)
            .toList();

    /** {@code FOR UPDATE}, since TiDB has no shared locks; of two that settle at once one waits or begins anew. */
    private static final String UNDECIDED_OTHERS = "SELECT COUNT(*) AS others FROM charging_order"
            + " WHERE parallel_main = :main AND id <> :id AND state IN " + OrderRows.quoted(UNDECIDED)
            + " FOR UPDATE";

    private SharedHold() {}

    /** The order whose hold pays for this one. */
    static OrderId idOf(ChargingOrder order) {
        ParallelGroup group = order.terms().source().parallel();
        return group == null ? order.id() : group.main();
    }

    /** Whether nobody but this order needs what is held. */
    static Mono<Boolean> freed(DatabaseClient sql, ChargingOrder order) {
        ParallelGroup group = order.terms().source().parallel();
        return group == null
                ? Mono.just(true)
                : sql.sql(UNDECIDED_OTHERS)
                        .bind("main", group.main().text())
                        .bind("id", order.id().text())
                        .map(row -> Columns.number(row, "others") == 0)
                        .one();
    }
}
