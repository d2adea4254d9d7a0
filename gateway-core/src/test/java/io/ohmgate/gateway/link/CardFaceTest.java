package io.ohmgate.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CardFaceTest {
    @Test
    void aNumberKeptWithoutItsLeadingZerosFillsTheEightBytesOfAFrame() {
        assertThat(new CardFace("573", "D14B0A54").cardNo()).isEqualTo("00000000D14B0A54");
        assertThat(new CardFace("573", "").cardNo()).isEqualTo(CardFace.NONE.cardNo());
    }
}
