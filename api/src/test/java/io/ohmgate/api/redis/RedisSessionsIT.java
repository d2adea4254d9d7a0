package io.ohmgate.api.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ohmgate.api.testing.TestServers;
import io.ohmgate.gateway.cluster.NodeId;
import io.ohmgate.gateway.cluster.SessionEntries;
import io.ohmgate.gateway.cluster.SessionEntry;
import io.ohmgate.gateway.pile.PileNo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

/** The session directory in a genuine Redis. */
class RedisSessionsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static RedisConnections connections;
    private static RedisSessions directory;

    @BeforeAll
    static void open() {
        connections = new RedisConnections(RedisAddress.parse(TestServers.redisUrl()));
        directory = new RedisSessions(connections, Schedulers.parallel());
    }

    @AfterAll
    static void close() {
        connections.close();
    }

    private static SessionEntry entry(int pile, String node, long epoch) {
        return new SessionEntry(
                new PileNo("%014d".formatted(66_000_000_000_000L + pile)), new NodeId(node), 3, epoch, -42, false);
    }

    private static List<SessionEntry> claim(SessionEntry entry) {
        return Objects.requireNonNull(directory.claim(List.of(entry)).retry(5).block(PATIENCE));
    }

    private static Map<PileNo, SessionEntry> read(SessionEntry entry) {
        return Objects.requireNonNull(
                directory.read(List.of(entry.pileNo())).retry(5).block(PATIENCE));
    }

    @Test
    void anOlderEpochNeverOverwritesANewerOne() {
        SessionEntry newer = entry(1, "east", 1_800_000_000_000_001L);
        SessionEntry older = entry(1, "west", 1_800_000_000_000_000L);
        assertThat(claim(newer)).isEmpty();
        assertThat(claim(older)).containsExactly(newer);
        assertThat(read(newer)).containsEntry(newer.pileNo(), newer);
        SessionEntry newest = entry(1, "west", 1_800_000_000_000_002L);
        assertThat(claim(newest)).isEmpty();
        assertThat(read(newer)).containsEntry(newer.pileNo(), newest);
    }

    @Test
    void claimingAgainChangesNothing() {
        SessionEntry entry = entry(2, "east", 77);
        assertThat(claim(entry)).isEmpty();
        assertThat(claim(entry)).isEmpty();
        assertThat(read(entry)).containsEntry(entry.pileNo(), entry);
    }

    @Test
    void anEndRemovesOnlyWhatIsStillOurs() {
        SessionEntry ours = entry(3, "west", 10);
        SessionEntry theirs = entry(3, "east", 11);
        claim(ours);
        claim(theirs);
        directory.release(List.of(ours)).retry(5).block(PATIENCE);
        assertThat(read(ours)).containsEntry(ours.pileNo(), theirs);
        directory.release(List.of(theirs)).retry(5).block(PATIENCE);
        assertThat(read(ours)).isEmpty();
    }

    @Test
    void aWholeBatchIsClaimedAndReadAtOnce() {
        List<SessionEntry> batch = IntStream.range(100, 100 + SessionEntries.BATCH_MAX)
                .mapToObj(pile -> entry(pile, "west", 500 + pile))
                .toList();
        assertThat(directory.claim(batch).retry(5).block(PATIENCE)).isEmpty();
        assertThat(directory
                        .read(batch.stream().map(SessionEntry::pileNo).toList())
                        .retry(5)
                        .block(PATIENCE))
                .hasSize(SessionEntries.BATCH_MAX);
    }

    @Test
    void aRedisThatIsNotThereFailsSoon() {
        try (RedisConnections nowhere =
                new RedisConnections(RedisAddress.parse("redis://127.0.0.1:" + TestServers.freePort()))) {
            RedisSessions away = new RedisSessions(nowhere, Schedulers.parallel());
            assertThatThrownBy(() ->
                            away.read(List.of(entry(4, "west", 1).pileNo())).block(PATIENCE))
                    .isInstanceOf(Exception.class);
        }
    }
}
