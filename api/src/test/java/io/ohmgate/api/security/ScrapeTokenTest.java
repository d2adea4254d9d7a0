package io.ohmgate.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ScrapeTokenTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @Test
    void onlyTheWholeTokenMatches() {
        ScrapeToken token = new ScrapeToken(TOKEN);

        assertThat(token.matches(TOKEN)).isTrue();
        assertThat(token.matches(TOKEN + "0")).isFalse();
        assertThat(token.matches("")).isFalse();
    }

    @Test
    void withoutATokenNothingMatchesNotEvenNothing() {
        assertThat(new ScrapeToken("").matches("")).isFalse();
    }

    @Test
    void aTokenThatCouldBeGuessedIsRefusedAtTheStart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScrapeToken("short"))
                .withMessageNotContaining("short");
    }
}
