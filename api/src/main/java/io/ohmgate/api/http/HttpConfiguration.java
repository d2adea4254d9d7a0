package io.ohmgate.api.http;

import io.ohmgate.api.db.Database;
import io.ohmgate.api.store.GunCounts;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.order.StartPolicy;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;

/** What only the HTTP edge reads. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {
    @Bean
    GunCounts gunCounts(Database general) {
        return new GunCounts(general);
    }

    /** The same numbers that starts are judged by, for showing beforehand what would be refused. */
    @Bean
    @Fallback
    StartPolicy startPolicy(
            @Value("${ohmgate.start.minimum-balance-fen:500}") long minimumBalanceFen,
            @Value("${ohmgate.start.hold-max-fen:50000}") long holdMaxFen,
            @Value("${ohmgate.start.active-orders-max:1}") int activeOrdersMax) {
        return new StartPolicy(new Money(minimumBalanceFen), new Money(holdMaxFen), activeOrdersMax);
    }
}
