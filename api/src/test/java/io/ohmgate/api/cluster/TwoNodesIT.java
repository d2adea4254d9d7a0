package io.ohmgate.api.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ohmgate.api.db.Database;
import io.ohmgate.api.db.PoolLimits;
import io.ohmgate.api.redis.RedisAddress;
import io.ohmgate.api.redis.RedisConnections;
import io.ohmgate.api.redis.RedisSessions;
import io.ohmgate.api.store.ClusterTables;
import io.ohmgate.api.testing.TestDatabase;
import io.ohmgate.api.testing.TestServers;
import io.ohmgate.gateway.cluster.ClusterNode;
import io.ohmgate.gateway.cluster.ClusterSessions;
import io.ohmgate.gateway.cluster.Epochs;
import io.ohmgate.gateway.cluster.Fence;
import io.ohmgate.gateway.cluster.LinkLimits;
import io.ohmgate.gateway.cluster.NodeId;
import io.ohmgate.gateway.cluster.NodeRegistry;
import io.ohmgate.gateway.cluster.NodeRole;
import io.ohmgate.gateway.cluster.NodeRoles;
import io.ohmgate.gateway.cluster.NodeRoutes;
import io.ohmgate.gateway.cluster.NodeState;
import io.ohmgate.gateway.link.Admission;
import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.link.PileLink;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.GatewayTime;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.session.PileEntry;
import io.ohmgate.gateway.session.PileEntry.PileKind;
import io.ohmgate.gateway.session.PileSessions;
import io.ohmgate.gateway.session.SessionSettings;
import io.r2dbc.pool.ConnectionPool;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Two gateway cores in one process, over a genuine MariaDB, a genuine Redis and real links. */
class TwoNodesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SECRET = "a-secret-that-all-nodes-of-the-test-know";

    private static TestDatabase schema;
    private static ConnectionPool pool;
    private static Database critical;
    private static RedisConnections redis;
    private static Node west;
    private static Node east;

    @BeforeAll
    static void open() {
        schema = TestServers.newDatabase();
        schema.migrate();
        pool = TestDatabase.pool(schema.settings(), PoolLimits.CRITICAL);
        critical = TestDatabase.database(PoolLimits.CRITICAL, pool);
        redis = new RedisConnections(RedisAddress.parse(TestServers.redisUrl()));
        west = new Node("west");
        east = new Node("east");
        west.start();
        east.start();
        Awaitility.await().atMost(PATIENCE).until(() -> west.sees(east) && east.sees(west));
    }

    @AfterAll
    static void close() {
        west.close();
        east.close();
        redis.close();
        pool.dispose();
    }

    @Test
    void e1AndRe4AcrossNodesOneSessionIsLeftAndItsEpochIsTheLargestAlsoAfterFlushall() {
        Device pile = new Device(1, "10.1.2.3", "8986001");
        long epoch = 0;
        Dial before = null;
        for (Node node : List.of(west, east, west, east)) {
            Dial dial = pile.dials(node);
            Awaitility.await().atMost(PATIENCE).until(dial::isIn);
            assertThat(dial.id().epoch()).isGreaterThan(epoch);
            epoch = dial.id().epoch();
            if (before != null) {
                Dial loser = before;
                Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> loser.closed != null);
            }
            before = dial;
            if (node == east) {
                flushAll();
            }
        }
        assertThat(west.sessions.current(pile.pileNo)).isEmpty();
        assertThat(east.sessions.current(pile.pileNo)).isPresent();
        assertThat(east.cluster.directory().find(pile.pileNo).block(PATIENCE))
                .hasValueSatisfying(owner -> assertThat(owner.node()).isEqualTo(east.id));
    }

    @Test
    void aNodeFindsTheOwnerOfAPileThatIsElsewhere() {
        Device pile = new Device(2, "10.1.2.3", "8986002");
        Dial dial = pile.dials(east);
        Awaitility.await().atMost(PATIENCE).until(dial::isIn);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                west.cluster.directory().find(pile.pileNo).block(PATIENCE))
                        .hasValueSatisfying(owner -> {
                            assertThat(owner.node()).isEqualTo(east.id);
                            assertThat(owner.epoch()).isEqualTo(dial.id().epoch());
                        }));
    }

    /** The lone node of this test beats no more and has lost its links, as a stopped process has. */
    @Test
    void gw2AStaleNodeWritesNothingAndClosesWhatMovedWhenItGoesOn() {
        Node south = new Node("south");
        south.start();
        try {
            Awaitility.await().atMost(PATIENCE).until(() -> south.sees(east) && east.sees(south));
            Device pile = new Device(3, "10.1.2.3", "8986003");
            Dial stale = pile.dials(south);
            Awaitility.await().atMost(PATIENCE).until(stale::isIn);
            south.stops();
            Dial moved = pile.dials(east);
            Awaitility.await().atMost(PATIENCE).until(moved::isIn);
            Awaitility.await().atMost(PATIENCE).until(() -> !south.fence.isOpen());
            south.sessions.linkOf(pile.pileNo).orElseThrow().send(new PileCommand.StopCharging(pile.pileNo.gun(1)));
            assertThat(stale.sent).isEmpty();
            assertThat(stale.closed).isNull();
            south.goesOn();
            Awaitility.await().atMost(PATIENCE).until(() -> stale.closed != null && south.fence.isOpen());
            assertThat(stale.sent).isEmpty();
            assertThat(moved.isIn()).isTrue();
        } finally {
            south.close();
        }
    }

    private static void flushAll() {
        try (RedisClient client = RedisClient.create(TestServers.redisUrl())) {
            client.connect().sync().flushall();
        }
    }

    /** One node's core, put together as the product does. */
    private static final class Node implements AutoCloseable {
        final NodeId id;
        final Fence fence = new Fence(Fence.LEASE, System::nanoTime);
        final NodeRegistry nodes;
        final RSocketNodeLink link;
        final PileSessions sessions;
        final ClusterSessions cluster;
        final Scheduler timer;
        private Disposable beating = () -> {};
        private Disposable claiming = () -> {};

        Node(String name) {
            id = new NodeId(name);
            timer = Schedulers.newSingle(name, true);
            GatewayTime time = GatewayTime.system(timer);
            ClusterTables table = new ClusterTables(critical);
            NodeRoutes routes = new NodeRoutes();
            SimpleMeterRegistry meters = new SimpleMeterRegistry();
            nodes = new NodeRegistry(self(0), table, fence, time);
            LinkSecret secret = new LinkSecret(SECRET);
            link = new RSocketNodeLink(
                    nodes, routes, secret, LinkLimits.BOOK, System::nanoTime, new SecureRandom(), meters);
            PileDirectory piles = new PileDirectory();
            for (int number = 1; number <= 3; number++) {
                piles.put(new PileEntry(pileNo(number), 1, 1, true, true, PileKind.DC, 2, 120_000, null));
            }
            sessions = new PileSessions(piles, SessionSettings.BOOK, time, event -> {}, pile -> false, meters);
            Epochs epochs = new Epochs(table, time);
            cluster = new ClusterSessions(
                    new ClusterSessions.Parts(
                            nodes,
                            link,
                            routes,
                            new RedisSessions(redis, Schedulers.parallel()),
                            table,
                            epochs,
                            fence,
                            hello -> secret.nameOf(hello.source().getHostString() + hello.simNo())),
                    sessions,
                    SessionSettings.BOOK,
                    time,
                    meters);
            nodes.onBeat(cluster::beaten);
            link.onChange(cluster::lookAgain);
        }

        private ClusterNode self(int port) {
            return new ClusterNode(id, 0, NodeRoles.ALL.all(), "127.0.0.1", port, "test", NodeState.UP);
        }

        void start() {
            fence.guard();
            int port = link.listen("127.0.0.1", 0).getPort();
            cluster.open().then(nodes.join(self(port))).block(PATIENCE);
            link.connect();
            claiming = cluster.start();
            goesOn();
        }

        boolean sees(Node other) {
            return !nodes.alone(NodeRole.GATEWAY) && link.isConnected(other.id);
        }

        void stops() {
            beating.dispose();
            claiming.dispose();
            link.close();
        }

        void goesOn() {
            beating = nodes.start();
        }

        @Override
        public void close() {
            stops();
            nodes.announce(NodeState.DOWN).block(PATIENCE);
            timer.dispose();
        }
    }

    private static PileNo pileNo(int number) {
        return new PileNo("%014d".formatted(55_000_000_000_000L + number));
    }

    private static final class Device {
        final PileNo pileNo;
        final PileHello hello;

        Device(int number, String address, String simNo) {
            pileNo = pileNo(number);
            hello = new PileHello(pileNo, true, 2, "1.6", "fw", simNo, new InetSocketAddress(literal(address), 40_000));
        }

        Dial dials(Node node) {
            Dial dial = new Dial(hello.source(), node);
            node.sessions.login(hello, dial, admission -> dial.answer = admission);
            return dial;
        }

        private static InetAddress literal(String address) {
            try {
                return InetAddress.getByName(address);
            } catch (UnknownHostException impossible) {
                throw new IllegalArgumentException(impossible);
            }
        }
    }

    /** One connection, whose event loop is the caller's thread. */
    private static final class Dial implements PileLink {
        final List<PileCommand> sent = new CopyOnWriteArrayList<>();
        private final InetSocketAddress source;
        private final Node node;
        volatile @Nullable CloseReason closed;
        volatile @Nullable Admission answer;

        Dial(InetSocketAddress source, Node node) {
            this.source = source;
            this.node = node;
        }

        SessionId id() {
            return ((Admission.Accepted) Objects.requireNonNull(answer)).session();
        }

        boolean isIn() {
            return answer instanceof Admission.Accepted && closed == null && node.sessions.isCurrent(id());
        }

        @Override
        public void send(PileCommand command) {
            sent.add(command);
        }

        @Override
        public void close(CloseReason reason) {
            closed = reason;
        }

        @Override
        public void pauseReading() {}

        @Override
        public void resumeReading() {}

        @Override
        public InetSocketAddress source() {
            return source;
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }
    }
}
