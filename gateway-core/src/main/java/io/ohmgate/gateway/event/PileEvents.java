package io.ohmgate.gateway.event;

import java.util.List;

/** Where pile events go. Must return at once and never throw; may be called from any thread, event loops included. */
@FunctionalInterface
public interface PileEvents {
    void tell(PileEvent event);

    /** Tells all of them, in this order. */
    static PileEvents toAll(List<PileEvents> listeners) {
        List<PileEvents> all = List.copyOf(listeners);
        return event -> all.forEach(listener -> listener.tell(event));
    }
}
