package io.ohmgate.api.wiring;

import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.api.card.Cards;
import io.ohmgate.api.card.PileCards;
import io.ohmgate.api.card.StartRulesOfStations;
import io.ohmgate.api.card.StoredHolders;
import io.ohmgate.api.card.Vehicles;
import io.ohmgate.api.db.Database;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.calm.Work;
import io.ohmgate.gateway.card.OfflineCards;
import io.ohmgate.gateway.card.PileStarts;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.order.OrderService;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;

/** Cards and vehicles at piles. */
@Configuration(proxyBeanMethods = false)
class CardConfiguration {
    @Bean
    StoredHolders storedHolders(
            Database general,
            Cards cards,
            Vehicles vehicles,
            StartRulesOfStations stations,
            GatewaySettings settings,
            InstantSource clock) {
        return new StoredHolders(general, cards, vehicles, stations, settings.siteZone(), clock);
    }

    @Bean(destroyMethod = "dispose")
    OfflineCards offlineCards(PileCards cards, GatewayParts parts, Scheduler orderScheduler) {
        OfflineCards offline = new OfflineCards(cards, parts.commands::ask, orderScheduler);
        parts.pileEvents.add(event -> {
            if (event instanceof PileEvent.PileLoggedIn login) {
                offline.cameBack(login.pileNo());
            }
        });
        return offline;
    }

    @Bean
    PileStarts pileStarts(
            StoredHolders holders,
            OrderService orders,
            GatewayParts parts,
            InstantSource clock,
            Scheduler orderScheduler,
            MeterRegistry meters) {
        PileStarts starts = new PileStarts(holders, orders, parts.piles, clock, orderScheduler, meters);
        parts.startsAtPile.add(request -> {
            if (parts.calm.admits(Work.NEW_STARTS)) {
                starts.requested(request);
            } else {
                starts.notNow(request);
            }
        });
        return starts;
    }
}
