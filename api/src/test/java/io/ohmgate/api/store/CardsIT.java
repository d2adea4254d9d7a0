package io.ohmgate.api.store;

import static io.ohmgate.api.store.StoreStage.NOW;
import static io.ohmgate.api.store.StoreStage.PATIENCE;
import static io.ohmgate.api.store.StoreStage.gun;
import static io.ohmgate.api.store.StoreStage.pile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.ohmgate.api.account.KeyFile;
import io.ohmgate.api.account.PersonalData;
import io.ohmgate.api.card.Card;
import io.ohmgate.api.card.CardNumbers;
import io.ohmgate.api.card.Cards;
import io.ohmgate.api.card.PileCards;
import io.ohmgate.api.card.RecordedCards;
import io.ohmgate.api.card.StartRulesOfStations;
import io.ohmgate.api.card.StartRulesOfStations.StartRule;
import io.ohmgate.api.card.StoredHolders;
import io.ohmgate.api.card.Vehicle;
import io.ohmgate.api.card.Vehicles;
import io.ohmgate.api.db.DatabaseFailure;
import io.ohmgate.api.security.RandomIds;
import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.bench.BenchChoice;
import io.ohmgate.gateway.card.Holders.Finding;
import io.ohmgate.gateway.card.Holders.Holder;
import io.ohmgate.gateway.card.Holders.Nobody;
import io.ohmgate.gateway.card.Holders.Place;
import io.ohmgate.gateway.card.OfflineCardStore.State;
import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.link.PileCommand.StartRefusedBecause;
import io.ohmgate.gateway.link.PileReport.StartMode;
import io.ohmgate.gateway.link.RawRecord;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.link.StartCredential;
import io.ohmgate.gateway.link.StartCredential.VinReading;
import io.ohmgate.gateway.order.ChargeLimit;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderEvent;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderOrigin;
import io.ohmgate.gateway.order.OrderSource;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.OrderTerms;
import io.ohmgate.gateway.order.OrderTimer;
import io.ohmgate.gateway.order.ParallelGroup;
import io.ohmgate.gateway.order.StartDecision;
import io.ohmgate.gateway.order.StartOutcome;
import io.ohmgate.gateway.order.StartRefusal;
import io.ohmgate.gateway.order.Step;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.gateway.record.IncomingRecord;
import io.ohmgate.gateway.record.SettlementDecision;
import io.ohmgate.ykc.frame.FrameWriter;
import io.ohmgate.ykc.message.RateSum;
import io.ohmgate.ykc.message.TradeRecord;
import io.ohmgate.ykc.message.TradeReport;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DuplicateKeyException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** Cards, vehicles, cards kept by piles and guns that share a hold, on a real database. */
class CardsIT {
    private static final ZoneId SITE = ZoneId.of("Asia/Shanghai");
    private static final String VIN = "LGAG4PY33S6013235";

    @TempDir
    static Path data;

    private static StoreStage stage;
    private static Cards cards;
    private static Vehicles vehicles;
    private static StartRulesOfStations rules;
    private static StoredHolders holders;
    private static PileCards pileCards;
    private static SettlementTables settlements;
    /** Another seed than the stage's own: equal seeds make equal ids. */
    private static final Random IDS = new Random(0xCA2D);

    private static int nextPile;
    private static int nextCard = 0x1000;

    @BeforeAll
    static void open() throws IOException {
        stage = new StoreStage().withPiles(60);
        SecureRandom random = new SecureRandom();
        PersonalData personal = new PersonalData(KeyFile.at(data.resolve("key"), random), random);
        InstantSource clock = InstantSource.fixed(NOW);
        RandomIds ids = new RandomIds(random);
        cards = new Cards(stage.general, personal, ids, clock);
        vehicles = new Vehicles(stage.general, personal, ids, clock);
        rules = new StartRulesOfStations(stage.general, clock);
        holders = new StoredHolders(stage.general, cards, vehicles, rules, SITE, clock);
        pileCards = new PileCards(stage.general, cards, clock);
        settlements = new SettlementTables(
                stage.critical,
                stage.tariffs,
                new OfflineOrders(new RecordedCards(cards, SITE), new Random(5), SITE),
                clock);
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @AfterEach
    void theBooksAreRight() {
        assertThat(Objects.requireNonNull(stage.check.run().block(PATIENCE)))
                .satisfies(
                        finding -> assertThat(finding.right()).as("%s", finding).isTrue());
    }

    private static String newNumber() {
        return "A0B1%04X".formatted(++nextCard);
    }

    private static Card card(String number, @Nullable Long driver, @Nullable String password, @Nullable Long cap) {
        return Objects.requireNonNull(
                cards.create(stage.tenantId, new Cards.NewCard(number, null, password, driver, cap, null))
                        .block(PATIENCE));
    }

    private static StartCredential shown(String wire) {
        return new StartCredential(wire, List.of(), false, null);
    }

    private static Place here() {
        return new Place(stage.tenantId, stage.station().id());
    }

    private static Finding found(StartCredential shown) {
        return Objects.requireNonNull(
                holders.find(here(), StartMode.CARD, shown).block(PATIENCE));
    }

    private static Finding plugged(VinReading... readings) {
        return Objects.requireNonNull(
                holders.find(here(), StartMode.VIN, new StartCredential(null, List.of(readings), false, null))
                        .block(PATIENCE));
    }

    private static Nobody nobody(StartRefusedBecause reason) {
        return new Nobody(reason);
    }

    @Test
    void aCardIsFoundHoweverThePileWritesItsNumber() {
        long driver = stage.driverWith(new Money(5_000));
        Card card = card("D14B0A54", driver, null, null);
        for (String wire : List.of("00000000D14B0A54", "D14B0A5400000000", "00000000540A4BD1", "540A4BD100000000")) {
            assertThat(found(shown(wire)))
                    .as(wire)
                    .isEqualTo(new Holder(
                            driver, OrderSource.ofCard(OrderOrigin.CARD, card.id()), Cards.face(card), null, null));
        }
        assertThat(found(shown("00000000D14B0A55"))).isEqualTo(nobody(StartRefusedBecause.ACCOUNT_UNKNOWN));
    }

    @Test
    void noNumberStandsInTheTablesToBeRead() {
        Card card = card(newNumber(), stage.driverWith(Money.ZERO), null, null);
        assertThat(stage.count("SELECT COUNT(*) FROM charging_card WHERE HEX(card_encrypted) LIKE '%" + card.number()
                        + "%' OR HEX(card_hash) LIKE '%" + card.number() + "%'"))
                .isZero();
        assertThat(card.toString()).doesNotContain(card.number());
        assertThat(CardNumbers.masked(card.number()))
                .isEqualTo("****" + card.number().substring(4));
    }

    @Test
    void theSameNumberIsEnteredOnce() {
        String number = newNumber();
        card(number, null, null, null);
        assertThatThrownBy(() -> card(number, null, null, null)).isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void aCardOfAnotherTenantOrOfNobodyIsUnknown() {
        String number = newNumber();
        cards.create(2, new Cards.NewCard(number, null, null, 99L, null, null)).block(PATIENCE);
        assertThat(found(shown(number))).isEqualTo(nobody(StartRefusedBecause.ACCOUNT_UNKNOWN));
        String unbound = newNumber();
        card(unbound, null, null, null);
        assertThat(found(shown(unbound))).isEqualTo(nobody(StartRefusedBecause.ACCOUNT_UNKNOWN));
    }

    @Test
    void aBlockedCardIsFrozenUntilItIsNot() {
        Card card = card(newNumber(), stage.driverWith(Money.ZERO), null, null);
        cards.block(stage.tenantId, card.publicId(), "lost").block(PATIENCE);
        assertThat(found(shown(card.number()))).isEqualTo(nobody(StartRefusedBecause.ACCOUNT_FROZEN));
        cards.unblock(stage.tenantId, card.publicId()).block(PATIENCE);
        assertThat(found(shown(card.number()))).isInstanceOf(Holder.class);
    }

    @Test
    void aCardWithAPasswordIsNeverEnoughAlone() {
        Card card = card(newNumber(), stage.driverWith(Money.ZERO), "123456", null);
        assertThat(found(shown(card.number()))).isEqualTo(nobody(StartRefusedBecause.WRONG_PASSWORD));
        assertThat(found(new StartCredential(card.number(), List.of(), true, "0000000000000000")))
                .isEqualTo(nobody(StartRefusedBecause.WRONG_PASSWORD));
        assertThat(found(new StartCredential(card.number(), List.of(), true, "49ba59abbe56e057")))
                .isInstanceOf(Holder.class);
        Card without = card(newNumber(), stage.driverWith(Money.ZERO), null, null);
        assertThat(found(new StartCredential(without.number(), List.of(), true, "49ba59abbe56e057")))
                .isEqualTo(nobody(StartRefusedBecause.WRONG_PASSWORD));
    }

    @Test
    void aStationMayTakeNoCardsOrNoVehiclesAndACardOneStationOnly() {
        Card card = card(newNumber(), stage.driverWith(Money.ZERO), null, null);
        long station = stage.station().id();
        rules.set(stage.tenantId, station, new StartRule(false, false, 240_000)).block(PATIENCE);
        assertThat(found(shown(card.number()))).isEqualTo(nobody(StartRefusedBecause.CARDS_NOT_SUPPORTED));
        assertThat(plugged(new VinReading(VIN, true))).isEqualTo(nobody(StartRefusedBecause.NOT_ALLOWED_HERE));
        assertThat(rules.capacities().block(PATIENCE)).isEqualTo(Map.of(station, 240_000));
        rules.set(stage.tenantId, station, StartRule.DEFAULT).block(PATIENCE);
        assertThat(found(shown(card.number()))).isInstanceOf(Holder.class);
        stage.schema.run("UPDATE charging_card SET station_id = " + station + " WHERE id = " + card.id());
        Place elsewhere = new Place(stage.tenantId, station + 1);
        assertThat(holders.find(elsewhere, StartMode.CARD, shown(card.number())).block(PATIENCE))
                .isEqualTo(nobody(StartRefusedBecause.NOT_ALLOWED_HERE));
    }

    @Test
    void anAccountAtThePileIsNotSupported() {
        assertThat(holders.find(here(), StartMode.ACCOUNT, shown("0000000012345678"))
                        .block(PATIENCE))
                .isEqualTo(nobody(StartRefusedBecause.ACCOUNT_UNKNOWN));
    }

    @Test
    void aDaysCapCountsWhatWasBilledAndWhatIsHeld() {
        long driver = stage.driverWith(new Money(10_000));
        Card card = card(newNumber(), driver, null, 4_000L);
        assertThat(((Holder) found(shown(card.number()))).spendable()).isEqualTo(new Money(4_000));
        ChargingOrder order = stage.charging(driver, gun(++nextPile, 1));
        stage.schema.run("UPDATE charging_order SET card_id = %d WHERE id = '%s'"
                .formatted(card.id(), order.id().text()));
        assertThat(((Holder) found(shown(card.number()))).spendable()).isEqualTo(new Money(1_000));
        stage.settle(stage.kept(StoreStage.recordOf(order.tradeNo(), order.gun(), 100_000)));
        assertThat(((Holder) found(shown(card.number()))).spendable()).isEqualTo(new Money(2_500));
    }

    @Test
    void aVehicleStartsNothingUnlessItsDriverSaidSo() {
        long driver = stage.driverWith(Money.ZERO);
        VinReading garbled = new VinReading("53231067S33YP4GAG", true);
        VinReading forward = new VinReading(VIN, false);
        Vehicle vehicle = Objects.requireNonNull(
                vehicles.create(stage.tenantId, driver, VIN, new Vehicles.Wish("小车", false, null))
                        .block(PATIENCE));
        assertThat(plugged(garbled, forward)).isEqualTo(nobody(StartRefusedBecause.VIN_UNKNOWN));
        vehicles.update(stage.tenantId, driver, vehicle.publicId(), new Vehicles.Wish("小车", true, 5_000L))
                .block(PATIENCE);
        Holder holder = (Holder) plugged(garbled, forward);
        assertThat(holder.source()).isEqualTo(OrderSource.ofVehicle(vehicle.id()));
        assertThat(holder.reversed()).isFalse();
        assertThat(holder.spendable()).isEqualTo(new Money(5_000));
        long other = stage.driverWith(Money.ZERO);
        vehicles.create(stage.tenantId, other, VIN, new Vehicles.Wish("同一辆", false, null))
                .block(PATIENCE);
        assertThatThrownBy(() -> vehicles.update(
                                stage.tenantId,
                                other,
                                Objects.requireNonNull(vehicles.ofDriver(stage.tenantId, other)
                                                .blockFirst(PATIENCE))
                                        .publicId(),
                                new Vehicles.Wish("同一辆", true, null))
                        .block(PATIENCE))
                .isInstanceOf(DuplicateKeyException.class);
        vehicles.block(stage.tenantId, vehicle.publicId()).block(PATIENCE);
        assertThat(plugged(forward)).isEqualTo(nobody(StartRefusedBecause.VIN_UNKNOWN));
    }

    // Cards on piles

    @Test
    void aPilesListFollowsWhatIsWanted() {
        Card one = card(newNumber(), stage.driverWith(Money.ZERO), null, null);
        Card two = card(newNumber(), stage.driverWith(Money.ZERO), null, null);
        Card nobodys = card(newNumber(), null, null, null);
        List<String> all = List.of(one.publicId(), two.publicId(), nobodys.publicId());
        pileCards.want(stage.tenantId, pile(50), all).block(PATIENCE);
        pileCards.want(2, pile(51), all).block(PATIENCE);
        assertThat(states(50)).isEqualTo(Map.of(one.id(), State.WANTED, two.id(), State.WANTED));
        assertThat(states(51)).isEmpty();
        assertThat(pileCards.waiting(pile(49), 10).collectList().block(PATIENCE))
                .containsExactly(pile(50));
        pileCards.mark(pile(50), List.of(one.id(), two.id()), State.ON_PILE).block(PATIENCE);
        pileCards.unwant(stage.tenantId, null, List.of(one.publicId())).block(PATIENCE);
        // The pile's late yes to the first frame does not bring back what is no longer wanted.
        pileCards.mark(pile(50), List.of(one.id()), State.ON_PILE).block(PATIENCE);
        assertThat(states(50)).isEqualTo(Map.of(one.id(), State.CLEARING, two.id(), State.ON_PILE));
        pileCards.gone(pile(50), List.of(one.id(), two.id())).block(PATIENCE);
        assertThat(states(50)).isEqualTo(Map.of(two.id(), State.ON_PILE));
    }

    private static Map<Long, State> states(int pile) {
        Map<Long, State> states = new HashMap<>();
        Objects.requireNonNull(pileCards.on(pile(pile)).collectList().block(PATIENCE))
                .forEach(row -> states.put(row.card().id(), row.state()));
        return states;
    }

    // Records of offline cards

    private static long keptOffline(TradeNo tradeNo, GunId gun, long energy, String cardNo) {
        Amount amount = new Amount(energy * 15 / 10);
        ChargeRecord like = StoreStage.recordOf(tradeNo, gun, energy);
        ChargeRecord fields = new ChargeRecord(
                tradeNo,
                gun,
                like.startedAt(),
                like.endedAt(),
                like.periods(),
                like.meterStartTenThousandthsKwh(),
                like.meterEndTenThousandthsKwh(),
                like.total(),
                like.lossTotal(),
                amount,
                ChargeRecord.StartedBy.OFFLINE_CARD,
                0x40,
                true);
        RateSum flat = new RateSum(new UnitPrice(150_000), new Energy(energy), Energy.ZERO, amount);
        TradeRecord frame = new TradeRecord(
                tradeNo,
                gun.pileNo(),
                gun.gunNo(),
                LocalDateTime.of(2026, 3, 1, 12, 0),
                LocalDateTime.of(2026, 3, 1, 13, 0, 1),
                List.of(RateSum.ZERO, RateSum.ZERO, flat, RateSum.ZERO),
                new Energy(1_000_000),
                new Energy(1_000_000 + energy),
                new Energy(energy),
                Energy.ZERO,
                amount,
                "",
                TradeReport.BY_OFFLINE_CARD,
                LocalDateTime.of(2026, 3, 1, 13, 0, 1),
                0x40,
                cardNo);
        ByteBuf out = FrameWriter.STANDARD.write(frame, 1, UnpooledByteBufAllocator.DEFAULT);
        byte[] bytes = ByteBufUtil.getBytes(out);
        out.release();
        return Objects.requireNonNull(stage.records
                        .keep(List.of(IncomingRecord.of(
                                new RawRecord("ykc", fields, bytes, 6, bytes.length - 2),
                                NOW.plusSeconds(3_700),
                                new SessionId(gun.pileNo(), 77),
                                "node-1")))
                        .block(PATIENCE))
                .getFirst()
                .recordId();
    }

    private static @Nullable SettlementDecision settle(long recordId) {
        return settlements
                .settle(recordId, facts -> stage.settlement.decide(facts, Map.of(), NOW.plusSeconds(3_701)))
                // A busy machine may outlast a lease; settling again is what the settler does, too.
                .retryWhen(Retry.max(3).filter(DatabaseFailure.class::isInstance))
                .block(PATIENCE);
    }

    private static void held(GunId gun) {
        stage.schema.run("INSERT INTO pile_tariff_held (tenant_id, pile_no, tariff_version_id, since)"
                + " VALUES (1, '%s', %d, '2026-02-01')"
                        .formatted(gun.pileNo().digits(), stage.version().id()));
    }

    private static void given(GunId gun, Card card) {
        pileCards.want(stage.tenantId, gun.pileNo(), List.of(card.publicId())).block(PATIENCE);
    }

    /** The reasons for which a person must look at an offline charge of 15 yuan by the card; empty if it was billed. */
    private static List<String> doubted(GunId gun, Card card) {
        TradeNo tradeNo = stage.newTradeNo();
        SettlementDecision decision = settle(keptOffline(tradeNo, gun, 100_000, "00000000" + card.number()));
        ChargingOrder order = Objects.requireNonNull(stage.orders.find(tradeNo).block(PATIENCE));
        assertThat(order.terms().driverId()).isEqualTo(card.driverId());
        if (decision instanceof SettlementDecision.Review review) {
            assertThat(order.state()).isEqualTo(OrderState.IN_REVIEW);
            assertThat(stage.count("SELECT COUNT(*) FROM charging_bill WHERE order_id = '" + order.id() + "'"))
                    .isZero();
            return review.reasons();
        }
        assertThat(decision).isInstanceOf(SettlementDecision.Bill.class);
        return List.of();
    }

    private static WalletTables.WalletView wallet(long driver) {
        return Objects.requireNonNull(stage.wallets.wallet(stage.driver(driver)).block(PATIENCE));
    }

    @Test
    void anOfflineChargeIsItsCardOwnersOrderAndIsPaidOnce() {
        long driver = stage.driverWith(new Money(5_000));
        Card card = card(newNumber(), driver, null, null);
        GunId gun = gun(++nextPile, 1);
        held(gun);
        given(gun, card);
        TradeNo tradeNo = stage.newTradeNo();
        long record = keptOffline(tradeNo, gun, 100_000, "00000000" + card.number());
        List<SettlementDecision> decisions = Flux.range(0, 10)
                .flatMap(i -> settlements
                        .settle(record, facts -> stage.settlement.decide(facts, Map.of(), NOW.plusSeconds(3_701)))
                        .subscribeOn(Schedulers.parallel()))
                .collectList()
                .block(PATIENCE);
        assertThat(decisions).hasSize(1);
        ChargingOrder order = Objects.requireNonNull(stage.orders.find(tradeNo).block(PATIENCE));
        assertThat(order.state()).isEqualTo(OrderState.SETTLED);
        assertThat(order.terms().source()).isEqualTo(OrderSource.ofCard(OrderOrigin.OFFLINE_CARD, card.id()));
        assertThat(order.terms().driverId()).isEqualTo(driver);
        assertThat(order.terms().tariffVersionId()).isEqualTo(stage.version().id());
        assertThat(wallet(driver).wallet().balance()).isEqualTo(new Money(3_500));
        assertThat(keptOffline(tradeNo, gun, 100_000, "00000000" + card.number()))
                .isEqualTo(record);
    }

    @Test
    void whatTheWalletLacksForAnOfflineChargeIsOwed() {
        long driver = stage.driverWith(new Money(1_000));
        Card card = card(newNumber(), driver, null, null);
        GunId gun = gun(++nextPile, 1);
        held(gun);
        given(gun, card);
        settle(keptOffline(stage.newTradeNo(), gun, 100_000, card.number() + "00000000"));
        assertThat(wallet(driver).wallet().balance()).isEqualTo(Money.ZERO);
        assertThat(wallet(driver).owed()).isEqualTo(new Money(500));
    }

    @Test
    void anUnknownABlockedAndAnUnreadableCardLeaveAnOrphanForThePerson() {
        Card blocked = card(newNumber(), stage.driverWith(new Money(5_000)), null, null);
        cards.block(stage.tenantId, blocked.publicId(), "lost").block(PATIENCE);
        for (String wire : List.of("00000000FFFFFFFF", "00000000" + blocked.number(), "0000000000000000")) {
            TradeNo tradeNo = stage.newTradeNo();
            GunId gun = gun(++nextPile, 1);
            held(gun);
            assertThat(settle(keptOffline(tradeNo, gun, 100_000, wire))).isInstanceOf(SettlementDecision.Orphan.class);
            ChargingOrder orphan =
                    Objects.requireNonNull(stage.orders.find(tradeNo).block(PATIENCE));
            assertThat(orphan.terms().orphan()).isTrue();
            assertThat(orphan.terms().source()).isEqualTo(OrderSource.RECORD);
        }
    }

    /** The stage's clock stands a moment behind the start of the charge. */
    @Test
    void whatWasChargedBeforeTheCardChangedHandsIsNotItsNewDriversDebt() {
        Card card = card(newNumber(), stage.driverWith(new Money(5_000)), null, null);
        long next = stage.driverWith(new Money(5_000));
        cards.bind(stage.tenantId, card.publicId(), next).block(PATIENCE);
        GunId gun = gun(++nextPile, 1);
        held(gun);
        given(gun, card);
        assertThat(settle(keptOffline(stage.newTradeNo(), gun, 100_000, "00000000" + card.number())))
                .isInstanceOf(SettlementDecision.Orphan.class);
        assertThat(wallet(next).wallet().balance()).isEqualTo(new Money(5_000));
    }

    @Test
    void aPileIsNotBelievedAboutACardThatItWasNeverGiven() {
        long driver = stage.driverWith(new Money(5_000));
        Card card = card(newNumber(), driver, null, null);
        given(gun(++nextPile, 1), card);
        GunId gun = gun(++nextPile, 1);
        held(gun);
        assertThat(doubted(gun, card)).containsExactly("CARD_NOT_ON_PILE");
        assertThat(wallet(driver).wallet().balance()).isEqualTo(new Money(5_000));
    }

    /** Two days lie between the end of a span and the charge: no clock excuses that. */
    @Test
    void aCardThatThePileForgotChargesOnlyWhatItChargedBefore() {
        long driver = stage.driverWith(new Money(5_000));
        Card card = card(newNumber(), driver, null, null);
        GunId gun = gun(++nextPile, 1);
        held(gun);
        given(gun, card);
        pileCards.unwant(stage.tenantId, gun.pileNo(), List.of(card.publicId())).block(PATIENCE);
        pileCards.gone(gun.pileNo(), List.of(card.id())).block(PATIENCE);
        assertThat(states(nextPile)).isEmpty();
        assertThat(stage.count(
                        "SELECT COUNT(*) FROM pile_card_span WHERE known_until IS NOT NULL AND card_id = " + card.id()))
                .isOne();
        assertThat(doubted(gun, card)).isEmpty();
        stage.schema.run(
                "UPDATE pile_card_span SET known_from = '2026-01-01', known_until = '2026-02-27' WHERE card_id = "
                        + card.id());
        assertThat(doubted(gun, card)).containsExactly("CARD_NOT_ON_PILE");
        given(gun, card);
        assertThat(doubted(gun, card)).isEmpty();
        assertThat(stage.count("SELECT COUNT(*) FROM pile_card_span WHERE card_id = " + card.id()))
                .isEqualTo(2);
    }

    @Test
    void anOfflineChargeWhereNoCardOrNotThisCardIsTakenWaitsForAPerson() {
        Card card = card(newNumber(), stage.driverWith(new Money(5_000)), null, null);
        GunId gun = gun(++nextPile, 1);
        held(gun);
        given(gun, card);
        long station = stage.station().id();
        rules.set(stage.tenantId, station, new StartRule(false, true, null)).block(PATIENCE);
        assertThat(doubted(gun, card)).containsExactly("CARD_NOT_TAKEN_HERE");
        rules.set(stage.tenantId, station, StartRule.DEFAULT).block(PATIENCE);
        assertThat(doubted(gun, card)).isEmpty();
        stage.othersPile(92);
        stage.schema.run(
                "UPDATE charging_card SET station_id = (SELECT id FROM station WHERE tenant_id = 2) WHERE id = "
                        + card.id());
        assertThat(doubted(gun, card)).containsExactly("CARD_NOT_TAKEN_HERE");
    }

    @Test
    void offlineChargesOfADayStopAtTheCardsCapAndThoseOfAnUnknownDayWaitForAPerson() {
        long driver = stage.driverWith(new Money(9_000));
        Card card = card(newNumber(), driver, null, 3_500L);
        GunId gun = gun(++nextPile, 1);
        held(gun);
        given(gun, card);
        assertThat(doubted(gun, card)).isEmpty();
        assertThat(doubted(gun, card)).isEmpty();
        assertThat(doubted(gun, card)).containsExactly("CARD_OVER_DAILY_CAP");
        assertThat(wallet(driver).wallet().balance()).isEqualTo(new Money(6_000));
        stage.schema.run("UPDATE txn_record SET started_at = '2026-02-27 12:00:00' WHERE pile_no = '"
                + gun.pileNo().digits() + "'");
        assertThat(doubted(gun, card)).as("another day").isEmpty();
        TradeNo tradeNo = stage.newTradeNo();
        long record = keptOffline(tradeNo, gun, 10_000, "00000000" + card.number());
        stage.schema.run("UPDATE txn_record SET started_at = '1970-01-01', ended_at = '1970-01-01 01:00:00' WHERE id = "
                + record);
        assertThat(settle(record))
                .isInstanceOfSatisfying(
                        SettlementDecision.Review.class,
                        review -> assertThat(review.reasons()).contains("CARD_OVER_DAILY_CAP"));
    }

    @Test
    void aPileThatWasNeverGivenATariffChargesOnlyWithAPersonsConsent() {
        long driver = stage.driverWith(new Money(5_000));
        Card card = card(newNumber(), driver, null, null);
        TradeNo tradeNo = stage.newTradeNo();
        settle(keptOffline(tradeNo, gun(++nextPile, 1), 100_000, "00000000" + card.number()));
        assertThat(Objects.requireNonNull(stage.orders.find(tradeNo).block(PATIENCE))
                        .state())
                .isEqualTo(OrderState.IN_REVIEW);
        assertThat(wallet(driver).wallet().balance()).isEqualTo(new Money(5_000));
    }

    @Test
    void fiftyRecordsOfADayOfflineAreEachBilledOnce() {
        long driver = stage.driverWith(new Money(100_000));
        Card card = card(newNumber(), driver, null, null);
        GunId gun = gun(++nextPile, 1);
        held(gun);
        given(gun, card);
        List<TradeNo> trades =
                Flux.range(0, 50).map(i -> stage.newTradeNo()).collectList().block(PATIENCE);
        for (TradeNo trade : Objects.requireNonNull(trades)) {
            long first = keptOffline(trade, gun, 10_000, "00000000" + card.number());
            assertThat(keptOffline(trade, gun, 10_000, "00000000" + card.number()))
                    .isEqualTo(first);
            settle(first);
            settle(first);
        }
        assertThat(wallet(driver).wallet().balance()).isEqualTo(new Money(100_000 - 50 * 150));
    }

    // Two guns, one hold

    private static ChargingOrder pair(long driver, GunId main, GunId other) {
        OrderId id = OrderId.create(NOW, IDS);
        OrderId partId = OrderId.create(NOW, IDS);
        ParallelGroup group = new ParallelGroup("260301120000", id);
        OrderSource source = new OrderSource(OrderOrigin.PARALLEL, null, null, group);
        StartOutcome outcome = stage.orders
                .open(
                        driver,
                        "pair-" + nextPile,
                        facts -> new StartDecision.Open(
                                ChargingOrder.open(id, terms(driver, main, "pair-" + nextPile, source)),
                                List.of(ChargingOrder.open(partId, terms(driver, other, null, source))),
                                List.of()))
                .block(PATIENCE);
        if (outcome instanceof StartOutcome.Accepted accepted) {
            return accepted.order();
        }
        throw new AssertionError("not opened: " + outcome);
    }

    private static OrderTerms terms(long driver, GunId gun, @Nullable String key, OrderSource source) {
        return new OrderTerms(
                stage.tenantId,
                stage.station().id(),
                gun,
                stage.newTradeNo(),
                driver,
                key,
                stage.version().id(),
                StoreStage.HOLD,
                new ChargeLimit.Full(),
                false,
                NOW,
                source);
    }

    private static ChargingOrder part(ChargingOrder main) {
        return Objects.requireNonNull(stage.orders
                .group(main.id())
                .filter(order -> !order.id().equals(main.id()))
                .blockFirst(PATIENCE));
    }

    private static void charges(ChargingOrder order) {
        stage.happens(order, new OrderEvent.StartSent());
        stage.happens(order, new OrderEvent.ChargingSeen(null));
    }

    @Test
    void bothGunsArePaidFromOneHoldAndTheRestIsGivenBackOnce() {
        long driver = stage.driverWith(new Money(3_000));
        ChargingOrder main = pair(driver, gun(++nextPile, 1), gun(nextPile, 2));
        ChargingOrder part = part(main);
        charges(main);
        charges(part);
        settle(stage.kept(StoreStage.recordOf(part.tradeNo(), part.gun(), 100_000)));
        assertThat(wallet(driver).wallet().balance()).isEqualTo(new Money(1_500));
        assertThat(wallet(driver).wallet().held()).isEqualTo(new Money(1_500));
        theBooksAreRight();
        assertThat(stage.lists.bill(stage.driver(driver), main.id()).block(PATIENCE))
                .isNull();
        settle(stage.kept(StoreStage.recordOf(main.tradeNo(), main.gun(), 60_000)));
        assertThat(wallet(driver).wallet().balance()).isEqualTo(new Money(600));
        assertThat(wallet(driver).wallet().held()).isEqualTo(Money.ZERO);
        assertThat(wallet(driver).owed()).isEqualTo(Money.ZERO);
        OrderLists.SettledBill receipt = Objects.requireNonNull(
                stage.lists.bill(stage.driver(driver), main.id()).block(PATIENCE));
        assertThat(receipt.otherGuns()).hasSize(1);
        assertThat(receipt.paid().plus(receipt.otherGuns().getFirst().paid())).isEqualTo(new Money(2_400));
        assertThat(Objects.requireNonNull(stage.lists
                                .list(stage.driver(driver), OrderLists.Filter.ALL, null, 10)
                                .block(PATIENCE))
                        .items())
                .extracting(ChargingOrder::id)
                .containsExactly(main.id());
    }

    /** A person states what the one gun cost, and its record comes after all while the other gun charges on. */
    @Test
    void aBillThatReplacesAnotherDoesNotTakeFromTheSharedHoldAgain() {
        long driver = stage.driverWith(new Money(5_000));
        ChargingOrder main = pair(driver, gun(++nextPile, 1), gun(nextPile, 2));
        ChargingOrder part = part(main);
        charges(main);
        charges(part);
        stage.happens(part, new OrderEvent.IdleSeen());
        stage.happens(part, new OrderEvent.IdleSeen());
        stage.happens(part, new OrderEvent.TimerFired(OrderTimer.Kind.RECORD_GIVE_UP));
        stage.decided(part, new BenchChoice.StateAmount(new Money(1_000)), "states");
        assertThat(wallet(driver).wallet().held()).isEqualTo(new Money(2_000));
        settle(stage.kept(StoreStage.recordOf(part.tradeNo(), part.gun(), 100_000)));
        assertThat(wallet(driver).wallet().balance()).isEqualTo(new Money(3_500));
        assertThat(wallet(driver).wallet().held()).isEqualTo(new Money(2_000));
        theBooksAreRight();
        settle(stage.kept(StoreStage.recordOf(main.tradeNo(), main.gun(), 60_000)));
        assertThat(wallet(driver).wallet().balance()).isEqualTo(new Money(2_600));
        assertThat(wallet(driver).wallet().held()).isEqualTo(Money.ZERO);
    }

    @Test
    void bothGunsSettledAtOnceLeaveNothingHeld() {
        for (int round = 0; round < 5; round++) {
            long driver = stage.driverWith(new Money(3_000));
            ChargingOrder main = pair(driver, gun(++nextPile, 1), gun(nextPile, 2));
            ChargingOrder part = part(main);
            charges(main);
            charges(part);
            long one = stage.kept(StoreStage.recordOf(part.tradeNo(), part.gun(), 100_000));
            long two = stage.kept(StoreStage.recordOf(main.tradeNo(), main.gun(), 60_000));
            Flux.just(one, two)
                    .flatMap(record -> Mono.fromCallable(() -> settle(record)).subscribeOn(Schedulers.boundedElastic()))
                    .blockLast(PATIENCE);
            assertThat(wallet(driver).wallet().balance()).isEqualTo(new Money(600));
            assertThat(wallet(driver).wallet().held()).isEqualTo(Money.ZERO);
        }
    }

    @Test
    void thePairFailsTogetherAndTheMoneyComesBackOnce() {
        long driver = stage.driverWith(new Money(3_000));
        ChargingOrder main = pair(driver, gun(++nextPile, 1), gun(nextPile, 2));
        stage.happens(main, new OrderEvent.StartUnsendable());
        assertThat(wallet(driver).wallet().held()).isEqualTo(StoreStage.HOLD);
        stage.happens(part(main), new OrderEvent.StartUnsendable());
        assertThat(wallet(driver).wallet().held()).isEqualTo(Money.ZERO);
    }

    @Test
    void aGunThatIsTakenKeepsTheWholePairFromBeingOpened() {
        long other = stage.driverWith(new Money(3_000));
        GunId taken = gun(++nextPile, 2);
        stage.opened(other, taken);
        long driver = stage.driverWith(new Money(3_000));
        assertThatThrownBy(() -> pair(driver, gun(nextPile, 1), taken))
                .hasMessageContaining(StartRefusal.GUN_BUSY.name());
        assertThat(wallet(driver).wallet().held()).isEqualTo(Money.ZERO);
        assertThat(stage.count("SELECT COUNT(*) FROM charging_order WHERE driver_id = " + driver))
                .isZero();
    }

    @Test
    void aCardAtAStationWhereItNeverWasIsToldToItsDriverOnce() {
        long driver = stage.driverWith(new Money(9_000));
        Card card = card(newNumber(), driver, null, null);
        OrderSource source = OrderSource.ofCard(OrderOrigin.CARD, card.id());
        for (int i = 0; i < 2; i++) {
            OrderTerms terms = terms(driver, gun(++nextPile, 1), "card-" + nextPile, source);
            OrderId id = OrderId.create(NOW, IDS);
            stage.orders
                    .open(
                            driver,
                            "card-" + nextPile,
                            facts -> new StartDecision.Open(ChargingOrder.open(id, terms), List.of()))
                    .block(PATIENCE);
        }
        assertThat(new StartNotices(stage.general)
                        .of(stage.driver(driver))
                        .collectList()
                        .block(PATIENCE))
                .hasSize(1)
                .extracting(StartNotices.Notice::kind)
                .containsExactly(StartNotices.Kind.CARD_AT_NEW_STATION);
    }

    // More money for a running charge

    @Test
    void aHoldIsRaisedByWhatTheDriverHasAndNeverByMore() {
        long driver = stage.driverWith(new Money(3_000));
        ChargingOrder order = stage.charging(driver, gun(++nextPile, 1));
        stage.wallets
                .credit(stage.staff, driver, new Money(2_000), "more-" + driver, "test")
                .block(PATIENCE);
        Flux.range(0, 8)
                .flatMap(i -> stage.orders
                        .raiseHold(
                                order.id(),
                                (row, spendable) -> stage.machine.on(
                                        row,
                                        new OrderEvent.HoldRaised(
                                                row.terms().hold().plus(spendable)),
                                        NOW.plusSeconds(9)))
                        .subscribeOn(Schedulers.parallel()))
                .collectList()
                .block(PATIENCE);
        assertThat(wallet(driver).wallet().held()).isEqualTo(new Money(5_000));
        assertThat(Objects.requireNonNull(stage.orders.find(order.id()).block(PATIENCE))
                        .terms()
                        .hold())
                .isEqualTo(new Money(5_000));
        Step again = stage.orders
                .raiseHold(
                        order.id(),
                        (row, spendable) -> stage.machine.on(
                                row,
                                new OrderEvent.HoldRaised(row.terms().hold().plus(spendable)),
                                NOW.plusSeconds(9)))
                .block(PATIENCE);
        assertThat(again).isInstanceOf(Step.Ignored.class);
        settle(stage.kept(StoreStage.recordOf(order.tradeNo(), order.gun(), 300_000)));
        assertThat(wallet(driver).wallet().balance()).isEqualTo(new Money(500));
    }
}
