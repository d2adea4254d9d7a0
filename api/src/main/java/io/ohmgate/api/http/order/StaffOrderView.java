package io.ohmgate.api.http.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.api.store.OrderLists.HistoryLine;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What only staff see of an order. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StaffOrderView(
        String tradeNo,
        String pileNo,
        boolean orphan,
        @Nullable String parallelNo,
        @Nullable String mainOrderId,
        @Nullable String driverId,
        @Nullable String traceId,
        @Nullable Long pileAmount,
        List<String> flags,
        List<Step> history) {
    /** One step of the order's life. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Step(
            Instant at,
            String event,
            @Nullable String from,
            String to,
            @Nullable String detail) {
        static Step of(HistoryLine line) {
            return new Step(
                    line.at(),
                    line.event(),
                    line.from() == null ? null : line.from().name(),
                    line.to().name(),
                    line.detail());
        }
    }
}
