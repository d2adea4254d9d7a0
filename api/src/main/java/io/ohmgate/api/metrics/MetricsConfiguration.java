package io.ohmgate.api.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.api.db.Database;
import io.ohmgate.api.store.Census;
import io.ohmgate.api.store.LedgerCheck;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.metrics.OrderMeters;
import io.ohmgate.gateway.order.OrderService;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.resources.LoopResources;

/** What is measured beside the work itself. */
@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {
    @Bean
    LoopLag loopLag(MeterRegistry meters, ReactorResourceFactory http, LoopResources databaseLoops) {
        DirectMemory.bindTo(meters);
        LoopLag lag = new LoopLag(meters, System::nanoTime);
        lag.watch("http", http.getLoopResources());
        lag.watch("db", databaseLoops);
        return lag;
    }

    @Bean
    OrderMeters orderMeters(OrderService orders, GatewayParts parts, InstantSource clock, MeterRegistry meters) {
        OrderMeters counted = new OrderMeters(orders, clock, meters);
        parts.orderNotices.add(counted::happened);
        parts.commandsWritten.add(counted::written);
        parts.reportListeners.add((session, report) -> counted.reported(report));
        return counted;
    }

    @Bean
    BookCensus bookCensus(
            @Qualifier("general") Database general, LedgerCheck books, InstantSource clock, MeterRegistry meters) {
        return new BookCensus(new Census(general), books, new BookGauges(clock, meters), clock);
    }
}
