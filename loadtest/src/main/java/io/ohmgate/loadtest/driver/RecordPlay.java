package io.ohmgate.loadtest.driver;

import io.netty.buffer.ByteBuf;
import io.ohmgate.loadtest.driver.Tally.Timed;
import java.util.BitSet;

/**
 * The records of one loop's piles: sent when they are due, or as fast as they are confirmed. Which were confirmed is
 * remembered, so that the database can be asked for each of them afterwards.
 */
final class RecordPlay {
    private static final int NUMBER_AT = 12;
    private static final int RUN_AT = 8;

    private final PileLoop loop;
    private final long run;
    private final int[] sent;
    private final int[] base;
    private final BitSet[] confirmed;
    private DueStream due = DueStream.none();
    private boolean eager;
    private long endNanos;

    RecordPlay(PileLoop loop, long run, int piles) {
        this.loop = loop;
        this.run = run % 100_000_000;
        this.sent = new int[piles];
        this.base = new int[piles];
        this.confirmed = new BitSet[piles];
        for (int i = 0; i < piles; i++) {
            confirmed[i] = new BitSet();
        }
    }

    /** By a schedule; what was sent before belongs to no schedule any more. */
    void schedule(DueStream stream) {
        due = stream;
        eager = false;
        System.arraycopy(sent, 0, base, 0, sent.length);
    }

    /** {@code window} at once from each pile, and the next one with each confirmation, until the time is over. */
    void eagerly(int window, long untilNanos) {
        due = DueStream.none();
        eager = true;
        endNanos = untilNanos;
        for (PileClient pile : loop.piles) {
            for (int i = 0; i < window && pile.isIn(); i++) {
                send(pile, loop.localIndex(pile), System.nanoTime());
            }
        }
    }

    void stop() {
        due = DueStream.none();
        eager = false;
    }

    long nextDue() {
        return due.nextDue();
    }

    void fire() {
        int local = due.pile();
        long dueNanos = due.nextDue();
        due.advance();
        PileClient pile = loop.piles[local];
        if (pile.isIn()) {
            send(pile, local, dueNanos);
        } else {
            // Its number in the schedule is used up, or the numbers after it would be timed by the wrong moment.
            sent[local]++;
        }
    }

    private void send(PileClient pile, int local, long dueNanos) {
        loop.tally.count(Count.RECORDS, dueNanos);
        write(pile, sent[local]++);
    }

    private void write(PileClient pile, int record) {
        byte[] trade = new byte[Frames.TRADE_BYTES];
        System.arraycopy(pile.number, 0, trade, 0, Frames.PILE_BYTES);
        trade[Frames.PILE_BYTES] = 1;
        System.arraycopy(Frames.bcd("%08d%08d".formatted(run, record), 8), 0, trade, RUN_AT, 8);
        pile.write(loop.frames.record(loop.allocator(), pile.nextSequence(), pile.number, 1, trade));
    }

    /** One that the pile kept from before it was away: the last one again if it was not confirmed. */
    void sendKept(PileClient pile) {
        int local = loop.localIndex(pile);
        if (hasUnconfirmed(pile)) {
            loop.loginTally.count(Count.RECORDS_SENT_AGAIN);
            write(pile, sent[local] - 1);
        } else {
            loop.loginTally.count(Count.RECORDS);
            write(pile, sent[local]++);
        }
    }

    boolean hasUnconfirmed(PileClient pile) {
        int local = loop.localIndex(pile);
        return sent[local] > 0 && !confirmed[local].get(sent[local] - 1);
    }

    void confirmed(PileClient pile, ByteBuf in, int tradeAt, long nowNanos) {
        if (number(in, tradeAt + RUN_AT) != run) {
            return;
        }
        int local = loop.localIndex(pile);
        int record = number(in, tradeAt + NUMBER_AT);
        if (in.getByte(tradeAt + Frames.TRADE_BYTES) != 0) {
            loop.tally.count(Count.RECORDS_REFUSED);
            return;
        }
        if (confirmed[local].get(record)) {
            loop.tally.count(Count.RECORDS_CONFIRMED_AGAIN);
            return;
        }
        confirmed[local].set(record);
        if (eager) {
            loop.tally.count(Count.RECORDS_CONFIRMED, nowNanos);
            if (nowNanos < endNanos && pile.isIn()) {
                send(pile, local, nowNanos);
            }
        } else if (due.intervalNanos() > 1 && record >= base[local]) {
            long dueNanos = due.due(local, record - base[local]);
            loop.tally.count(Count.RECORDS_CONFIRMED, dueNanos);
            loop.tally.time(Timed.RECORD, dueNanos, nowNanos);
        } else {
            loop.loginTally.count(Count.RECORDS_CONFIRMED);
        }
    }

    private static int number(ByteBuf in, int at) {
        int number = 0;
        for (int i = at; i < at + 4; i++) {
            int packed = in.getUnsignedByte(i);
            number = number * 100 + (packed >> 4) * 10 + (packed & 0x0F);
        }
        return number;
    }

    /** The serials that were confirmed, one a line. */
    void tell(StringBuilder out) {
        for (PileClient pile : loop.piles) {
            int local = loop.localIndex(pile);
            confirmed[local].stream()
                    .forEach(record -> out.append(Frames.trade(loop.pileNumber(pile), run, record)
                                    .digits())
                            .append('\n'));
        }
    }

    /** What a pile does half a minute later (reference 7.5); how many are unconfirmed. */
    int sendAgain() {
        int open = 0;
        for (PileClient pile : loop.piles) {
            int local = loop.localIndex(pile);
            for (int record = confirmed[local].nextClearBit(0);
                    record < sent[local];
                    record = confirmed[local].nextClearBit(record + 1)) {
                open++;
                if (pile.isIn()) {
                    write(pile, record);
                }
            }
        }
        return open;
    }
}
