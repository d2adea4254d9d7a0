package io.ohmgate.api.wiring;

import io.ohmgate.api.db.Database;
import io.ohmgate.api.fault.BatteryLog;
import io.ohmgate.api.fault.FaultWatch;
import io.ohmgate.api.store.BatteryTables;
import io.ohmgate.api.store.EvidenceTables;
import io.ohmgate.api.store.WorkOrderTables;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.calm.Work;
import io.ohmgate.gateway.session.PileDirectory;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;

/** What batteries tell and faults that come up are written down; their last batch before the pools close. */
@Configuration(proxyBeanMethods = false)
class FaultConfiguration {
    @Bean
    BatteryTables batteryTables(@Qualifier("general") Database general) {
        return new BatteryTables(general);
    }

    @Bean
    EvidenceTables evidenceTables(@Qualifier("general") Database general) {
        return new EvidenceTables(general);
    }

    @Bean
    WorkOrderTables workOrderTables(@Qualifier("general") Database general, InstantSource clock) {
        return new WorkOrderTables(general, clock);
    }

    @Bean(destroyMethod = "close")
    BatteryLog batteryLog(
            BatteryTables tables,
            PileDirectory directory,
            GatewayParts parts,
            InstantSource clock,
            Scheduler choreScheduler) {
        BatteryLog log = new BatteryLog(tables, directory, clock);
        parts.batteryNotes.add(noted -> {
            if (parts.calm.admits(Work.DETAIL_HISTORY)) {
                log.tell(noted);
            }
        });
        log.start(choreScheduler);
        return log;
    }

    @Bean(destroyMethod = "close")
    FaultWatch faultWatch(
            WorkOrderTables tables,
            PileDirectory directory,
            GatewayParts parts,
            InstantSource clock,
            Scheduler choreScheduler) {
        FaultWatch watch = new FaultWatch(tables, directory, clock);
        parts.pileEvents.add(watch::tell);
        parts.batteryNotes.add(watch::tell);
        parts.orderNotices.add(watch::tell);
        watch.start(choreScheduler);
        return watch;
    }
}
