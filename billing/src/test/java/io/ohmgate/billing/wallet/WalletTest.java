package io.ohmgate.billing.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ohmgate.billing.Money;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WalletTest {
    private static final Instant NOON = Instant.parse("2026-11-22T04:00:00Z");
    private static final Wallet HUNDRED = Wallet.EMPTY.credit(new Money(100));

    @Test
    void whatIsHeldCannotBeSpentOrHeldAgain() {
        Wallet wallet = HUNDRED.place("a", new Money(60), NOON).orElseThrow().wallet();

        assertThat(wallet.available()).isEqualTo(new Money(40));
        assertThat(wallet.place("b", new Money(41), NOON)).isEmpty();
        assertThat(wallet.spend(new Money(41))).isEmpty();
        assertThat(wallet.place("b", new Money(40), NOON)).isPresent();
        assertThat(wallet.spend(new Money(40))).isPresent();
    }

    @Test
    void aCreditLimitLetsTheAvailableGoBelowZeroAndNoFurther() {
        Wallet wallet = new Wallet(new Money(100), Money.ZERO, new Money(50));

        assertThat(wallet.place("a", new Money(151), NOON)).isEmpty();
        assertThat(wallet.place("a", new Money(150), NOON)
                        .orElseThrow()
                        .wallet()
                        .available())
                .isEqualTo(new Money(-50));
    }

    @Test
    void payingFromAHoldReleasesTheRest() {
        Wallet.Change held = HUNDRED.place("a", new Money(60), NOON).orElseThrow();
        Wallet.Change paid = held.wallet().post(held.hold(), new Money(25)).orElseThrow();

        assertThat(paid.wallet()).isEqualTo(new Wallet(new Money(75), Money.ZERO, Money.ZERO));
        assertThat(paid.hold().state()).isEqualTo(HoldState.POSTED);
        assertThat(paid.hold().posted()).isEqualTo(new Money(25));
    }

    @Test
    void moreThanTheHoldCannotBePosted() {
        Wallet.Change held = HUNDRED.place("a", new Money(60), NOON).orElseThrow();

        assertThatIllegalArgumentException().isThrownBy(() -> held.wallet().post(held.hold(), new Money(61)));
        assertThatIllegalArgumentException().isThrownBy(() -> held.wallet().post(held.hold(), new Money(-1)));
    }

    @Test
    void aHoldThatHasEndedCannotEndAgain() {
        Wallet.Change held = HUNDRED.place("a", new Money(60), NOON).orElseThrow();
        Wallet.Change ended = held.wallet().voidHold(held.hold()).orElseThrow();

        assertThat(ended.wallet()).isEqualTo(HUNDRED);
        assertThat(ended.wallet().post(ended.hold(), Money.ZERO)).isEmpty();
        assertThat(ended.wallet().voidHold(ended.hold())).isEmpty();
        assertThat(ended.wallet().expire(ended.hold(), NOON)).isEmpty();
        assertThat(ended.wallet().settle(ended.hold(), new Money(1))).isEmpty();
    }

    @Test
    void aHoldExpiresAtItsTimeAndNotBefore() {
        Wallet.Change held = HUNDRED.place("a", new Money(60), NOON).orElseThrow();

        assertThat(held.wallet().expire(held.hold(), NOON.minusNanos(1))).isEmpty();
        Wallet.Change expired = held.wallet().expire(held.hold(), NOON).orElseThrow();
        assertThat(expired.wallet()).isEqualTo(HUNDRED);
        assertThat(expired.hold().state()).isEqualTo(HoldState.EXPIRED);
    }

    @Test
    void aBillBeyondTheHoldTakesWhatIsAvailableAndLeavesTheRestOwed() {
        Wallet.Change held = HUNDRED.place("a", new Money(60), NOON).orElseThrow();
        Wallet.Settlement settled =
                held.wallet().settle(held.hold(), new Money(130)).orElseThrow();

        assertThat(settled.fromWallet()).isEqualTo(new Money(100));
        assertThat(settled.toReceivable()).isEqualTo(new Money(30));
        assertThat(settled.wallet()).isEqualTo(Wallet.EMPTY);
        assertThat(settled.hold().posted()).isEqualTo(new Money(60));
    }

    @Test
    void aBillDoesNotTouchWhatIsHeldForAnotherCharge() {
        Wallet.Change first = HUNDRED.place("a", new Money(60), NOON).orElseThrow();
        Wallet.Change second = first.wallet().place("b", new Money(30), NOON).orElseThrow();
        Wallet.Settlement settled =
                second.wallet().settle(first.hold(), new Money(130)).orElseThrow();

        assertThat(settled.fromWallet()).isEqualTo(new Money(70));
        assertThat(settled.toReceivable()).isEqualTo(new Money(60));
        assertThat(settled.wallet()).isEqualTo(new Wallet(new Money(30), new Money(30), Money.ZERO));
    }

    @Test
    void anEmptyHoldAndANegativeCreditAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> HUNDRED.place("a", Money.ZERO, NOON));
        assertThatIllegalArgumentException().isThrownBy(() -> HUNDRED.credit(new Money(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> HUNDRED.spend(new Money(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Wallet(Money.ZERO, new Money(-1), Money.ZERO));
    }
}
