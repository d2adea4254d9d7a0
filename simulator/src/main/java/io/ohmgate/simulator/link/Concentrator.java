package io.ohmgate.simulator.link;

import io.netty.buffer.ByteBuf;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.simulator.pile.Behaviour;
import io.ohmgate.ykc.message.AtGun;
import io.ohmgate.ykc.message.BillingReply;
import io.ohmgate.ykc.message.BillingSet;
import io.ohmgate.ykc.message.BillingVerifyAck;
import io.ohmgate.ykc.message.CardClear;
import io.ohmgate.ykc.message.CardQuery;
import io.ohmgate.ykc.message.CardSync;
import io.ohmgate.ykc.message.Downlink;
import io.ohmgate.ykc.message.HeartbeatAck;
import io.ohmgate.ykc.message.LoginAck;
import io.ohmgate.ykc.message.Ota;
import io.ohmgate.ykc.message.QrPrefix;
import io.ohmgate.ykc.message.Reboot;
import io.ohmgate.ykc.message.TimeSync;
import io.ohmgate.ykc.message.WorkParam;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Several piles behind one socket (集中器, reference 1). The socket opens with the first that connects and closes with the
 * last that hangs up; what comes is handed to the pile that it names, and 0x40, which names none, to all of them.
 */
final class Concentrator implements LinkUser {
    static final int PILES_MAX = 16;

    private final FleetLoop loop;
    private final Map<PileNo, Place> places = new LinkedHashMap<>();
    private final Set<Place> present = new LinkedHashSet<>();
    private @Nullable PileLink link;
    private boolean up;

    Concentrator(FleetLoop loop) {
        this.loop = loop;
    }

    PileLine placeFor(PileRunner runner, PileNo pileNo) {
        Place place = new Place(runner);
        places.put(pileNo, place);
        return place;
    }

    private void join(Place place) {
        present.add(place);
        if (up) {
            loop.eventLoop().execute(() -> letIn(place));
        } else if (link == null) {
            PileLink next = new PileLink(this, loop, Behaviour.GOOD);
            link = next;
            loop.connect(this, next);
        }
    }

    private void letIn(Place place) {
        if (up && present.contains(place)) {
            place.runner.up();
        }
    }

    private void leave(Place place) {
        present.remove(place);
        PileLink open = link;
        if (present.isEmpty() && open != null) {
            link = null;
            up = false;
            open.close();
        }
    }

    @Override
    public void linkUp(PileLink opened) {
        if (!opened.equals(link)) {
            opened.close();
            return;
        }
        up = true;
        List.copyOf(present).forEach(this::letIn);
    }

    @Override
    public void linkDown(PileLink down) {
        if (!down.equals(link)) {
            return;
        }
        link = null;
        up = false;
        List<Place> all = List.copyOf(present);
        present.clear();
        all.forEach(place -> place.runner.down());
    }

    @Override
    public void heard(PileLink from, Downlink message, int sequence, ByteBuf frame) {
        if (!from.equals(link)) {
            return;
        }
        PileNo addressee = addressee(message);
        for (Place place : List.copyOf(present)) {
            if (addressee == null || place.equals(places.get(addressee))) {
                place.runner.heard(message, sequence, frame);
            }
        }
    }

    private static @Nullable PileNo addressee(Downlink message) {
        return switch (message) {
            case AtGun atGun -> atGun.pileNo();
            case LoginAck ack -> ack.pileNo();
            case HeartbeatAck ack -> ack.pileNo();
            case BillingVerifyAck ack -> ack.pileNo();
            case BillingReply reply -> reply.pileNo();
            case BillingSet set -> set.pileNo();
            case TimeSync sync -> sync.pileNo();
            case CardSync sync -> sync.pileNo();
            case CardClear clear -> clear.pileNo();
            case CardQuery query -> query.pileNo();
            case WorkParam param -> param.pileNo();
            case Reboot reboot -> reboot.pileNo();
            case Ota ota -> ota.pileNo();
            case QrPrefix prefix -> prefix.pileNo();
            default -> null;
        };
    }

    /** One pile's place. */
    private final class Place implements PileLine {
        private final PileRunner runner;

        Place(PileRunner runner) {
            this.runner = runner;
        }

        @Override
        public void connect() {
            join(this);
        }

        @Override
        public boolean write(ByteBuf frame) {
            PileLink open = link;
            if (open == null || !up || !present.contains(this)) {
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
            leave(this);
        }

        @Override
        public void abandon() {
            leave(this);
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
            return up && present.contains(this);
        }
    }
}
