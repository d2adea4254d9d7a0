package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import io.ohmgate.gateway.cluster.ClusterNode;
import io.ohmgate.gateway.cluster.EpochBlocks;
import io.ohmgate.gateway.cluster.NodeId;
import io.ohmgate.gateway.cluster.NodeRole;
import io.ohmgate.gateway.cluster.NodeState;
import io.ohmgate.gateway.cluster.NodeTable;
import io.ohmgate.gateway.cluster.RunningOrders;
import io.ohmgate.gateway.pile.PileNo;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** The nodes' rows and the counter of epochs. Ages are reckoned by the database, so that nodes' clocks do not matter. */
public final class ClusterTables implements NodeTable, EpochBlocks, RunningOrders {
    /** A node that was not seen for so long is not coming back. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(7);

    private static final int HOST_MAX = 255;
    private static final int VERSION_MAX = 64;

    private static final String FORGET =
            "DELETE FROM cluster_node WHERE TIMESTAMPDIFF(SECOND, seen_at, UTC_TIMESTAMP(3)) > :seconds";

    private static final String JOIN = """
        INSERT INTO cluster_node (node_id, incarnation, roles, host, port, version, state, started_at, seen_at)
             VALUES (:node, 1, :roles, :host, :port, :version, :state, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
            ON DUPLICATE KEY UPDATE
               incarnation = incarnation + 1, roles = VALUES(roles), host = VALUES(host), port = VALUES(port),
               version = VALUES(version), state = VALUES(state), started_at = VALUES(started_at),
               seen_at = VALUES(seen_at)
        """;

    private static final String BEAT = """
        UPDATE cluster_node SET seen_at = UTC_TIMESTAMP(3), state = :state
         WHERE node_id = :node AND incarnation = :incarnation
        """;

    private static final String ALL = """
        SELECT node_id, incarnation, roles, host, port, version, state,
               TIMESTAMPDIFF(MICROSECOND, seen_at, UTC_TIMESTAMP(3)) AS age
          FROM cluster_node
        """;

    private static final String MINT = """
        UPDATE session_epoch SET last_epoch = GREATEST(last_epoch, UNIX_TIMESTAMP() * 1048576) + :size WHERE id = 1
        """;

    private final Database critical;

    /** Through the critical pool: a node that cannot get a connection for its row is taken for gone. */
    public ClusterTables(Database critical) {
        this.critical = critical;
    }

    @Override
    public Mono<Long> join(ClusterNode self) {
        Mono<Long> incarnation = critical.sql()
                .sql("SELECT incarnation FROM cluster_node WHERE node_id = :node")
                .bind("node", self.id().name())
                .map(row -> Columns.number(row, "incarnation"))
                .one();
        return critical.detachedTransaction(
                "join the cluster",
                critical.sql()
                        .sql(FORGET)
                        .bind("seconds", FORGOTTEN_AFTER.toSeconds())
                        .then()
                        .then(described(critical.sql().sql(JOIN), self).then())
                        .then(incarnation));
    }

    private static DatabaseClient.GenericExecuteSpec described(
            DatabaseClient.GenericExecuteSpec spec, ClusterNode self) {
        return spec.bind("node", self.id().name())
                .bind("roles", written(self.roles()))
                .bind("host", cut(self.host(), HOST_MAX))
                .bind("port", self.port())
                .bind("version", cut(self.version(), VERSION_MAX))
                .bind("state", self.state().name());
    }

    @Override
    public Mono<Sighting> beat(ClusterNode self) {
        return critical.sql()
                .sql(BEAT)
                .bind("state", self.state().name())
                .bind("node", self.id().name())
                .bind("incarnation", self.incarnation())
                .then()
                .thenMany(critical.sql().sql(ALL).map(ClusterTables::row).all())
                .collectList()
                .map(rows -> new Sighting(isOurs(rows, self), rows));
    }

    private static boolean isOurs(List<Row> rows, ClusterNode self) {
        return rows.stream()
                .map(Row::node)
                .anyMatch(node -> node.id().equals(self.id()) && node.incarnation() == self.incarnation());
    }

    @Override
    public Mono<Long> next(int size) {
        return critical.detachedTransaction(
                "mint epochs",
                critical.sql()
                        .sql(MINT)
                        .bind("size", size)
                        .then()
                        .then(critical.sql()
                                .sql("SELECT last_epoch FROM session_epoch WHERE id = 1")
                                .map(row -> Columns.number(row, "last_epoch"))
                                .one()));
    }

    /** By the key that lets one order at a time have a gun: it holds running orders only. */
    @Override
    public Mono<Boolean> on(PileNo pileNo) {
        return critical.sql()
                .sql("SELECT COUNT(*) AS orders FROM charging_order WHERE active_gun BETWEEN :first AND :last")
                .bind("first", pileNo.digits() + "00")
                .bind("last", pileNo.digits() + "99")
                .map(row -> Columns.number(row, "orders") > 0)
                .one();
    }

    private static Row row(Readable row) {
        ClusterNode node = new ClusterNode(
                new NodeId(Columns.text(row, "node_id")),
                Columns.number(row, "incarnation"),
                read(Columns.text(row, "roles")),
                Columns.text(row, "host"),
                Math.toIntExact(Columns.number(row, "port")),
                Columns.text(row, "version"),
                Columns.constant(row, "state", NodeState.class));
        return new Row(node, Duration.of(Columns.number(row, "age"), ChronoUnit.MICROS));
    }

    private static String written(Set<NodeRole> roles) {
        return new TreeSet<>(roles).stream().map(Enum::name).collect(Collectors.joining(","));
    }

    /** A role that only a newer version knows is none of our business. */
    private static Set<NodeRole> read(String roles) {
        Set<String> names = Set.of(roles.split(","));
        return Arrays.stream(NodeRole.values())
                .filter(role -> names.contains(role.name()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(NodeRole.class)));
    }

    private static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max);
    }
}
