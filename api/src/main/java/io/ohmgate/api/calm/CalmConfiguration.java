package io.ohmgate.api.calm;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.api.db.PoolDoor;
import io.ohmgate.api.problem.ProblemWriter;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.calm.Calm;
import io.ohmgate.gateway.calm.LagProbes;
import io.ohmgate.gateway.calm.Signal;
import io.ohmgate.gateway.record.RecordIntake;
import java.util.SplittableRandom;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** Where the level is read from, and who stands at the doors. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CalmSettings.class)
class CalmConfiguration {
    /** A thread of its own: it must notice that all the others are late. */
    @Bean(destroyMethod = "dispose")
    Scheduler calmScheduler() {
        return Schedulers.newSingle("calm", true);
    }

    @Bean
    LagProbes lagProbes(
            LoopResources databaseLoops,
            ReactorResourceFactory http,
            @Qualifier("recordScheduler") Scheduler recordScheduler,
            @Qualifier("gatewayTimer") Scheduler gatewayTimer) {
        LagProbes probes = new LagProbes(System::nanoTime);
        probes.watch("db", databaseLoops.onClient(LoopResources.DEFAULT_NATIVE));
        probes.watch("http", http.getLoopResources().onServer(LoopResources.DEFAULT_NATIVE));
        probes.watchOne("records-0", recordScheduler::schedule);
        probes.watchOne("timer-0", gatewayTimer::schedule);
        return probes;
    }

    @Bean
    CalmLifecycle calmLifecycle(
            GatewayParts parts,
            LagProbes probes,
            RecordIntake intake,
            @Qualifier("criticalDoor") PoolDoor criticalDoor,
            @Qualifier("generalDoor") PoolDoor generalDoor,
            @Qualifier("calmScheduler") Scheduler calmScheduler) {
        HeapGauge heap = new HeapGauge();
        Calm calm = parts.calm
                .reads(Signal.LOOP_LAG, probes::lookMillis)
                .reads(Signal.RECORD_AGE, () -> intake.oldestAge().toMillis())
                .reads(Signal.CRITICAL_POOL_WAIT, criticalDoor::waitMillis)
                .reads(Signal.GENERAL_POOL_WAIT, generalDoor::waitMillis)
                .reads(Signal.HEAP_AFTER_GC, heap::percent);
        return new CalmLifecycle(calm, calmScheduler);
    }

    @Bean
    HttpGate httpGate(GatewayParts parts, CalmSettings settings, ProblemWriter problems, MeterRegistry meters) {
        HttpPaces paces = new HttpPaces(settings.requestsPerSecond(), settings.requestsBurst(), System::nanoTime);
        return new HttpGate(parts.calm, paces, problems, new SplittableRandom(), meters);
    }

    @Bean
    NettyServerCustomizer slowRequests(MeterRegistry meters) {
        Counter closed = Counter.builder("ohmgate.http.slow.closed")
                .description("connections that were closed because a request came too slowly")
                .register(meters);
        return server -> server.doOnChannelInit((observer, channel, remote) ->
                SlowRequests.install(channel.pipeline(), SlowRequests.Limits.BOOK, closed::increment));
    }

    @Bean
    LoopsHealth loopsHealthIndicator(LagProbes probes) {
        return new LoopsHealth(probes);
    }

    @Bean
    FloodFilter floodFilter(MeterRegistry meters) {
        FloodFilter filter = FloodFilter.install(System::nanoTime);
        FunctionCounter.builder("ohmgate.log.suppressed", filter, FloodFilter::suppressed)
                .description("lines that were counted and not written")
                .register(meters);
        return filter;
    }
}
