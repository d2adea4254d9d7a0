package io.ohmgate.gateway;

import io.ohmgate.billing.Energy;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.session.PileEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what a pile's guns had told before another device took its number over in the middle of a charge. What the
 * newcomer reports itself proves nothing; a record from it is believed only if it agrees with this (invariants 4.1).
 */
final class TakeoverWitness {
    static final int PILES_MAX = 10_000;
    /** A report may be this late, so this much charging may be missing from it. */
    private static final Duration REPORT_MAX = Duration.ofSeconds(15);

    private static final int SLACK_PERCENT = 5;
    private static final int SHORT_PERCENT = 1;
    private static final int WATT_SECONDS_PER_UNIT = 360;

    private final PileDirectory directory;
    private final Function<GunId, @Nullable GunLive> guns;
    private final Duration quarantine;
    private final Map<PileNo, Testimony> testimonies = new LinkedHashMap<>();

    TakeoverWitness(PileDirectory directory, Function<GunId, @Nullable GunLive> guns, Duration quarantine) {
        this.directory = directory;
        this.guns = guns;
        this.quarantine = quarantine;
    }

    synchronized void takenOver(PileEvent.TakeoverHappened takeover) {
        PileEntry entry = directory.find(takeover.pileNo());
        if (entry == null || !takeover.charging() || takeover.rule() == PileEvent.TakeoverRule.SAME_SOURCE) {
            return;
        }
        forgetOver(takeover.at());
        Map<GunId, LastWord> words = new LinkedHashMap<>();
        for (GunId gun : entry.guns()) {
            GunLive live = guns.apply(gun);
            if (live != null && live.charge() != null && live.reportedAt() != null) {
                words.put(
                        gun,
                        new LastWord(
                                live.charge().order().tradeNo(), live.charge().energy(), live.reportedAt()));
            }
        }
        testimonies.remove(takeover.pileNo());
        testimonies.put(
                takeover.pileNo(),
                new Testimony(
                        takeover.session().epoch(),
                        entry.ratedWatts(),
                        words,
                        takeover.at().plus(quarantine)));
        if (testimonies.size() > PILES_MAX) {
            Iterator<PileNo> oldest = testimonies.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** Whether a record of this session contradicts, or is not covered by, what was last heard before the takeover. */
    synchronized boolean doubts(PileNo pileNo, long epoch, ChargeRecord record, Instant now) {
        Testimony testimony = testimonies.get(pileNo);
        if (testimony == null || testimony.epoch != epoch || !now.isBefore(testimony.until)) {
            return false;
        }
        LastWord last = testimony.words.get(record.gun());
        if (last == null || !last.tradeNo.equals(record.tradeNo())) {
            return true;
        }
        long told = last.energy.tenThousandthsKwh();
        long seconds = Duration.between(last.at, now).plus(REPORT_MAX).toSeconds();
        long possible = Math.multiplyExact((long) testimony.ratedWatts, seconds) / WATT_SECONDS_PER_UNIT;
        long most = told + possible + possible * SLACK_PERCENT / 100;
        long least = told - told * SHORT_PERCENT / 100;
        long total = record.total().tenThousandthsKwh();
        return total < least || total > most;
    }

    private void forgetOver(Instant now) {
        testimonies.values().removeIf(testimony -> !now.isBefore(testimony.until));
    }

    private record LastWord(TradeNo tradeNo, Energy energy, Instant at) {}

    private record Testimony(long epoch, int ratedWatts, Map<GunId, LastWord> words, Instant until) {}
}
