package io.ohmgate.api.http.calm;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.api.limits.Bound;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** One thing that can grow, its end, and how far it is from there where a gauge tells. */
@Schema(name = "Limit", description = "一项容量上限 / One thing that can grow")
public record LimitView(
        String name,
        String nameEn,
        String where,

        @Schema(description = "上限；不会增长的为空 / null where nothing grows") @Nullable
        Long max,

        String per,
        String whenFull,
        String policy,
        String policyEn,

        @Schema(description = "当前值；没有仪表的为空 / null where no gauge tells") @Nullable
        Long now,

        @Nullable String metric) {
    static LimitView of(Bound bound, MeterRegistry meters) {
        return new LimitView(
                bound.chinese(),
                bound.english(),
                bound.at(),
                bound.max(),
                bound.per().english(),
                bound.full().name(),
                bound.full().chinese(),
                bound.full().english(),
                bound.metric() == null ? null : now(meters, bound.metric()),
                bound.metric() == null ? null : bound.metric().replace('.', '_'));
    }

    /** A gauge may be there several times, told apart by tags; a role that this node has not has none. */
    private static @Nullable Long now(MeterRegistry meters, String metric) {
        Collection<Gauge> gauges = meters.find(metric).gauges();
        return gauges.isEmpty()
                ? null
                : Math.round(gauges.stream().mapToDouble(Gauge::value).sum());
    }
}
