package io.ohmgate.api.demo;

import io.ohmgate.api.account.Driver;
import io.ohmgate.api.account.DriverTenant;
import io.ohmgate.api.embedded.SecretFile;
import io.ohmgate.api.security.AccessTokens;
import io.ohmgate.api.store.Scope;
import io.ohmgate.gateway.order.OrderService;
import io.ohmgate.gateway.session.PileEntry.PileKind;
import io.ohmgate.simulator.battery.Supply;
import io.ohmgate.simulator.link.FleetOptions;
import io.ohmgate.simulator.link.PileFleet;
import io.ohmgate.simulator.link.PilePlan;
import io.ohmgate.simulator.pile.PileSpec;
import io.ohmgate.simulator.script.PileScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/** Runs the demo from the moment the product is up until it goes down. */
@Component
@DemoOnly
@Order(0)
@EnableConfigurationProperties(DemoSettings.class)
class DemoDay implements ApplicationRunner {
    private static final Duration SOW_MAX = Duration.ofSeconds(30);
    /** After a restart the piles and their records are there first, and may have every connection for a moment. */
    private static final Retry PATIENTLY = Retry.fixedDelay(10, Duration.ofSeconds(1));

    private final DemoSettings settings;
    private final DemoSeed seed;
    private final DriverTenant tenant;
    private final AccessTokens tokens;
    private final OrderService orders;
    private final Scheduler scheduler;
    private final Environment environment;
    private final Path dataDir;
    private @Nullable PileFleet fleet;
    private @Nullable Disposable people;

    DemoDay(
            DemoSettings settings,
            DemoSeed seed,
            DriverTenant tenant,
            AccessTokens tokens,
            OrderService orders,
            Scheduler deliveryScheduler,
            Environment environment,
            @Value("${ohmgate.data-dir:data}") Path dataDir) {
        this.settings = settings;
        this.seed = seed;
        this.tenant = tenant;
        this.tokens = tokens;
        this.orders = orders;
        this.scheduler = deliveryScheduler;
        this.environment = environment;
        this.dataDir = dataDir;
    }

    @Override
    public void run(ApplicationArguments arguments) throws IOException {
        long tenantId = tenant.id().retryWhen(PATIENTLY).blockOptional(SOW_MAX).orElseThrow();
        List<Driver> drivers =
                seed.sow(tenantId).retryWhen(PATIENTLY).blockOptional(SOW_MAX).orElseThrow();
        String token = tokens.issueToDriver(tenantId, drivers.getFirst().id())
                .retryWhen(PATIENTLY)
                .blockOptional(SOW_MAX)
                .orElseThrow()
                .token();
        Path file = DemoSettings.driverTokenFile(dataDir);
        Files.createDirectories(file.getParent());
        SecretFile.write(file, token);
        int port = environment.getRequiredProperty("local.pile.port", Integer.class);
        fleet = PileFleet.start(FleetOptions.to("127.0.0.1", port, settings.seed()), plans());
        people = new DemoDrivers(
                        fleet,
                        orders,
                        seed,
                        new Scope.Platform(tenantId),
                        drivers,
                        new SplittableRandom(settings.seed()))
                .start(scheduler);
    }

    private static List<PilePlan> plans() {
        PileScript day = PileScript.believableDay(FleetOptions.CHINA);
        PileScript script = (gun, start, random) -> gun.equals(DemoPlan.VISITORS_GUN)
                ? PileScript.alwaysPlugged().forGun(gun, start, random)
                : day.forGun(gun, start, random);
        return DemoPlan.sites().stream()
                .flatMap(site -> site.piles().stream())
                .map(pile -> PilePlan.good(
                        new PileSpec(
                                pile.pileNo(),
                                pile.kind() == PileKind.DC ? Supply.DC : Supply.AC,
                                DemoPlan.GUNS,
                                pile.ratedWatts()),
                        script))
                .toList();
    }

    /** Before anything else goes down, so that nobody dials a port that is closing. */
    @EventListener(ContextClosedEvent.class)
    void goHome() {
        if (people != null) {
            people.dispose();
            people = null;
        }
        if (fleet != null) {
            fleet.close();
            fleet = null;
        }
    }
}
