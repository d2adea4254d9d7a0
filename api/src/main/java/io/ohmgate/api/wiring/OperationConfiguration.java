package io.ohmgate.api.wiring;

import io.ohmgate.api.nodes.JobClaims;
import io.ohmgate.api.store.CampaignTables;
import io.ohmgate.api.store.OperationTables;
import io.ohmgate.api.wiring.NodesConfiguration.OrderHomes;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.campaign.CampaignRunner;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.operation.FirmwareAccounts;
import io.ohmgate.gateway.operation.OperationDesk;
import io.ohmgate.gateway.operation.TaskRunner;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.trust.Trust;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;

/** What is done to piles. The desk hears piles from the start; {@link GatewayLifecycle} lets it read what was open. */
@Configuration(proxyBeanMethods = false)
class OperationConfiguration {
    /** Some looks long: then another node goes on. */
    private static final Duration CLAIMED = Duration.ofSeconds(20);

    @Bean
    OperationDesk operationDesk(
            OperationTables operations, GatewayParts parts, FirmwareAccounts accounts, OrderHomes homes) {
        TaskRunner runner = new TaskRunner(
                parts.directory,
                parts.sessions,
                parts.commands,
                parts.clocks,
                parts.tariffs,
                parts.liveGuns::anyCharging,
                pileNo -> isTrusted(parts, pileNo),
                accounts);
        OperationDesk desk = new OperationDesk(
                operations,
                runner,
                parts.sessions,
                parts.groundLocks,
                parts.time,
                parts.pileEvents::tell,
                homes.operations());
        parts.reportListeners.add(desk::reported);
        parts.pileEvents.add(event -> {
            if (event instanceof PileEvent.PileLoggedIn login) {
                desk.loggedIn(login.session());
            }
        });
        return desk;
    }

    @Bean
    CampaignRunner campaignRunner(
            CampaignTables campaigns,
            OperationDesk desk,
            InstantSource clock,
            Scheduler choreScheduler,
            JobClaims claims) {
        return new CampaignRunner(campaigns, desk, clock, choreScheduler, claims.claim("firmware campaigns", CLAIMED));
    }

    /** A program is handed to none but a pile whose source or SIM is known (invariants 4.1). */
    private static boolean isTrusted(GatewayParts parts, PileNo pileNo) {
        Trust trust = parts.sessions.statusOf(pileNo).trust();
        return trust != null && trust.reaches(Trust.BOUND);
    }
}
