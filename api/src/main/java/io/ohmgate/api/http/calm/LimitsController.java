package io.ohmgate.api.http.calm;

import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.api.limits.Bound;
import io.ohmgate.api.limits.Bounds;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The list of docs/limits.md, with how full each thing is on this node. Read from memory alone. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "过载 / Overload")
class LimitsController {
    private final MeterRegistry meters;
    private final List<Bound> bounds = Bounds.all();

    LimitsController(MeterRegistry meters) {
        this.meters = meters;
    }

    @GetMapping("/limits")
    @Operation(
            summary = "本节点的全部容量上限、满时的处理与当前值 / Everything that can grow, its end, and how full it is",
            description = "与 docs/limits.md 同一份清单。 / The list of docs/limits.md.")
    List<LimitView> limits() {
        return bounds.stream().map(bound -> LimitView.of(bound, meters)).toList();
    }
}
