package io.ohmgate.api.wiring;

import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.api.account.PersonalData;
import io.ohmgate.api.db.Database;
import io.ohmgate.api.frames.FrameExport;
import io.ohmgate.api.frames.FrameLog;
import io.ohmgate.api.frames.FrameReader;
import io.ohmgate.api.frames.FrameRetention;
import io.ohmgate.api.frames.FrameSettings;
import io.ohmgate.api.nodes.JobClaims;
import io.ohmgate.api.store.FrameTables;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.calm.Work;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.ykc.describe.FrameMask;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.json.JsonMapper;

/** The log of frames: it hears what the tap keeps, and its last batch is written before the pools close. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FrameSettings.class)
class FrameConfiguration {
    @Bean
    FrameTables frameTables(@Qualifier("general") Database general, @Qualifier("report") Database report) {
        return new FrameTables(general, report);
    }

    @Bean
    FrameMask frameMask(PersonalData keys) {
        return FrameLog.maskOf(keys);
    }

    @Bean(destroyMethod = "close")
    FrameLog frameLog(
            FrameTables tables,
            PileDirectory directory,
            FrameMask mask,
            GatewayParts parts,
            GatewaySettings settings,
            Scheduler choreScheduler,
            MeterRegistry meters) {
        FrameLog log = new FrameLog(tables, directory, mask, settings.node(), meters);
        parts.frames.durable.add(frame -> {
            if (FrameLog.provesMoney(frame) || parts.calm.admits(Work.DETAIL_HISTORY)) {
                log.tell(frame);
            }
        });
        log.start(choreScheduler);
        return log;
    }

    @Bean
    FrameReader frameReader(FrameTables tables, GatewayParts parts, FrameMask mask, PileDirectory directory) {
        return new FrameReader(tables, parts.frames, mask, directory);
    }

    @Bean
    FrameExport frameExport(FrameTables tables, FrameReader reader, JsonMapper json) {
        return new FrameExport(tables, reader, json);
    }

    @Bean
    FrameRetention frameRetention(
            FrameTables tables, FrameSettings settings, GatewayParts parts, InstantSource clock, JobClaims claims) {
        return new FrameRetention(
                tables,
                settings.retention(),
                () -> parts.calm.admits(Work.REPORTS),
                clock,
                claims.claim("old frames", FrameRetention.EVERY));
    }
}
