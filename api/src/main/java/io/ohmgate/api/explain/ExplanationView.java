package io.ohmgate.api.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.api.view.BatterySummaryView;
import io.ohmgate.api.view.CodeView;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.ykc.words.Words;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an order ended as it did. {@code why} is the one reason, {@code code} what the pile named, {@code steps} everything
 * that happened in order; a step's {@code frames} are the ids of the frames behind it, to be read at the pile's frames.
 * {@code traceId} finds the same story among the traces.
 */
@Schema(name = "OrderExplanation", description = "订单为何如此结束：原因、时间线与报文 / Why an order ended as it did")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExplanationView(
        String orderId,
        OrderState state,
        Why why,
        String zh,
        String en,
        @Nullable CodeView code,
        List<Step> steps,
        @Nullable BatterySummaryView battery,
        @Nullable String traceId) {
    public ExplanationView {
        steps = List.copyOf(steps);
    }

    /** Which source tells a step. */
    public enum Source {
        ORDER,
        RECORD,
        MONEY,
        BATTERY,
        PERSON,
        SECURITY,
        TIMER,
        LIVE
    }

    /** One step; {@code rule} says by which rule, where there is one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Step(
            Instant at,
            Source source,
            String event,
            String zh,
            String en,
            @Nullable String ruleZh,
            @Nullable String ruleEn,
            @Nullable OrderState from,
            @Nullable OrderState to,
            @Nullable String detail,
            List<String> frames) {
        static Step of(Instant at, Source source, String event, Words words, List<String> frames) {
            return new Step(at, source, event, words.zh(), words.en(), null, null, null, null, null, frames);
        }

        /** For the driver: what happened, without the machinery. */
        Step brief() {
            return new Step(at, source, event, zh, en, null, null, from, to, null, List.of());
        }
    }
}
