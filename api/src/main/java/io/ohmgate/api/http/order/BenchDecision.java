package io.ohmgate.api.http.order;

import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.bench.BenchChoice;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** What a person decides about an abnormal order, and why. */
@Schema(
        description = "ACCEPT_BILL 按记录电量与订单电价;STATE_ENERGY、STATE_AMOUNT 人工核定;ESTIMATE 按最后上报值;VOID 作废并退回冻结;ASSIGN_DRIVER"
                + " 无主订单归 driverId 的车主。涉及金额超过限额时等待第二人复核（202） / energy in 0.0001 kWh for STATE_ENERGY, amountFen"
                + " for STATE_AMOUNT, driverId for ASSIGN_DRIVER, neither for the others; above the limit a second"
                + " person must approve (202)")
public record BenchDecision(
        @NotNull BenchChoice.Kind kind,
        @NotBlank @Size(max = 400) String reason,
        @Nullable @Min(0) @Max(100_000_000) Long energy,
        @Nullable @Min(0) @Max(10_000_000) Long amountFen,
        @Nullable @Size(max = 26) String driverId) {
    /** Null if the numbers do not go with the kind. {@code driver} is whom {@link #driverId} names, null if nobody. */
    @Nullable
    BenchChoice choice(@Nullable Long driver) {
        if ((driverId == null) == (kind == BenchChoice.Kind.ASSIGN_DRIVER)) {
            return null;
        }
        return switch (kind) {
            case ASSIGN_DRIVER -> bare() && driver != null ? new BenchChoice.AssignDriver(driver) : null;
            case ACCEPT_BILL -> bare() ? new BenchChoice.AcceptBill() : null;
            case ESTIMATE -> bare() ? new BenchChoice.Estimate() : null;
            case VOID -> bare() ? new BenchChoice.VoidOrder() : null;
            case STATE_ENERGY ->
                energy == null || amountFen != null ? null : new BenchChoice.StateEnergy(new Energy(energy));
            case STATE_AMOUNT ->
                amountFen == null || energy != null ? null : new BenchChoice.StateAmount(new Money(amountFen));
        };
    }

    private boolean bare() {
        return energy == null && amountFen == null;
    }
}
