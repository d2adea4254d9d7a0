package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.dao.DuplicateKeyException;
import reactor.core.publisher.Mono;

/** Which process does the work that one does for all: rows that are held until a time, and then anybody's. */
public final class JobTables {
    private static final String TAKE = "UPDATE cluster_job SET node = :node, incarnation = :incarnation, held_until ="
            + " :until WHERE name = :name AND (held_until < :now OR (node = :node AND incarnation = :incarnation))";
    private static final String FIRST = "INSERT INTO cluster_job (name, node, incarnation, held_until)"
            + " VALUES (:name, :node, :incarnation, :until)";

    private final Database general;
    private final InstantSource clock;

    /** A process of a node: another one after each start. */
    public record Holder(String node, long incarnation) {}

    public JobTables(Database general, InstantSource clock) {
        this.general = general;
        this.clock = clock;
    }

    /** Whether the job is this process's for {@code length} from now. */
    public Mono<Boolean> claim(String name, Holder holder, Duration length) {
        return Mono.defer(() -> {
            Instant now = Columns.storable(clock.instant());
            Instant until = Columns.storable(now.plus(length));
            return general.sql()
                    .sql(TAKE)
                    .bind("name", name)
                    .bind("node", holder.node())
                    .bind("incarnation", holder.incarnation())
                    .bind("now", now)
                    .bind("until", until)
                    .fetch()
                    .rowsUpdated()
                    .flatMap(rows -> rows == 1 ? Mono.just(true) : first(name, holder, until));
        });
    }

    private Mono<Boolean> first(String name, Holder holder, Instant until) {
        return general.sql()
                .sql(FIRST)
                .bind("name", name)
                .bind("node", holder.node())
                .bind("incarnation", holder.incarnation())
                .bind("until", until)
                .then()
                .thenReturn(true)
                .onErrorResume(DuplicateKeyException.class, held -> Mono.just(false));
    }
}
