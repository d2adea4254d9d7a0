package io.ohmgate.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.billing.ChargingBill;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.Rating;
import io.ohmgate.billing.ledger.Driver;
import io.ohmgate.billing.wallet.Wallet;
import io.ohmgate.gateway.order.ChargingOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a bill that takes the place of another one takes from the wallet. */
class PostingTest {
    private static final Driver DRIVER = new Driver(1, GatewayStage.DRIVER);
    private static final Wallet PURSE = new Wallet(new Money(10_000), Money.ZERO, Money.ZERO);

    private final ChargingOrder order = new GatewayStage().charging(10);
    private final Posting first = Posting.first(order, BillOrigin.STATED, bill(60_000), List.of(), new Money(900));

    /** 1.50 yuan a kWh. */
    private static ChargingBill bill(long units) {
        return Rating.bill(GatewayStage.PRICES, Map.of(PriceLevel.FLAT, new Energy(units)));
    }

    private Posting replacedBy(long units, Money most) {
        PostedBill before = new PostedBill(
                1,
                first.origin(),
                first.bill().payable(),
                first.fromWallet(),
                first.owed(),
                null,
                first.journals().getFirst());
        return Posting.replacing(before, order, BillOrigin.STATED, bill(units), List.of(), PURSE, Money.ZERO, most);
    }

    @Test
    void whatAPersonMerelyStatesTakesNoMoreFromTheWalletThanTheBillBeforeIt() {
        Posting dearer = replacedBy(200_000, first.fromWallet());
        assertThat(dearer.bill().payable()).isEqualTo(new Money(3_000));
        assertThat(dearer.fromWallet()).isEqualTo(new Money(900));
        assertThat(dearer.owed()).isEqualTo(new Money(2_100));
        assertThat(dearer.walletChange(DRIVER)).isEqualTo(Money.ZERO);
        assertThat(dearer.receivableChange(DRIVER)).isEqualTo(new Money(-2_100));
    }

    @Test
    void whatARecordProvesIsPaidAsFarAsTheWalletGoes() {
        Posting proven = replacedBy(200_000, new Money(3_000));
        assertThat(proven.fromWallet()).isEqualTo(new Money(3_000));
        assertThat(proven.owed()).isEqualTo(Money.ZERO);
        assertThat(proven.walletChange(DRIVER)).isEqualTo(new Money(-2_100));
    }
}
