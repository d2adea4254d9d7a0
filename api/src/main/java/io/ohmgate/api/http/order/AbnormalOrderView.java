package io.ohmgate.api.http.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.api.view.OrderView;
import io.ohmgate.gateway.order.Estimate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order that waits for a person: why, what it would cost by its record ({@code proposedFen}), what by the last live values
 * ({@code estimate}), and how far the two are apart.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AbnormalOrderView(
        OrderView order,
        List<Reason> reasons,
        @Nullable Long proposedFen,
        @Nullable EstimateView estimate,
        @Nullable Long differenceFen,
        @Nullable String recordId) {
    public AbnormalOrderView {
        reasons = List.copyOf(reasons);
    }

    /** A reason with its stable code, Chinese first. */
    public record Reason(String code, String text, String textEn) {}

    /** What the charge came to by what its gun told last: energy in 0.0001 kWh, money in fen. */
    public record EstimateView(long energy, long electricityFen, long serviceFen, long payableFen, Instant toldAt) {
        static EstimateView of(Estimate estimate) {
            return new EstimateView(
                    estimate.energy().tenThousandthsKwh(),
                    estimate.bill().payableElectricity().fen(),
                    estimate.bill().payableService().fen(),
                    estimate.bill().payable().fen(),
                    estimate.at());
        }
    }
}
