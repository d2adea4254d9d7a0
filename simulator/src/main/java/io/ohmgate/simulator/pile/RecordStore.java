package io.ohmgate.simulator.pile;

import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.ykc.message.Realtime;
import io.ohmgate.ykc.message.TradeReport;
import io.ohmgate.ykc.message.Uplink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The records a pile keeps until the platform has confirmed them (本地交易记录, reference 7.5).
 *
 * <p>A record that comes into being while the pile is logged in is sent at once. Those of earlier times go up one at a
 * time, oldest first. Each is sent at 0, 30, 60, 90 and 300 s and then rests until the next login. Only 0x40 with
 * result 0 deletes one; result 1 keeps it and silences it.
 */
final class RecordStore {
    /** So many fit into the pile's flash; then the oldest is overwritten, as in real piles. */
    static final int RECORDS_MAX = 10_000;

    /** When a record is sent, counted from its first transmission. */
    static final List<Duration> SEND_TIMES = List.of(
            Duration.ZERO,
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(90),
            Duration.ofSeconds(300));

    private static final int CONFIRMED = 0;

    private static final class Stored {
        private TradeReport trade;
        private boolean altered;
        private boolean rejected;
        private int sent;
        private Instant firstSent = Instant.MIN;
        private Instant due = Instant.MIN;

        Stored(TradeReport trade) {
            this.trade = trade;
        }
    }

    private final Behaviour behaviour;
    private final StoredReports reports = new StoredReports();
    private final ArrayDeque<Stored> all = new ArrayDeque<>();
    /** Not yet sent on this connection, oldest first. */
    private final ArrayDeque<Stored> waiting = new ArrayDeque<>();
    /** Of this connection's charges, being sent. */
    private final List<Stored> fresh = new ArrayList<>();
    /** The one of earlier times that is being sent. */
    private @Nullable Stored current;

    private boolean open;
    private int confirmsLost;
    private long sent;
    private long confirmed;
    private long rejected;
    private long overwritten;

    RecordStore(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    void keep(TradeReport trade, Instant now) {
        if (all.size() >= RECORDS_MAX) {
            forget(all.getFirst());
            overwritten++;
        }
        Stored stored = new Stored(trade);
        all.addLast(stored);
        if (open) {
            stored.due = now.plus(behaviour.get(Quirks.RECORD_AFTER));
            fresh.add(stored);
        }
    }

    /** After a login everything that is not confirmed goes up once more. */
    void loggedIn() {
        linkLost();
        open = true;
        for (Stored stored : all) {
            if (!stored.rejected) {
                stored.sent = 0;
                waiting.addLast(stored);
            }
        }
    }

    void linkLost() {
        open = false;
        waiting.clear();
        fresh.clear();
        current = null;
    }

    /** What is to be sent now; it counts as sent. */
    List<Uplink> due(Instant now) {
        if (!open || behaviour.is(Quirks.NEVER_SEND_RECORD)) {
            return List.of();
        }
        List<Uplink> out = new ArrayList<>();
        for (Iterator<Stored> each = fresh.iterator(); each.hasNext(); ) {
            if (sendIfDue(each.next(), now, out)) {
                each.remove();
            }
        }
        advanceCurrent(now, out);
        return out;
    }

    private void advanceCurrent(Instant now, List<Uplink> out) {
        do {
            if (current == null) {
                current = waiting.pollFirst();
                if (current != null) {
                    current.due = now;
                }
            }
            if (current == null || !sendIfDue(current, now, out)) {
                return;
            }
            current = null;
        } while (true);
    }

    /** True if that was its last time on this connection. */
    private boolean sendIfDue(Stored stored, Instant now, List<Uplink> out) {
        if (now.isBefore(stored.due)) {
            return false;
        }
        if (stored.sent == 0) {
            stored.firstSent = now;
        }
        out.addAll(reports.takeOf(stored.trade.tradeNo()));
        int copies = stored.sent == 0 ? 1 + behaviour.get(Quirks.REPEAT_RECORD) : 1;
        for (int i = 0; i < copies; i++) {
            out.add(stored.trade);
        }
        sent += copies;
        stored.sent++;
        if (stored.sent >= SEND_TIMES.size()) {
            return true;
        }
        stored.due = stored.firstSent.plus(SEND_TIMES.get(stored.sent));
        return false;
    }

    /** When {@link #due} has something to say. */
    Instant nextDue() {
        if (!open || behaviour.is(Quirks.NEVER_SEND_RECORD)) {
            return Instant.MAX;
        }
        Instant next = Instant.MAX;
        if (current != null) {
            next = current.due;
        } else if (!waiting.isEmpty()) {
            return Instant.MIN;
        }
        for (Stored stored : fresh) {
            next = stored.due.isBefore(next) ? stored.due : next;
        }
        return next;
    }

    /**
     * Whether the upload after a login is over: nothing waits, or the one that is up has gone a whole interval without
     * an answer. A platform that cannot confirm must not keep the pile from charging; the sending goes on beside it.
     */
    boolean uploaded() {
        return behaviour.is(Quirks.NEVER_SEND_RECORD)
                || (current == null && waiting.isEmpty())
                || (current != null && current.sent > 1);
    }

    void confirm(TradeNo tradeNo, int result) {
        Stored stored = find(tradeNo);
        if (stored == null) {
            return;
        }
        if (confirmsLost < behaviour.get(Quirks.LOSE_CONFIRMS)) {
            confirmsLost++;
            return;
        }
        if (result == CONFIRMED && behaviour.is(Quirks.SAME_SERIAL_OTHER_CONTENT) && !stored.altered) {
            sendAltered(stored);
            return;
        }
        if (result == CONFIRMED || behaviour.is(Quirks.DELETE_ON_ANY_CONFIRM)) {
            confirmed++;
            forget(stored);
        } else {
            rejected++;
            stored.rejected = true;
            silence(stored);
        }
    }

    private void sendAltered(Stored stored) {
        silence(stored);
        stored.altered = true;
        stored.trade = RecordForms.altered(stored.trade);
        stored.sent = 0;
        stored.due = Instant.MIN;
        fresh.add(stored);
    }

    /** A report of a time without a link, told before the record it belongs to, or when the pile is online again. */
    void keep(Realtime report, int most) {
        reports.keep(report, most);
    }

    List<Realtime> takeReports() {
        return reports.takeAll();
    }

    private void forget(Stored stored) {
        all.remove(stored);
        silence(stored);
    }

    private void silence(Stored stored) {
        waiting.remove(stored);
        fresh.remove(stored);
        if (Objects.equals(current, stored)) {
            current = null;
        }
    }

    private @Nullable Stored find(TradeNo tradeNo) {
        for (Stored stored : all) {
            if (!stored.rejected && stored.trade.tradeNo().equals(tradeNo)) {
                return stored;
            }
        }
        return null;
    }

    /** How many are kept, confirmed ones gone. */
    int kept() {
        return all.size();
    }

    long sent() {
        return sent;
    }

    long confirmed() {
        return confirmed;
    }

    long rejected() {
        return rejected;
    }

    long overwritten() {
        return overwritten;
    }
}
