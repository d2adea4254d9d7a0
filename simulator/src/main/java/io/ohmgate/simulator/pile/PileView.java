package io.ohmgate.simulator.pile;

import io.ohmgate.gateway.pile.PileNo;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;

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
        boolean locked,
        int maxPowerPercent,
        String softwareVersion,
        int offlineCards,
        Map<Integer, String> qrCodes,
        List<GunView> guns) {
    public boolean online() {
        return phase instanceof LinkPhase.Online;
    }
}
