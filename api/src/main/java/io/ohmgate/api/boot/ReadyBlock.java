package io.ohmgate.api.boot;

import io.ohmgate.gateway.cluster.NodeRole;
import io.ohmgate.gateway.cluster.NodeRoles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** What the newcomer sees last: where everything is, once everything is there. */
@Component
final class ReadyBlock {
    private static final String RULE = "─".repeat(78);

    private final Environment environment;
    private final ObjectProvider<ReadyLine> lines;

    ReadyBlock(Environment environment, ObjectProvider<ReadyLine> lines) {
        this.environment = environment;
        this.lines = lines;
    }

    private record Line(String label, String value) {}

    @EventListener
    void ready(ApplicationReadyEvent event) {
        Terminal.out(block(event.getTimeTaken()));
    }

    String block(@Nullable Duration taken) {
        String http = "http://localhost:" + port("local.server.port", PublicPort.HTTP);
        NodeRoles roles = Roles.of(environment);
        List<Line> all = new ArrayList<>();
        if (!roles.equals(NodeRoles.ALL)) {
            all.add(new Line("角色 / roles", Roles.words(roles)));
        }
        if (roles.has(NodeRole.API)) {
            all.add(new Line("HTTP", http + "/api/v1"));
            all.add(new Line("接口文档 / API docs", http + "/docs"));
            all.add(new Line("WebSocket", http.replace("http://", "ws://") + "/ws/v1"));
        } else {
            all.add(new Line("健康检查 / health", http + "/actuator/health"));
        }
        if (roles.has(NodeRole.GATEWAY)) {
            all.add(new Line("充电桩 / piles (TCP)", "localhost:" + port("local.pile.port", PublicPort.PILE)));
        }
        if (roles.has(NodeRole.API)) {
            all.add(new Line("RSocket (TCP)", "localhost:" + port("local.rsocket.server.port", PublicPort.RSOCKET)));
        }
        lines.orderedStream().forEach(line -> all.add(new Line(line.label(), line.value())));
        StringBuilder text = new StringBuilder("\n").append(RULE).append('\n');
        text.append("  Ohmgate 已就绪 / ready in %s ms%n".formatted(taken == null ? "?" : taken.toMillis()));
        for (Line line : all) {
            text.append("  ").append(padded(line.label())).append(line.value()).append('\n');
        }
        return text.append(RULE).toString();
    }

    private int port(String actual, PublicPort port) {
        return environment.getProperty(actual, Integer.class, port.number(environment));
    }

    /** Chinese characters take two columns. */
    private static String padded(String label) {
        int columns = label.codePoints().map(c -> c >= 0x2E80 ? 2 : 1).sum();
        return label + " ".repeat(Math.max(1, 26 - columns));
    }
}
