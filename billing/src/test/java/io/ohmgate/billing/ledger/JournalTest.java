package io.ohmgate.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ohmgate.billing.Bound;
import io.ohmgate.billing.ChargingBill;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.Price;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.Rating;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.billing.ledger.AccountRef.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class JournalTest {
    private static final int JOURNALS = 1_000_000;
    private static final Driver DRIVER = new Driver(7, 42);
    private static final AccountRef ELECTRICITY = AccountRef.of(7, Kind.REVENUE_ELECTRICITY);
    private static final AccountRef SERVICE = AccountRef.of(7, Kind.REVENUE_SERVICE);
    private static final AccountRef FUNDING = AccountRef.of(7, Kind.TEST_FUNDING);
    /** 10 kWh at 1.2 and 0.4 yuan: 16 yuan, 12 of them for electricity. */
    private static final ChargingBill SIXTEEN_YUAN = Rating.bill(
            Tariff.flat(new Price(new UnitPrice(120_000), new UnitPrice(40_000))),
            Map.of(PriceLevel.FLAT, new Energy(100_000)));

    private static final List<ChargingBill> BILLS =
            LongStream.range(100, 600).mapToObj(JournalTest::billOf).toList();

    @Test
    void aWalletIsPositiveWhenWeOweTheDriver() {
        assertThat(Journals.testCredit("k", DRIVER, new Money(500)).entries())
                .containsExactly(new Entry(DRIVER.wallet(), new Money(500)), new Entry(FUNDING, new Money(-500)));
    }

    @Test
    void aChargeIsPaidFromTheWalletIntoBothRevenues() {
        Journal journal = Journals.settleCharge("trade", DRIVER, SIXTEEN_YUAN, new Money(1600), Money.ZERO)
                .orElseThrow();

        assertThat(journal.kind()).isEqualTo(Journal.Kind.SETTLE_CHARGE);
        assertThat(journal.tenantId()).isEqualTo(7);
        assertThat(journal.entries())
                .containsExactly(
                        new Entry(DRIVER.wallet(), new Money(-1600)),
                        new Entry(ELECTRICITY, new Money(1200)),
                        new Entry(SERVICE, new Money(400)));
    }

    @Test
    void whatTheWalletCannotPayIsOwedUntilItIsPaid() {
        Journal settled = Journals.settleCharge("trade", DRIVER, SIXTEEN_YUAN, new Money(1000), new Money(600))
                .orElseThrow();
        Journal paid = Journals.payReceivable("trade", DRIVER, new Money(600));

        assertThat(settled.entries()).contains(new Entry(DRIVER.receivable(), new Money(-600)));
        assertThat(balances(List.of(settled, paid)))
                .containsEntry(DRIVER.wallet(), -1600L)
                .containsEntry(DRIVER.receivable(), 0L);
    }

    @Test
    void partsThatAreNotTheBillAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Journals.settleCharge("trade", DRIVER, SIXTEEN_YUAN, new Money(1599), Money.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Journals.settleCharge("trade", DRIVER, SIXTEEN_YUAN, new Money(1700), new Money(-100)));
    }

    @Test
    void aChargeThatCostsNothingIsNotBooked() {
        assertThat(Journals.settleCharge("trade", DRIVER, ChargingBill.NOTHING, Money.ZERO, Money.ZERO))
                .isEmpty();
    }

    @Test
    void aReversalTakesEverythingBackAndHasItsOwnKey() {
        Journal settled = Journals.settleCharge("trade", DRIVER, SIXTEEN_YUAN, new Money(1000), new Money(600))
                .orElseThrow();
        Journal reversal = settled.reversal();

        assertThat(reversal.kind()).isEqualTo(Journal.Kind.REVERSAL);
        assertThat(reversal.businessKey()).isEqualTo("SC/trade");
        assertThat(balances(List.of(settled, reversal)).values()).containsOnly(0L);
        assertThatIllegalArgumentException().isThrownBy(reversal::reversal);
    }

    @Test
    void entriesThatDoNotSumToZeroAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> journal(new Entry(DRIVER.wallet(), new Money(5)), new Entry(FUNDING, new Money(-4))))
                .withMessageContaining("zero");
    }

    @Test
    void entriesThatOnlySumToZeroByOverflowAreRefused() {
        Money most = new Money(Bound.MONEY.max());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> journal(new Entry(DRIVER.wallet(), most), new Entry(SERVICE, most)));
    }

    @Test
    void whatIsNoJournalIsRefused() {
        Entry plus = new Entry(DRIVER.wallet(), new Money(5));
        assertThatIllegalArgumentException().isThrownBy(() -> journal());
        assertThatIllegalArgumentException().isThrownBy(() -> journal(plus, plus.reversed()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Entry(DRIVER.wallet(), Money.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> journal(plus, new Entry(AccountRef.of(8, Kind.TEST_FUNDING), new Money(-5))))
                .withMessageContaining("tenant");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Journal(Journal.Kind.TEST_CREDIT, " ", List.of(plus, new Entry(FUNDING, new Money(-5)))));
        Entry[] tooMany = IntStream.rangeClosed(1, 65)
                .mapToObj(driver -> new Entry(new Driver(7, driver).wallet(), new Money(driver % 2 == 0 ? 1 : -1)))
                .toArray(Entry[]::new);
        assertThatIllegalArgumentException().isThrownBy(() -> journal(tooMany)).withMessageContaining("65");
    }

    @Test
    void onlyADriversAccountHasADriver() {
        assertThatIllegalArgumentException().isThrownBy(() -> AccountRef.of(7, Kind.DRIVER_WALLET));
        assertThatIllegalArgumentException().isThrownBy(() -> new AccountRef(7, Kind.SUSPENSE, 42));
        assertThatIllegalArgumentException().isThrownBy(() -> AccountRef.of(0, Kind.SUSPENSE));
    }

    @Test
    void afterAMillionRandomJournalsTheLedgerStillSumsToZero() {
        long seed = System.nanoTime();
        RandomGenerator random = new SplittableRandom(seed);
        Map<AccountRef, Long> balances = new HashMap<>();
        for (int i = 0; i < JOURNALS; i++) {
            for (Entry entry : randomJournal(random).entries()) {
                balances.merge(entry.account(), entry.change().fen(), Math::addExact);
            }
            if (i % 1_000 == 0) {
                assertThat(sum(balances)).as("seed %d, journal %d", seed, i).isZero();
            }
        }
        assertThat(sum(balances)).as("seed %d", seed).isZero();
        assertThat(balances).as("seed %d", seed).hasSizeGreaterThan(20);
    }

    private static Journal randomJournal(RandomGenerator random) {
        Driver driver = new Driver(random.nextInt(1, 4), random.nextInt(1, 10));
        Money money = new Money(random.nextLong(1, 100_000));
        Journal journal = switch (random.nextInt(4)) {
            case 0 -> Journals.testCredit("k", driver, money);
            case 1 -> Journals.payReceivable("k", driver, money);
            default -> settled(random, driver);
        };
        return random.nextInt(10) == 0 ? journal.reversal() : journal;
    }

    private static Journal settled(RandomGenerator random, Driver driver) {
        ChargingBill bill = BILLS.get(random.nextInt(BILLS.size()));
        Money fromWallet = new Money(random.nextLong(bill.payable().fen() + 1));
        return Journals.settleCharge(
                        "k", driver, bill, fromWallet, bill.payable().minus(fromWallet))
                .orElseThrow();
    }

    private static ChargingBill billOf(long units) {
        Price price = new Price(new UnitPrice(1_000 + units * 7), new UnitPrice(1_000 + units * 3));
        return Rating.bill(Tariff.flat(price), Map.of(PriceLevel.FLAT, new Energy(units * 997)));
    }

    private static Journal journal(Entry... entries) {
        return new Journal(Journal.Kind.TEST_CREDIT, "k", List.of(entries));
    }

    private static Map<AccountRef, Long> balances(List<Journal> journals) {
        Map<AccountRef, Long> balances = new HashMap<>();
        journals.stream()
                .flatMap(journal -> journal.entries().stream())
                .forEach(entry -> balances.merge(entry.account(), entry.change().fen(), Math::addExact));
        return balances;
    }

    private static long sum(Map<AccountRef, Long> balances) {
        return balances.values().stream().mapToLong(Long::longValue).sum();
    }
}
