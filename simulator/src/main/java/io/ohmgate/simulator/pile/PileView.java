package io.ohmgate.simulator.pile;

import io.ohmgate.gateway.pile.PileNo;
import java.time.LocalDateTime;
import java.util.List;

/** A pile at one moment. */
public record PileView(
        PileNo pileNo,
        LinkPhase phase,
        LocalDateTime clock,
        String modelNo,
        int recordsKept,
        long recordsSent,
        long recordsConfirmed,
        long recordsRejected,
        long recordsOverwritten,
        long chargesStarted,
        long chargesEnded,
        List<GunView> guns) {
    public boolean online() {
        return phase instanceof LinkPhase.Online;
    }
}
