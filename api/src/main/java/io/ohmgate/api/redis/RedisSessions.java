package io.ohmgate.api.redis;

import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.ohmgate.gateway.cluster.NodeId;
import io.ohmgate.gateway.cluster.SessionEntries;
import io.ohmgate.gateway.cluster.SessionEntry;
import io.ohmgate.gateway.pile.PileNo;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The session directory in Redis: {@code ohmgate:at:<pile number>} = epoch, node, incarnation, face, and whether the session
 * has left. Each key is written by a script of its own, so that it may live in any slot of a cluster.
 */
public final class RedisSessions implements SessionEntries {
    private static final String KEY = "ohmgate:at:";
    /** Longer than two rounds of claims; what nobody claims again is of nobody. */
    private static final Duration KEPT = Duration.ofHours(24);

    /** Epochs stay below 2^53, so Lua's numbers hold them exactly. */
    private static final String CLAIM = """
        local held = redis.call('GET', KEYS[1])
        if held then
            local epoch = tonumber(string.match(held, '^%d+'))
            if epoch and epoch > tonumber(ARGV[1]) then return held end
        end
        redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
        return false
        """;

    private static final String RELEASE = """
        local held = redis.call('GET', KEYS[1])
        if held and string.match(held, '^%d+ %S+') == ARGV[1] then redis.call('DEL', KEYS[1]) end
        return false
        """;

    private static final int WORDS = 5;

    private final RedisConnections connections;
    private final Scheduler answers;

    /** @param answers where work goes on, since Redis answers on its client's own threads */
    public RedisSessions(RedisConnections connections, Scheduler answers) {
        this.connections = connections;
        this.answers = answers;
    }

    @Override
    public Mono<Map<PileNo, SessionEntry>> read(Collection<PileNo> piles) {
        if (piles.isEmpty()) {
            return Mono.just(Map.of());
        }
        String[] keys = piles.stream().map(RedisSessions::key).toArray(String[]::new);
        return connections
                .ask(commands -> commands.mget(keys))
                .publishOn(answers)
                .map(RedisSessions::found);
    }

    private static Map<PileNo, SessionEntry> found(List<KeyValue<String, String>> values) {
        Map<PileNo, SessionEntry> found = new HashMap<>();
        for (KeyValue<String, String> each : values) {
            SessionEntry entry = each.hasValue() ? read(each.getKey(), each.getValue()) : null;
            if (entry != null) {
                found.put(entry.pileNo(), entry);
            }
        }
        return found;
    }

    @Override
    public Mono<List<SessionEntry>> claim(Collection<SessionEntry> entries) {
        List<SessionEntry> claims = List.copyOf(entries);
        return run(
                        claims,
                        (commands, entry) -> commands.<String>eval(
                                CLAIM,
                                ScriptOutputType.VALUE,
                                new String[] {key(entry.pileNo())},
                                Long.toString(entry.epoch()),
                                written(entry),
                                Long.toString(KEPT.toMillis())))
                .publishOn(answers)
                .map(standing -> standing(claims, standing));
    }

    private static List<SessionEntry> standing(List<SessionEntry> claims, List<@Nullable String> values) {
        return IntStream.range(0, claims.size())
                .mapToObj(i -> {
                    String value = values.get(i);
                    return value == null ? null : read(key(claims.get(i).pileNo()), value);
                })
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public Mono<Void> release(Collection<SessionEntry> entries) {
        return run(
                        List.copyOf(entries),
                        (commands, entry) -> commands.<String>eval(
                                RELEASE,
                                ScriptOutputType.VALUE,
                                new String[] {key(entry.pileNo())},
                                entry.epoch() + " " + entry.node()))
                .then();
    }

    private Mono<List<@Nullable String>> run(
            List<SessionEntry> entries,
            BiFunction<RedisClusterAsyncCommands<String, String>, SessionEntry, RedisFuture<String>> script) {
        return entries.isEmpty()
                ? Mono.just(List.of())
                : connections.batch(commands -> entries.stream()
                        .map(entry -> script.apply(commands, entry))
                        .toList());
    }

    private static String key(PileNo pileNo) {
        return KEY + pileNo.digits();
    }

    private static String written(SessionEntry entry) {
        return entry.epoch() + " " + entry.node() + " " + entry.incarnation() + " " + entry.face() + " "
                + (entry.left() ? "left" : "here");
    }

    /** Null for what another version wrote in another shape; more words than these are a newer version's. */
    private static @Nullable SessionEntry read(String key, String value) {
        String[] words = value.split(" ", -1);
        try {
            return words.length < WORDS
                    ? null
                    : new SessionEntry(
                            new PileNo(key.substring(KEY.length())),
                            new NodeId(words[1]),
                            Long.parseLong(words[2]),
                            Long.parseLong(words[0]),
                            Long.parseLong(words[3]),
                            words[4].equals("left"));
        } catch (IllegalArgumentException otherShape) {
            return null;
        }
    }
}
