package io.ohmgate.api.http.staff;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a tariff version has reached the piles that are to hold it: the sums by state, and the piles page by page.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeliveryView(
        String tariffVersionId,
        int modelNo,
        int piles,
        boolean complete,
        Map<State, Integer> counts,
        List<Line> items,
        @Nullable String nextCursor) {
    public DeliveryView {
        counts = Map.copyOf(counts);
        items = List.copyOf(items);
    }

    /** The first that holds is told. */
    public enum State {
        /** 已生效: proved in this session, by 0x57 or by 0x05 and 0x06. */
        HELD,
        /** 离线: it is told when it comes back. */
        OFFLINE,
        /** 桩拒绝. */
        REFUSED,
        /** 充电中: it is told when it is idle. */
        WAITS_FOR_IDLE,
        /** 无应答: told as often as there are attempts; the next login tries again. */
        NO_ANSWER,
        /** 下发中. */
        UNDER_WAY
    }

    /** {@code heldModelNo} is what it proved to hold in this session, which may be an older one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Line(
            String pileNo,
            String stationId,
            State state,
            @Nullable Integer heldModelNo,
            int attempts,
            @Nullable Instant at) {}
}
