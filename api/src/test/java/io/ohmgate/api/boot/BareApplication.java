package io.ohmgate.api.boot;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ohmgate.api.db.Database;
import java.time.Duration;
import org.springframework.boot.CommandLineRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** Start, servers, migrations, pools, ready block: what stands below everything else, without what stands on it. */
@Configuration(proxyBeanMethods = false)
@ComponentScan({"io.ohmgate.api.boot", "io.ohmgate.api.db"})
class BareApplication {
    public static void main(String[] arguments) {
        Launch.run(BareApplication.class, arguments);
    }

    @Bean
    MeterRegistry meters() {
        return new SimpleMeterRegistry();
    }

    /** Each start leaves a row, and tells how many there are. */
    @Bean
    CommandLineRunner startsCounted(Database general) {
        return arguments -> {
            Long starts = general.transaction(
                            "count starts",
                            general.sql()
                                    .sql("INSERT INTO tenant (code, name, created_at) SELECT CONCAT('start-',"
                                            + " COUNT(*)), 'start', UTC_TIMESTAMP() FROM tenant")
                                    .then()
                                    .then(general.sql()
                                            .sql("SELECT COUNT(*) AS n FROM tenant")
                                            .map(row -> row.get("n", Long.class))
                                            .one()))
                    .block(Duration.ofSeconds(20));
            Terminal.out("starts so far: " + starts);
        };
    }
}
