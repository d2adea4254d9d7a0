package io.ohmgate.gateway.cluster;

import io.ohmgate.gateway.session.GatewayTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Numbers sessions from blocks that the database gives out, each above all before it, so that the later of two logins has
 * the larger epoch also across nodes: a login takes its number from a block fetched {@link #FRESH_FOR} ago at most. While
 * the database is away the block in hand goes on, and beyond its end too: a login never fails for want of a number. Redis
 * has no part in it, so nothing that happens to Redis lets epochs fall (RE4).
 */
public final class Epochs implements LongSupplier {
    /** Fetched four times a second by 64 nodes, blocks of this size last for nine years of nothing but logins. */
    public static final int BLOCK = 100_000;

    /** No pile changes its node faster. */
    public static final Duration FRESH_FOR = Duration.ofMillis(250);

    static final Duration FETCH_WITHIN = Duration.ofMillis(500);
    private static final Logger LOG = LoggerFactory.getLogger(Epochs.class);

    private final EpochBlocks blocks;
    private final GatewayTime time;
    private final AtomicReference<@Nullable Mono<Void>> fetching = new AtomicReference<>();
    private long last;
    private long end;
    private long fetchedNanos;

    public Epochs(EpochBlocks blocks, GatewayTime time) {
        this.blocks = blocks;
        this.time = time;
    }

    /** The first block; before the first login. */
    public Mono<Void> open() {
        return blocks.next(BLOCK).doOnNext(this::fetched).then();
    }

    @Override
    public synchronized long getAsLong() {
        if (++last == end + 1) {
            LOG.atWarn().log("the block of epochs is used up while the database is away; numbers go on beyond it");
        }
        if (last == end - BLOCK / 2) {
            refill();
        }
        return last;
    }

    private void refill() {
        fetch().subscribe();
    }

    /** Completes when the block in hand is a fresh one, or cannot be had in time. */
    public Mono<Void> fresh() {
        return Mono.defer(() -> isFresh() ? Mono.empty() : fetch());
    }

    /** Completes when the next number is larger than this one, if need be from a fresh block. */
    public Mono<Void> above(long floor) {
        return Mono.defer(() -> isAbove(floor) ? Mono.empty() : fetch().then(Mono.defer(() -> raise(floor))));
    }

    private synchronized boolean isFresh() {
        return time.nanos().getAsLong() - fetchedNanos <= FRESH_FOR.toNanos();
    }

    private synchronized boolean isAbove(long floor) {
        return last >= floor;
    }

    /** The database could not be asked, or was restored from a backup: then the number is made here. */
    private synchronized Mono<Void> raise(long floor) {
        if (last < floor) {
            last = floor;
        }
        return Mono.empty();
    }

    private synchronized void fetched(long lastOfBlock) {
        long first = lastOfBlock - BLOCK;
        if (first >= last) {
            last = first;
        }
        end = Math.max(end, lastOfBlock);
        fetchedNanos = time.nanos().getAsLong();
    }

    /** One at a time; who comes meanwhile waits for the same. Never fails. */
    private Mono<Void> fetch() {
        return Mono.defer(() -> {
            Mono<Void> running = fetching.get();
            if (running != null) {
                return running;
            }
            Mono<Void> mine = blocks.next(BLOCK)
                    .timeout(FETCH_WITHIN, time.timer())
                    .doOnNext(this::fetched)
                    .then()
                    .onErrorComplete()
                    .doFinally(signal -> fetching.set(null))
                    .cache();
            return fetching.compareAndSet(null, mine) ? mine : fetch();
        });
    }
}
