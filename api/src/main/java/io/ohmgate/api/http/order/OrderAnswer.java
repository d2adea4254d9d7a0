package io.ohmgate.api.http.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.ohmgate.api.view.OrderView;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One order as it is asked for by its id: what everybody reads of it and, for staff, what only they do. */
@Schema(name = "ChargingOrderAnswer", description = "充电订单，员工另见 staff / A charging order; staff see more")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OrderAnswer(
        @JsonUnwrapped OrderView order, @Nullable StaffOrderView staff) {}
