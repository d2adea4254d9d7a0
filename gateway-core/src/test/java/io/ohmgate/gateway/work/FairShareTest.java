package io.ohmgate.gateway.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FairShareTest {
    private final FairShare<String> share = new FairShare<>(1_000);

    @Test
    void onePileThatShoutsLeavesHalfOfTheQueueToTheOthers() {
        int loud = 0;
        while (share.enter("loud")) {
            loud++;
        }
        assertThat(loud).isEqualTo(500);
        for (int i = 0; i < 100; i++) {
            assertThat(share.enter("quiet " + i)).isTrue();
        }
        assertThat(share.enter("loud")).isFalse();
    }

    @Test
    void itIsNeverFullerThanItIs() {
        for (int i = 0; i < 5_000; i++) {
            share.enter("pile " + i);
        }
        assertThat(share.taken()).isEqualTo(1_000);
    }

    @Test
    void whoLeavesMayComeAgain() {
        for (int i = 0; i < 100_000; i++) {
            assertThat(share.enter("pile")).isTrue();
            share.leave("pile");
        }
        assertThat(share.taken()).isZero();
    }
}
