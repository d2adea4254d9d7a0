package io.ohmgate.api.http.fault;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.api.store.WorkOrderTables.Event;
import io.ohmgate.api.store.WorkOrderTables.Kind;
import io.ohmgate.api.store.WorkOrderTables.State;
import io.ohmgate.api.store.WorkOrderTables.WorkOrder;
import io.ohmgate.api.view.CodeView;
import io.ohmgate.ykc.words.CodeBook;
import io.ohmgate.ykc.words.CodeList;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A work order: the fault in words, how often it came and what was done. {@code events} is there when one is asked for. */
@Schema(name = "WorkOrder", description = "工单：同一枪的同一故障只有一张 / One for each fault of each gun")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkOrderView(
        String id,
        String gunId,
        String stationId,
        State state,
        CodeView fault,
        int occurrences,
        int reopened,
        Instant firstAt,
        Instant lastAt,
        @Nullable String assignee,
        @Nullable Instant closedAt,
        @Nullable List<Entry> events) {
    /** One thing that happened to it; {@code tradeNo} is the charge that showed the fault. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Entry(
            Kind kind,
            Instant at,
            String actor,
            @Nullable String tradeNo,
            @Nullable String note) {}

    static WorkOrderView of(WorkOrder order) {
        return of(order, null);
    }

    static WorkOrderView of(WorkOrder order, @Nullable List<Event> events) {
        return new WorkOrderView(
                Long.toString(order.id()),
                order.gunId(),
                Long.toString(order.stationId()),
                order.state(),
                CodeView.forStaff(CodeBook.of(CodeList.valueOf(order.list()), order.code())),
                order.occurrences(),
                order.reopened(),
                order.firstAt(),
                order.lastAt(),
                order.assignee(),
                order.closedAt(),
                events == null
                        ? null
                        : events.stream()
                                .map(each ->
                                        new Entry(each.kind(), each.at(), each.actor(), each.tradeNo(), each.note()))
                                .toList());
    }
}
