package io.ohmgate.api.http.calm;

import io.ohmgate.gateway.GatewayParts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a person sees of overload. Read from memory alone, so that it answers when nothing else does. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "过载 / Overload")
class OverloadController {
    private final GatewayParts parts;

    OverloadController(GatewayParts parts) {
        this.parts = parts;
    }

    @GetMapping("/overload")
    @Operation(
            summary = "本节点的过载等级、原因与已让步的工作 / How far this node gives way, why, and what it shed",
            description =
                    "等级 0 表示正常；level > 0 时请在界面顶部显示 banner。 / Level 0 is normal; above it a page shows the banner.")
    OverloadView overload() {
        return OverloadView.of(parts.calm.view());
    }
}
