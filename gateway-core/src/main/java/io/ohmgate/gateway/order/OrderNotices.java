package io.ohmgate.gateway.order;

/** Where notices go. Must return at once and never throw; may be called from any thread. */
@FunctionalInterface
public interface OrderNotices {
    void tell(OrderNotice notice);
}
