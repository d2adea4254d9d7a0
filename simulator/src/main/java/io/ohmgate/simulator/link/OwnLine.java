package io.ohmgate.simulator.link;

import io.netty.buffer.ByteBuf;
import io.ohmgate.simulator.pile.Behaviour;
import io.ohmgate.ykc.message.Downlink;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A socket for one pile. */
final class OwnLine implements PileLine, LinkUser {
    /** So many sockets may be left open and unused; then the oldest is closed. */
    static final int ABANDONED_MAX = 4;

    private final PileRunner runner;
    private final FleetLoop loop;
    private final Behaviour behaviour;
    private final ArrayDeque<PileLink> abandoned = new ArrayDeque<>();
    private @Nullable PileLink link;

    OwnLine(PileRunner runner, FleetLoop loop, Behaviour behaviour) {
        this.runner = runner;
        this.loop = loop;
        this.behaviour = behaviour;
    }

    @Override
    public void connect() {
        hangUp();
        PileLink next = new PileLink(this, loop, behaviour);
        link = next;
        loop.connect(this, next);
    }

    @Override
    public boolean write(ByteBuf frame) {
        PileLink open = link;
        if (open == null) {
            frame.release();
            return true;
        }
        return open.write(frame);
    }

    @Override
    public void flush() {
        if (link != null) {
            link.flush();
        }
    }

    @Override
    public void hangUp() {
        PileLink old = link;
        link = null;
        if (old != null) {
            old.close();
        }
    }

    @Override
    public void abandon() {
        PileLink old = link;
        link = null;
        if (old == null) {
            return;
        }
        old.stopReading(true);
        abandoned.addLast(old);
        if (abandoned.size() > ABANDONED_MAX) {
            abandoned.removeFirst().close();
        }
    }

    void close() {
        hangUp();
        abandoned.forEach(PileLink::close);
        abandoned.clear();
    }

    @Override
    public void stopReading(boolean entirely) {
        if (link != null) {
            link.stopReading(entirely);
        }
    }

    @Override
    public void cut() {
        if (link != null) {
            link.close();
        }
    }

    @Override
    public boolean isWaiting() {
        return link != null && link.isWaiting();
    }

    @Override
    public void tick() {
        if (link != null) {
            link.tick();
        }
    }

    @Override
    public boolean isOpen() {
        return link != null;
    }

    @Override
    public void linkUp(PileLink up) {
        if (up.equals(link)) {
            runner.up();
        } else {
            up.close();
        }
    }

    @Override
    public void linkDown(PileLink down) {
        abandoned.remove(down);
        if (down.equals(link)) {
            link = null;
            runner.down();
        }
    }

    @Override
    public void heard(PileLink from, Downlink message, int sequence, ByteBuf frame) {
        if (from.equals(link)) {
            runner.heard(message, sequence, frame);
        }
    }
}
