package io.ohmgate.gateway.card;

import io.ohmgate.gateway.link.PileReport.StartAtPileRequested;
import io.ohmgate.gateway.pile.PileNo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import reactor.core.scheduler.Scheduler;

/**
 * Collects what the guns of one vehicle ask, each in a frame of its own, so that they are decided together (ykc.md 7.10). A
 * gun that asks twice meanwhile is the same gun.
 */
final class ParallelAsks {
    static final Duration COLLECT = Duration.ofSeconds(3);

    /** Groups being collected. A pile has one at a time: its numbers are its own invention. */
    static final int GROUPS_MAX = 1_000;

    private final Scheduler scheduler;
    private final Consumer<StartAsk> whole;
    private final ConcurrentMap<PileNo, List<StartAtPileRequested>> groups = new ConcurrentHashMap<>();

    ParallelAsks(Scheduler scheduler, Consumer<StartAsk> whole) {
        this.scheduler = scheduler;
        this.whole = whole;
    }

    /** Whether there was room for it. */
    boolean collect(StartAtPileRequested request) {
        PileNo pileNo = request.pileNo();
        if (groups.size() >= GROUPS_MAX && !groups.containsKey(pileNo)) {
            return false;
        }
        AtomicBoolean collected = new AtomicBoolean(true);
        groups.compute(pileNo, (same, asked) -> {
            List<StartAtPileRequested> all = asked == null ? opened(same) : asked;
            if (!all.isEmpty() && !Objects.equals(all.getFirst().parallelNo(), request.parallelNo())) {
                collected.set(false);
                return all;
            }
            boolean known = all.stream().anyMatch(other -> other.gun().equals(request.gun()));
            // One more than fits shows that there are too many; the rest adds nothing.
            if (!known && all.size() <= StartAsk.GUNS_MAX) {
                all.add(request);
            }
            return all;
        });
        return collected.get();
    }

    private List<StartAtPileRequested> opened(PileNo pileNo) {
        scheduler.schedule(() -> decide(pileNo), COLLECT.toMillis(), TimeUnit.MILLISECONDS);
        return new ArrayList<>(StartAsk.GUNS_MAX + 1);
    }

    private void decide(PileNo pileNo) {
        List<StartAtPileRequested> asked = groups.remove(pileNo);
        if (asked != null) {
            whole.accept(StartAsk.of(asked));
        }
    }
}
