package io.ohmgate.api.demo;

import io.ohmgate.api.boot.ReadyLine;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** The command a newcomer copies from the screen: it starts a charge on the gun that is kept for visitors. */
@Component
@DemoOnly
@Order(100)
class TryIt implements ReadyLine {
    private final Environment environment;
    private final Path dataDir;

    TryIt(Environment environment, @Value("${ohmgate.data-dir:data}") Path dataDir) {
        this.environment = environment;
        this.dataDir = dataDir;
    }

    @Override
    public String label() {
        return "启动一次充电 / start a charge";
    }

    @Override
    public String value() {
        return """

                  curl -s -X POST http://localhost:%s/api/v1/charging-orders \\
                    -H "Authorization: Bearer $(cat %s)" -H "Idempotency-Key: $(date +%%s)" \\
                    -H 'Content-Type: application/json' -d '{"gunId":"%s"}'""".formatted(
                        environment.getProperty("local.server.port", "8080"),
                        DemoSettings.driverTokenFile(dataDir),
                        DemoPlan.VISITORS_GUN);
    }
}
