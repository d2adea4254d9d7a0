package io.ohmgate.api.store;

import static io.ohmgate.api.store.StoreStage.PATIENCE;
import static io.ohmgate.api.store.StoreStage.pile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ohmgate.api.store.PileTables.ImportResult;
import io.ohmgate.api.store.PileTables.PileDraft;
import io.ohmgate.api.store.PileTables.Rejection;
import io.ohmgate.api.store.StationTables.NearBy;
import io.ohmgate.api.store.StationTables.NearStation;
import io.ohmgate.api.store.StationTables.Place;
import io.ohmgate.api.store.StationTables.Station;
import io.ohmgate.api.store.StationTables.StationDraft;
import io.ohmgate.api.store.TariffTables.TariffVersion;
import io.ohmgate.billing.Price;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileEntry;
import io.ohmgate.gateway.session.PileEntry.PileKind;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

class RegisterTablesIT {
    private static final Scope.Operator OTHER = new Scope.TenantStaff(2, 9);
    private static final Place BUND = new Place(121_490_317, 31_241_701);

    private static StoreStage stage;

    @BeforeAll
    static void open() {
        stage = new StoreStage().withPiles(3);
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void aTariffVersionComesBackAsItWasPublished() {
        List<PriceLevel> slots = IntStream.range(0, Tariff.SLOTS)
                .mapToObj(slot -> slot < 16 ? PriceLevel.VALLEY : slot < 40 ? PriceLevel.PEAK : PriceLevel.SHARP)
                .toList();
        Tariff tariff = new Tariff(
                slots,
                Map.of(
                        PriceLevel.VALLEY, price(30_001, 20_002),
                        PriceLevel.PEAK, price(9_999_999, 0),
                        PriceLevel.SHARP, price(120_000, 80_000)));
        TariffVersion first = Objects.requireNonNull(
                stage.tariffs.create(stage.staff, "tou", tariff).block(PATIENCE));
        TariffVersion second = Objects.requireNonNull(stage.tariffs
                .publish(stage.staff, first.tariffId(), StoreStage.TARIFF)
                .block(PATIENCE));
        assertThat(stage.tariffs.version(stage.staff, first.id()).block(PATIENCE))
                .isEqualTo(new TariffVersion(
                        first.id(),
                        first.tariffId(),
                        "tou",
                        1,
                        first.modelNo(),
                        "staff:1",
                        Columns.storable(StoreStage.NOW),
                        tariff));
        assertThat(second.versionNo()).isEqualTo(2);
        assertThat(second.modelNo()).isNotEqualTo(first.modelNo());
        assertThat(Objects.requireNonNull(stage.tariffs
                                .history(stage.staff, first.tariffId(), null, 10)
                                .block(PATIENCE))
                        .items())
                .extracting(TariffVersion::id)
                .containsExactly(second.id(), first.id());
        assertThat(stage.tariffs.version(OTHER, first.id()).block(PATIENCE)).isNull();
        assertThat(stage.tariffs.publish(OTHER, first.tariffId(), tariff).block(PATIENCE))
                .isNull();
        assertThat(stage.tariffs.find(first.id()).block(PATIENCE)).isEqualTo(tariff);
    }

    @Test
    void noTwoVersionsOfATenantHaveOneModelNumber() {
        List<Integer> numbers = Flux.range(0, 20)
                .flatMap(i -> stage.tariffs
                        .create(stage.staff, "many-" + i, StoreStage.TARIFF)
                        .subscribeOn(Schedulers.parallel()))
                .map(TariffVersion::modelNo)
                .collectList()
                .block(PATIENCE);
        assertThat(numbers).hasSize(20).doesNotHaveDuplicates();
        assertThatThrownBy(() -> stage.tariffs
                        .create(stage.staff, "many-0", StoreStage.TARIFF)
                        .block(PATIENCE))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void stationsAreFoundNearAPointByDistanceOrByThePriceNow() {
        Station dear = station("near-dear", new Place(121_491_000, 31_241_701));
        Station cheap = station("near-cheap", new Place(121_500_317, 31_241_701));
        Station far = station("far", new Place(121_800_000, 31_241_701));
        TariffVersion low = Objects.requireNonNull(stage.tariffs
                .create(stage.staff, "low", Tariff.flat(price(10_000, 10_000)))
                .block(PATIENCE));
        stage.stations.charge(stage.staff, cheap.id(), low.id()).block(PATIENCE);
        stage.stations.charge(stage.staff, dear.id(), stage.version().id()).block(PATIENCE);

        List<NearStation> byDistance = near(NearBy.DISTANCE);
        assertThat(byDistance)
                .extracting(near -> near.station().id())
                .startsWith(dear.id())
                .doesNotContain(far.id());
        assertThat(byDistance.getFirst().metres()).isBetween(60, 70);
        assertThat(near(NearBy.PRICE)).extracting(near -> near.station().id()).startsWith(cheap.id());
        assertThat(stage.stations
                        .near(OTHER, BUND, 5_000, NearBy.DISTANCE, LocalTime.NOON, 10)
                        .block(PATIENCE))
                .isEmpty();
        assertThat(stage.stations.get(OTHER, dear.id()).block(PATIENCE)).isNull();
    }

    @Test
    void aStationCannotChargeWhatAnotherTenantPublished() {
        TariffVersion theirs = Objects.requireNonNull(
                stage.tariffs.create(OTHER, "theirs", StoreStage.TARIFF).block(PATIENCE));
        Station ours = station("ours", new Place(0, 0));
        assertThat(stage.stations.charge(stage.staff, ours.id(), theirs.id()).block(PATIENCE))
                .isNull();
        assertThat(stage.stations.charge(OTHER, ours.id(), theirs.id()).block(PATIENCE))
                .isNull();
        assertThat(stage.stations.change(OTHER, ours.id(), draft("ours", BUND)).block(PATIENCE))
                .isNull();
        assertThatThrownBy(() ->
                        stage.stations.create(stage.staff, draft("ours", BUND)).block(PATIENCE))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void aBatchOfPilesIsSavedAndEachBadLineIsRejectedByItself() {
        stage.stations.create(OTHER, draft("S1", new Place(0, 0))).block(PATIENCE);
        stage.piles.save(OTHER, List.of(pileDraft(1, 900, "S1", 2))).block(PATIENCE);
        ImportResult result = stage.piles
                .save(
                        stage.staff,
                        List.of(
                                pileDraft(2, 101, "S1", 2),
                                pileDraft(3, 102, "nowhere", 1),
                                pileDraft(4, 900, "S1", 1),
                                pileDraft(5, 101, "S1", 4),
                                pileDraft(6, 103, "S1", 1)))
                .block(PATIENCE);
        assertThat(result)
                .isEqualTo(new ImportResult(
                        2,
                        List.of(
                                new Rejection(3, Rejection.Reason.STATION_UNKNOWN),
                                new Rejection(4, Rejection.Reason.PILE_OF_ANOTHER),
                                new Rejection(5, Rejection.Reason.REPEATED_IN_FILE))));
        assertThat(stage.piles.get(stage.staff, pile(900)).block(PATIENCE)).isNull();
        assertThat(Objects.requireNonNull(stage.piles.get(OTHER, pile(900)).block(PATIENCE))
                        .guns())
                .isEqualTo(2);
    }

    @Test
    void aPileThatIsImportedAgainIsChangedAndLosesTheGunsItNoLongerHas() {
        stage.piles.save(stage.staff, List.of(pileDraft(1, 200, "S1", 3))).block(PATIENCE);
        stage.piles.save(stage.staff, List.of(pileDraft(1, 200, "S1", 2))).block(PATIENCE);
        assertThat(Objects.requireNonNull(
                                stage.piles.get(stage.staff, pile(200)).block(PATIENCE))
                        .guns())
                .isEqualTo(2);
        assertThat(stage.count("SELECT COUNT(*) FROM gun WHERE enabled AND pile_no = '"
                        + pile(200).digits() + "'"))
                .isEqualTo(2);
    }

    @Test
    void theDirectoryIsFilledWithEveryPileAndTheTariffItHasToHold() {
        Map<PileNo, PileEntry> entries = Objects.requireNonNull(
                stage.piles.all().collectMap(PileEntry::pileNo).block(PATIENCE));
        PileEntry entry = Objects.requireNonNull(entries.get(pile(1)));
        assertThat(entry.guns()).hasSize(2);
        assertThat(entry.tariff()).isEqualTo(stage.version().forPile());
        assertThat(stage.piles
                        .entries(stage.staff, Set.of(pile(1)))
                        .collectList()
                        .block(PATIENCE))
                .containsExactly(entry);
        assertThat(stage.piles
                        .entriesOfStation(stage.staff, stage.station().id())
                        .map(PileEntry::pileNo)
                        .collectList()
                        .block(PATIENCE))
                .contains(pile(1), pile(2), pile(3));
        stage.piles.setEnabled(stage.staff, pile(3), false).block(PATIENCE);
        assertThat(stage.piles.setEnabled(OTHER, pile(3), true).block(PATIENCE)).isNull();
        assertThat(Objects.requireNonNull(stage.piles.get(stage.staff, pile(3)).block(PATIENCE))
                        .enabled())
                .isFalse();
    }

    /** A tenth of the largest file, in a tenth of its minute. */
    @Test
    void tenThousandPilesAreImportedInSixSeconds() {
        long began = System.nanoTime();
        List<PileDraft> batch = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            batch.add(pileDraft(i, 100_000 + i, "S1", 2));
            if (batch.size() == PileTables.BATCH_MAX) {
                stage.piles.save(stage.staff, List.copyOf(batch)).block(PATIENCE);
                batch.clear();
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertThat(stage.count("SELECT COUNT(*) FROM pile WHERE pile_no >= '"
                        + pile(100_000).digits() + "'"))
                .isEqualTo(10_000);
        assertThat(took).isLessThan(Duration.ofSeconds(6));
    }

    private static List<NearStation> near(NearBy order) {
        return Objects.requireNonNull(stage.stations
                .near(stage.staff, BUND, 5_000, order, LocalTime.NOON, 10)
                .block(PATIENCE));
    }

    private static Station station(String code, Place place) {
        return Objects.requireNonNull(
                stage.stations.create(stage.staff, draft(code, place)).block(PATIENCE));
    }

    private static StationDraft draft(String code, Place place) {
        return new StationDraft(code, "站 " + code, "路", place, true);
    }

    private static PileDraft pileDraft(long line, int number, String station, int guns) {
        return new PileDraft(line, pile(number), station, "桩", PileKind.AC, guns, 7_000);
    }

    private static Price price(long electricity, long service) {
        return new Price(new UnitPrice(electricity), new UnitPrice(service));
    }
}
