package io.ohmgate.gateway.live;

import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.pile.GunId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What can be subscribed to, as it is written: {@code order:{id}}, {@code gun:{gunId}}, {@code station:{id}}. */
public record Topic(Kind kind, String id) {
    /** Longer names are no names of ours. */
    public static final int TEXT_MAX = 64;

    public static Topic order(OrderId orderId) {
        return new Topic(Kind.ORDER, orderId.text());
    }

    public static Topic gun(GunId gun) {
        return new Topic(Kind.GUN, gun.digits());
    }

    public static Topic station(long stationId) {
        return new Topic(Kind.STATION, Long.toString(stationId));
    }

    /** Every event of a tenant's piles, for back ends. */
    public static Topic pilesOf(long tenantId) {
        return new Topic(Kind.PILES, Long.toString(tenantId));
    }

    /** Every event of a tenant's orders, for back ends. */
    public static Topic ordersOf(long tenantId) {
        return new Topic(Kind.ORDERS, Long.toString(tenantId));
    }

    /** Empty if the text names no topic. That the thing named exists is not checked here. */
    public static Optional<Topic> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0 || text.length() > TEXT_MAX) {
            return Optional.empty();
        }
        for (Kind kind : Kind.values()) {
            if (kind.word().equals(text.substring(0, colon))) {
                String id = text.substring(colon + 1);
                return kind.allows(id) ? Optional.of(new Topic(kind, id)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    public String text() {
        return kind.word() + ":" + id;
    }

    @Override
    public String toString() {
        return text();
    }

    /** What kind of thing a topic is about. The first three begin with a snapshot; a stream of events has none. */
    public enum Kind {
        ORDER("[0-9a-hjkmnp-tv-z]{26}", true),
        GUN("[0-9]{16}", true),
        STATION("[1-9][0-9]{0,17}", true),
        PILES("[1-9][0-9]{0,17}", false),
        ORDERS("[1-9][0-9]{0,17}", false);

        private final Pattern pattern;
        private final boolean snapshot;

        Kind(String pattern, boolean snapshot) {
            this.pattern = Pattern.compile(pattern);
            this.snapshot = snapshot;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean hasSnapshot() {
            return snapshot;
        }

        boolean allows(String id) {
            return pattern.matcher(id).matches();
        }
    }
}
