package io.ohmgate.api.demo;

import io.ohmgate.api.account.Driver;
import io.ohmgate.api.account.Drivers;
import io.ohmgate.api.account.Phone;
import io.ohmgate.api.store.PileTables;
import io.ohmgate.api.store.PileTables.PileDraft;
import io.ohmgate.api.store.Scope;
import io.ohmgate.api.store.StationTables;
import io.ohmgate.api.store.StationTables.Station;
import io.ohmgate.api.store.TariffTables;
import io.ohmgate.api.store.TariffTables.TariffVersion;
import io.ohmgate.api.store.WalletTables;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.Tariff;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Makes what the demo needs and finds there what an earlier start made. */
@Component
@DemoOnly
class DemoSeed {
    private static final Money FIRST_CREDIT = new Money(50_000);
    private static final int PAGE = 200;
    private static final String TIME_OF_USE = "示范站分时电价";
    private static final String STANDARD = "示范站标准电价";

    private final StationTables stations;
    private final TariffTables tariffs;
    private final PileTables piles;
    private final Drivers drivers;
    private final WalletTables wallets;
    private final PileDirectory directory;

    DemoSeed(
            StationTables stations,
            TariffTables tariffs,
            PileTables piles,
            Drivers drivers,
            WalletTables wallets,
            PileDirectory directory) {
        this.stations = stations;
        this.tariffs = tariffs;
        this.piles = piles;
        this.drivers = drivers;
        this.wallets = wallets;
        this.directory = directory;
    }

    /** Everything, and the drivers who will come; the first of them is the visitor. */
    Mono<List<Driver>> sow(long tenantId) {
        Scope.Platform scope = new Scope.Platform(tenantId);
        return sites(scope).then(people(scope));
    }

    private Mono<Void> sites(Scope.Platform scope) {
        return Mono.zip(tariff(scope, TIME_OF_USE, DemoPlan.timeOfUse()), tariff(scope, STANDARD, DemoPlan.standard()))
                .flatMapMany(both -> Flux.fromIterable(DemoPlan.sites())
                        .concatMap(site -> site(scope, site, site.timeOfUse() ? both.getT1() : both.getT2())))
                .then();
    }

    private Mono<TariffVersion> tariff(Scope.Platform scope, String name, Tariff tariff) {
        return tariffs.list(scope, null, PAGE)
                .flatMap(page -> Mono.justOrEmpty(page.items().stream()
                        .filter(version -> version.name().equals(name))
                        .findFirst()))
                .switchIfEmpty(Mono.defer(() -> tariffs.create(scope, name, tariff)));
    }

    private Mono<Void> site(Scope.Platform scope, DemoPlan.Site site, TariffVersion tariff) {
        String code = site.station().code();
        List<PileDraft> drafts = new ArrayList<>();
        site.piles().forEach(pile -> drafts.add(pile.draft(drafts.size() + 1L, code)));
        Set<PileNo> numbers = site.piles().stream().map(DemoPlan.Pile::pileNo).collect(Collectors.toSet());
        return stations.list(scope, null, PAGE)
                .flatMap(page -> Mono.justOrEmpty(page.items().stream()
                        .filter(station -> station.code().equals(code))
                        .findFirst()))
                .switchIfEmpty(Mono.defer(() -> stations.create(scope, site.station())))
                .flatMapMany(station -> piles.entries(scope, numbers)
                        .switchIfEmpty(Flux.defer(
                                () -> planted(scope, station, tariff, drafts).thenMany(piles.entries(scope, numbers)))))
                .doOnNext(directory::put)
                .then();
    }

    /** Piles last: what was begun and did not end is then done again as a whole. */
    private Mono<Void> planted(Scope.Platform scope, Station station, TariffVersion tariff, List<PileDraft> drafts) {
        return stations.charge(scope, station.id(), tariff.id())
                .then(piles.save(scope, drafts))
                .then();
    }

    private Mono<List<Driver>> people(Scope.Platform scope) {
        return Flux.range(1, DemoPlan.DRIVERS)
                .map(DemoPlan::phoneOf)
                .concatMap(phone -> drivers.register(scope.tenantId(), new Phone(phone)))
                .concatMap(driver -> credited(scope, driver, "demo-welcome-" + driver.id(), FIRST_CREDIT))
                .collectList();
    }

    /** Test money, once a key. */
    Mono<Driver> credited(Scope.Platform scope, Driver driver, String key, Money money) {
        Function<WalletTables.WalletView, Driver> done = wallet -> driver;
        return wallets.credit(scope, driver.id(), money, key, "demo").map(done);
    }
}
