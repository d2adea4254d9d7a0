package io.ohmgate.gateway.live;

import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderNotice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a topic message says. Plain values: how they are written is the edge's business. */
public sealed interface TopicData {
    /** Takes over what a message left unread still had to say. Only values that nobody else repeats need it. */
    default TopicData over(TopicData unread) {
        return this;
    }

    /** A gun as it is now. */
    record GunView(GunLive gun) implements TopicData {}

    /** Guns of a station as they are now: all of them in a snapshot, those that changed in a change. */
    record StationView(long stationId, List<GunLive> guns) implements TopicData {
        public StationView {
            guns = List.copyOf(guns);
        }

        @Override
        public TopicData over(TopicData unread) {
            if (!(unread instanceof StationView older)) {
                return this;
            }
            Map<Object, GunLive> latest = new LinkedHashMap<>();
            older.guns.forEach(gun -> latest.put(gun.gun(), gun));
            guns.forEach(gun -> latest.put(gun.gun(), gun));
            return new StationView(stationId, List.copyOf(latest.values()));
        }
    }

    /** An order as the tables have it, and its gun as it is now; null once the gun does something else. */
    record OrderView(ChargingOrder order, @Nullable GunLive gun) implements TopicData {}

    /** Something happened to an order; its gun as it is now if the order still runs on it. */
    record OrderHappened(OrderNotice notice, @Nullable GunLive gun) implements TopicData {}

    record PileHappened(PileEvent event) implements TopicData {}

    /** Events before this message are not kept any more; whoever needs them all must ask for the current state. */
    record EventsMissed() implements TopicData {}
}
