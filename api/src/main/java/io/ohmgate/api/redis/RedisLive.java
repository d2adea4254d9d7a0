package io.ohmgate.api.redis;

import io.lettuce.core.KeyValue;
import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.live.LiveSink;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The last live values in Redis, one key a gun and pile, each with its time to live. A batch is written in one flush and is
 * over after {@link RedisConnections#COMMAND} at the latest, however Redis is; a batch that fails is counted and told to the
 * caller, who writes newer values later.
 */
public final class RedisLive implements LiveSink {
    /** A shadow of yesterday helps nobody. */
    static final Duration KEPT = Duration.ofHours(24);

    /** Keys of one question. */
    private static final int ASKED_MAX = 500;

    private static final String GUN = "ohmgate:gun:";
    private static final String PILE = "ohmgate:pile:";
    private static final Logger LOG = LoggerFactory.getLogger(RedisLive.class);

    private final RedisConnections connections;
    private final JsonMapper json;
    private final AtomicLong failures = new AtomicLong();
    private volatile boolean away;

    public RedisLive(RedisConnections connections, JsonMapper json) {
        this.connections = connections;
        this.json = json;
    }

    /** Batches that were not written. */
    public long failures() {
        return failures.get();
    }

    @Override
    public Mono<Void> write(List<GunLive> guns, List<PileStatus> piles) {
        if (guns.isEmpty() && piles.isEmpty()) {
            return Mono.empty();
        }
        Map<String, String> values = new HashMap<>();
        guns.forEach(gun -> values.put(GUN + gun.gun().digits(), json.writeValueAsString(GunShadow.of(gun))));
        piles.forEach(pile -> values.put(PILE + pile.pileNo().digits(), json.writeValueAsString(PileShadow.of(pile))));
        return connections
                .batch(redis -> values.entrySet().stream()
                        .map(value -> redis.psetex(value.getKey(), KEPT.toMillis(), value.getValue()))
                        .toList())
                .then()
                .doOnSuccess(written -> seen(null))
                .doOnError(this::seen);
    }

    /** What guns were last seen to do; those that nothing is known of are left out. Empty if Redis does not answer. */
    public Mono<Map<GunId, GunShadow>> lastKnownGuns(Collection<GunId> guns) {
        return lastKnown(guns, gun -> GUN + gun.digits(), GunShadow.class);
    }

    /** The same for piles. */
    public Mono<Map<PileNo, PileShadow>> lastKnownPiles(Collection<PileNo> piles) {
        return lastKnown(piles, pile -> PILE + pile.digits(), PileShadow.class);
    }

    private <K, V> Mono<Map<K, V>> lastKnown(Collection<K> names, Function<K, String> key, Class<V> type) {
        Map<String, K> byKey = new HashMap<>();
        names.forEach(name -> byKey.put(key.apply(name), name));
        return Flux.fromIterable(byKey.keySet())
                .buffer(ASKED_MAX)
                .concatMap(keys -> connections.ask(redis -> redis.mget(keys.toArray(String[]::new))))
                .concatMapIterable(answers -> answers)
                .filter(KeyValue::hasValue)
                .collect(() -> new HashMap<K, V>(), (Map<K, V> found, KeyValue<String, String> answer) -> {
                    V value = read(answer.getValue(), type);
                    K name = byKey.get(answer.getKey());
                    if (value != null && name != null) {
                        found.put(name, value);
                    }
                })
                .doOnError(this::seen)
                .onErrorReturn(new HashMap<>());
    }

    /** Null for what an older version of ours wrote in another shape. */
    private <V> @Nullable V read(String value, Class<V> type) {
        try {
            return json.readValue(value, type);
        } catch (JacksonException otherShape) {
            return null;
        }
    }

    /** Says once that Redis is away and once that it is back. */
    private void seen(@Nullable Throwable failure) {
        if (failure != null) {
            failures.incrementAndGet();
        }
        if (away == (failure == null)) {
            away = failure != null;
            if (failure == null) {
                LOG.atInfo().log("Redis is back");
            } else {
                LOG.atWarn()
                        .addKeyValue("error", failure.getClass().getSimpleName())
                        .log("Redis does not take live values; nothing but their display on other nodes depends on it");
            }
        }
    }
}
