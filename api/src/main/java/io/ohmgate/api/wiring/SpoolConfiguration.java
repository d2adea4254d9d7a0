package io.ohmgate.api.wiring;

import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.api.failure.StartupProblem;
import io.ohmgate.gateway.spool.RecordSpool;
import io.ohmgate.gateway.spool.UnkeptSpool;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The local memory for records that MySQL does not take, in the data directory (invariants A8). */
@Configuration(proxyBeanMethods = false)
class SpoolConfiguration {
    /** Some 200,000 records: hours of a station's work, and little to read at a start. */
    private static final long BYTES_MAX = 64L << 20;

    private static final int WRITES_WAITING_MAX = 1_000;

    @Bean(destroyMethod = "dispose")
    Scheduler spoolDisk() {
        return Schedulers.newBoundedElastic(1, WRITES_WAITING_MAX, "spool");
    }

    @Bean
    RecordSpool recordSpool(@Value("${ohmgate.data-dir:data}") Path data) {
        Path folder = data.resolve("spool");
        try {
            return RecordSpool.open(folder, BYTES_MAX);
        } catch (IOException e) {
            throw StartupProblem.DATA_UNWRITABLE.causedBy(e, folder.toAbsolutePath());
        }
    }

    @Bean
    UnkeptSpool unkeptSpool(RecordSpool spool, @Qualifier("spoolDisk") Scheduler disk, MeterRegistry meters) {
        return new UnkeptSpool(spool, disk, meters);
    }
}
