package io.ohmgate.loadtest.driver;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A pile that answers what it is told: it takes prices, starts and stops. No more of a pile than the product can see from a
 * distance; the whole of one is the simulator's. Guns 1 and 2.
 */
final class GunPlay {
    private static final int GUNS = 2;
    private static final int GUN_AT_AFTER_TRADE = Frames.TRADE_BYTES + Frames.PILE_BYTES;
    private static final byte YES = 1;

    private final PileLoop loop;
    private final PileClient pile;
    private final byte[] model = {0, 0};
    private final Gun[] guns = new Gun[GUNS + 1];

    GunPlay(PileLoop loop, PileClient pile) {
        this.loop = loop;
        this.pile = pile;
        for (int i = 0; i < guns.length; i++) {
            guns[i] = new Gun();
        }
    }

    private static final class Gun {
        private byte @Nullable [] trade;
        private long energy;
    }

    void loggedIn() {
        byte[] body = new byte[Frames.PILE_BYTES + 2];
        System.arraycopy(pile.number, 0, body, 0, Frames.PILE_BYTES);
        body[Frames.PILE_BYTES] = model[0];
        body[Frames.PILE_BYTES + 1] = model[1];
        says(0x05, body);
    }

    byte @Nullable [] trade(int gunNo) {
        return gunNo >= 1 && gunNo <= GUNS ? guns[gunNo].trade : null;
    }

    /** The energy that the next report of this gun tells: one step more each time, so that a report is known by it. */
    long nextEnergy(int gunNo, long step) {
        guns[gunNo].energy += step;
        return guns[gunNo].energy;
    }

    void hears(int type, ByteBuf in, int at, long nowNanos) {
        int body = at + Frames.BODY_AT;
        switch (type) {
            case 0x06 -> {
                if (in.getByte(body + 9) != 0) {
                    pile.write(loop.frames.ask(loop.allocator(), pile.nextSequence(), pile.number));
                }
            }
            case 0x0A -> remember(in, body);
            case 0x12 -> report(in.getByte(body + Frames.PILE_BYTES), in.getUnsignedShort(at + 2));
            case 0x34 -> starts(in, at, body, nowNanos);
            case 0x36 -> stops(in, at, body, nowNanos);
            case 0x42 -> answers(in, at, 0x41, body, 7 + 8, (byte) 0);
            case 0x52 -> answers(in, at, 0x51, body, 7, YES);
            case 0x56 -> answers(in, at, 0x55, body, 7 + 7, null);
            case 0x58 -> {
                remember(in, body);
                answers(in, at, 0x57, body, 7, YES);
            }
            default -> {}
        }
    }

    private void remember(ByteBuf in, int body) {
        in.getBytes(body + Frames.PILE_BYTES, model);
    }

    private void starts(ByteBuf in, int at, int body, long nowNanos) {
        int gunNo = in.getByte(body + GUN_AT_AFTER_TRADE);
        byte[] reply = new byte[GUN_AT_AFTER_TRADE + 3];
        in.getBytes(body, reply, 0, GUN_AT_AFTER_TRADE + 1);
        reply[GUN_AT_AFTER_TRADE + 1] = YES;
        echoes(in, at, 0x33, reply);
        if (gunNo >= 1 && gunNo <= GUNS) {
            byte[] trade = new byte[Frames.TRADE_BYTES];
            in.getBytes(body, trade);
            guns[gunNo].trade = trade;
            guns[gunNo].energy = 0;
            loop.started(this, gunNo, nowNanos);
            charges(gunNo, 1);
        }
        loop.tally.count(Count.STARTS_HEARD);
    }

    /** Tells what this gun has charged. */
    void charges(int gunNo, long step) {
        byte[] trade = trade(gunNo);
        if (trade != null) {
            pile.write(loop.frames.charging(
                    loop.allocator(), pile.nextSequence(), pile.number, gunNo, trade, nextEnergy(gunNo, step)));
        }
    }

    private void stops(ByteBuf in, int at, int body, long nowNanos) {
        int gunNo = in.getByte(body + Frames.PILE_BYTES);
        byte[] reply = new byte[Frames.PILE_BYTES + 3];
        in.getBytes(body, reply, 0, Frames.PILE_BYTES + 1);
        reply[Frames.PILE_BYTES + 1] = YES;
        echoes(in, at, 0x35, reply);
        loop.tally.count(Count.STOPS_HEARD);
        byte[] trade = trade(gunNo);
        if (trade != null) {
            loop.stopped(this, gunNo, nowNanos);
            guns[gunNo].trade = null;
            pile.write(loop.frames.idle(loop.allocator(), pile.nextSequence(), pile.number, gunNo, true));
            pile.write(loop.frames.record(loop.allocator(), pile.nextSequence(), pile.number, gunNo, trade));
        }
    }

    private void report(int gunNo, int sequenceBytes) {
        byte[] trade = trade(gunNo);
        int sequence = Short.toUnsignedInt(Short.reverseBytes((short) sequenceBytes));
        pile.write(
                trade == null
                        ? loop.frames.idle(loop.allocator(), sequence, pile.number, gunNo, true)
                        : loop.frames.charging(
                                loop.allocator(), sequence, pile.number, gunNo, trade, nextEnergy(gunNo, 0)));
    }

    /** The first bytes of what was heard, and a result after them if there is one. */
    private void answers(ByteBuf in, int at, int type, int body, int length, @Nullable Byte result) {
        byte[] reply = new byte[result == null ? length : length + 1];
        in.getBytes(body, reply, 0, length);
        if (result != null) {
            reply[length] = result;
        }
        echoes(in, at, type, reply);
    }

    private void echoes(ByteBuf in, int at, int type, byte[] body) {
        pile.write(loop.frames.any(loop.allocator(), in.getUnsignedShort(at + 2), type, body));
    }

    private void says(int type, byte[] body) {
        int sequence = pile.nextSequence();
        pile.write(loop.frames.any(
                loop.allocator(), Short.toUnsignedInt(Short.reverseBytes((short) sequence)), type, body));
    }

    int pileIndex() {
        return pile.index;
    }
}
