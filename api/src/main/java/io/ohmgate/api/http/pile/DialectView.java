package io.ohmgate.api.http.pile;

import io.ohmgate.gateway.PileOddities;
import io.ohmgate.ykc.dialect.DialectOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a pile does otherwise than the book: what was seen and counted, and which tolerances are switched on for it. */
public record DialectView(List<Option> options, List<Seen> seen) {
    public record Option(String name, boolean on, String zh, String en) {}

    /** Counted since this process started. */
    public record Seen(String name, long count, Instant lastAt, String zh, String en) {}

    static DialectView of(Set<String> on, List<PileOddities.Seen> oddities) {
        List<Option> options = new ArrayList<>();
        for (DialectOption option : DialectOption.values()) {
            options.add(new Option(option.name(), option.isIn(on), option.zh(), option.en()));
        }
        List<Seen> seen = new ArrayList<>();
        for (PileOddities.Seen oddity : oddities) {
            OddityText text = OddityText.of(oddity.name());
            seen.add(new Seen(oddity.name(), oddity.count(), oddity.lastAt(), text.zh(), text.en()));
        }
        return new DialectView(options, seen);
    }
}
