package io.ohmgate.gateway.session;

import io.ohmgate.gateway.link.Admission;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.link.PileLink;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Somebody who wants to be the pile: on a connection here, or on another node. */
sealed interface Login {
    PileEntry entry();

    PileHello hello();

    /** Whether an order runs on the pile. */
    boolean charging();

    /** @param prior the session that gave way on another node */
    record Here(
            PileEntry entry,
            PileHello hello,
            PileLink link,
            Consumer<Admission> verdict,
            boolean charging,
            Prior.@Nullable Older prior)
            implements Login {
        Here after(Prior.Older older) {
            return new Here(entry, hello, link, verdict, charging || older.charging(), older);
        }
    }

    record There(PileEntry entry, PileHello hello, Consumer<Contest> outcome, boolean charging) implements Login {}
}
