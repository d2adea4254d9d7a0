package io.ohmgate.api.http.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.api.view.OrderView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An order that waits for a person, why, and what it would cost at our price. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AbnormalOrderView(
        OrderView order,
        List<String> reasons,
        @Nullable Long proposedFen,
        @Nullable String recordId) {}
