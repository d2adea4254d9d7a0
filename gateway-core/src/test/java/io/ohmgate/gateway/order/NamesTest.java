package io.ohmgate.gateway.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ohmgate.gateway.pile.TradeNo;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void orderIdsSortByTimeAndDoNotRepeat() {
        Random random = new Random(1);
        Set<OrderId> ids = new HashSet<>();
        OrderId before = OrderId.create(Life.START.minusMillis(1), random);
        for (int i = 0; i < 10_000; i++) {
            OrderId id = OrderId.create(Life.START, random);
            assertThat(id).isGreaterThan(before);
            assertThat(ids.add(id)).isTrue();
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new OrderId("ILOU"));
    }

    @Test
    void aTradeNumberNamesGunAndSecondOfTheSiteAndDoesNotRepeatWithinASecond() {
        TradeNumbers numbers = new TradeNumbers(ZoneId.of("Asia/Shanghai"), new Random(1));
        Set<TradeNo> minted = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            minted.add(numbers.next(Life.GUN, Life.START));
        }
        assertThat(minted).hasSize(10_000).allMatch(no -> no.digits().startsWith("3201060001923601260301120000"));
    }
}
