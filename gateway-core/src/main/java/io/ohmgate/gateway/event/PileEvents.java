package io.ohmgate.gateway.event;

/** Where pile events go. Must return at once and never throw; may be called from any thread, event loops included. */
@FunctionalInterface
public interface PileEvents {
    void tell(PileEvent event);
}
