package io.ohmgate.api.wiring;

import io.ohmgate.api.card.Cards;
import io.ohmgate.api.card.RecordedCards;
import io.ohmgate.api.db.Database;
import io.ohmgate.api.nodes.Sharing;
import io.ohmgate.api.store.BenchTables;
import io.ohmgate.api.store.CampaignTables;
import io.ohmgate.api.store.ControlTables;
import io.ohmgate.api.store.DecisionTables;
import io.ohmgate.api.store.FirmwareTables;
import io.ohmgate.api.store.LedgerCheck;
import io.ohmgate.api.store.OfflineOrders;
import io.ohmgate.api.store.OperationTables;
import io.ohmgate.api.store.OrderLists;
import io.ohmgate.api.store.OrderTables;
import io.ohmgate.api.store.PileTables;
import io.ohmgate.api.store.QrTables;
import io.ohmgate.api.store.RecordTables;
import io.ohmgate.api.store.SettlementTables;
import io.ohmgate.api.store.StartNotices;
import io.ohmgate.api.store.StationTables;
import io.ohmgate.api.store.TariffTables;
import io.ohmgate.api.store.TrustTables;
import io.ohmgate.api.store.WalletTables;
import io.ohmgate.gateway.cluster.NodeRole;
import io.ohmgate.gateway.cluster.NodeRoles;
import io.ohmgate.gateway.order.OrderTimings;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The tables: evidence, commands and money through the critical pool, everything else through the general one. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {
    @Bean
    OrderTables orderTables(
            @Qualifier("critical") Database critical, @Qualifier("general") Database general, InstantSource clock) {
        return new OrderTables(critical, general, clock);
    }

    @Bean
    RecordTables recordTables(@Qualifier("critical") Database critical) {
        return new RecordTables(critical);
    }

    @Bean
    TariffTables tariffTables(@Qualifier("general") Database general, InstantSource clock) {
        return new TariffTables(general, clock);
    }

    @Bean
    SettlementTables settlementTables(
            @Qualifier("critical") Database critical,
            TariffTables tariffs,
            Cards cards,
            SecureRandom random,
            GatewaySettings settings,
            Sharing sharing,
            NodeRoles roles,
            InstantSource clock) {
        OfflineOrders offline =
                new OfflineOrders(new RecordedCards(cards, settings.siteZone()), random, settings.siteZone());
        SettlementTables.Share share =
                sharing.shared() ? new SettlementTables.Share(settings.node(), roles.has(NodeRole.JOBS)) : null;
        return new SettlementTables(critical, tariffs, offline, clock, share);
    }

    @Bean
    PileTables pileTables(@Qualifier("general") Database general, InstantSource clock) {
        return new PileTables(general, clock);
    }

    @Bean
    TrustTables trustTables(@Qualifier("general") Database general, InstantSource clock) {
        return new TrustTables(general, clock);
    }

    @Bean
    StationTables stationTables(@Qualifier("general") Database general, InstantSource clock) {
        return new StationTables(general, clock);
    }

    @Bean
    WalletTables walletTables(
            @Qualifier("critical") Database critical, @Qualifier("general") Database general, InstantSource clock) {
        return new WalletTables(critical, general, clock);
    }

    @Bean
    StartNotices startNotices(@Qualifier("general") Database general) {
        return new StartNotices(general);
    }

    @Bean
    OrderLists orderLists(@Qualifier("general") Database general) {
        return new OrderLists(general);
    }

    @Bean
    BenchTables benchTables(@Qualifier("general") Database general, InstantSource clock) {
        return new BenchTables(general, OrderTimings.BOOK.recordDue(), clock);
    }

    @Bean
    DecisionTables decisionTables(
            @Qualifier("critical") Database critical,
            @Qualifier("general") Database general,
            TariffTables tariffs,
            InstantSource clock) {
        return new DecisionTables(critical, general, tariffs, clock);
    }

    @Bean
    OperationTables operationTables(@Qualifier("general") Database general) {
        return new OperationTables(general);
    }

    @Bean
    ControlTables controlTables(@Qualifier("general") Database general) {
        return new ControlTables(general);
    }

    @Bean
    QrTables qrTables(@Qualifier("general") Database general, InstantSource clock) {
        return new QrTables(general, clock);
    }

    @Bean
    FirmwareTables firmwareTables(@Qualifier("general") Database general, InstantSource clock) {
        return new FirmwareTables(general, clock);
    }

    @Bean
    CampaignTables campaignTables(@Qualifier("general") Database general, InstantSource clock) {
        return new CampaignTables(general, clock);
    }

    @Bean
    LedgerCheck ledgerCheck(@Qualifier("general") Database general) {
        return new LedgerCheck(general);
    }
}
