package io.ohmgate.gateway.card;

import io.ohmgate.gateway.link.PileReport.StartAtPileRequested;
import io.ohmgate.gateway.pile.PileNo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * Collects what the guns of one vehicle ask, each in a frame of its own, so that they are decided together (ykc.md 7.10). A
 * gun that asks twice meanwhile is the same gun.
 */
final class ParallelAsks {
    static final Duration COLLECT = Duration.ofSeconds(3);

    /** Groups being collected; a pile has one at a time. */
    static final int GROUPS_MAX = 1_000;

    private final Scheduler scheduler;
    private final Consumer<StartAsk> whole;
    private final ConcurrentMap<Key, List<StartAtPileRequested>> groups = new ConcurrentHashMap<>();

    ParallelAsks(Scheduler scheduler, Consumer<StartAsk> whole) {
        this.scheduler = scheduler;
        this.whole = whole;
    }

    private record Key(PileNo pileNo, @Nullable String parallelNo) {}

    /** Whether there was room for it. */
    boolean collect(StartAtPileRequested request) {
        Key key = new Key(request.pileNo(), request.parallelNo());
        if (groups.size() >= GROUPS_MAX && !groups.containsKey(key)) {
            return false;
        }
        groups.compute(key, (same, asked) -> {
            List<StartAtPileRequested> all = asked == null ? opened(same) : asked;
            boolean known = all.stream().anyMatch(other -> other.gun().equals(request.gun()));
            // One more than fits shows that there are too many; the rest adds nothing.
            if (!known && all.size() <= StartAsk.GUNS_MAX) {
                all.add(request);
            }
            return all;
        });
        return true;
    }

    private List<StartAtPileRequested> opened(Key key) {
        scheduler.schedule(() -> decide(key), COLLECT.toMillis(), TimeUnit.MILLISECONDS);
        return new ArrayList<>(StartAsk.GUNS_MAX + 1);
    }

    private void decide(Key key) {
        List<StartAtPileRequested> asked = groups.remove(key);
        if (asked != null) {
            whole.accept(StartAsk.of(asked));
        }
    }
}
