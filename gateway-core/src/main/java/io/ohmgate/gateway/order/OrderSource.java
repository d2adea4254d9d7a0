package io.ohmgate.gateway.order;

import org.jspecify.annotations.Nullable;

/**
 * Where an order came from: by which of the driver's cards or vehicles, if by one, and with which other guns, if with any.
 */
public record OrderSource(
        OrderOrigin origin,
        @Nullable Long cardId,
        @Nullable Long vehicleId,
        @Nullable ParallelGroup parallel) {
    public static final OrderSource APP = new OrderSource(OrderOrigin.APP, null, null, null);
    public static final OrderSource RECORD = new OrderSource(OrderOrigin.RECORD, null, null, null);

    public static OrderSource ofCard(OrderOrigin origin, long cardId) {
        return new OrderSource(origin, cardId, null, null);
    }

    public static OrderSource ofVehicle(long vehicleId) {
        return new OrderSource(OrderOrigin.VIN, null, vehicleId, null);
    }

    OrderSource in(ParallelGroup group) {
        return new OrderSource(origin == OrderOrigin.APP ? OrderOrigin.PARALLEL : origin, cardId, vehicleId, group);
    }
}
