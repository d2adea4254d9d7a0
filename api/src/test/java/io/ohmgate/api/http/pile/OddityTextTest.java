package io.ohmgate.api.http.pile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.ykc.frame.Anomaly;
import io.ohmgate.ykc.session.Oddity;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OddityTextTest {
    @Test
    void everythingThatIsCountedOfAPileHasWordsInBothLanguages() {
        Stream<String> names = Stream.concat(
                Stream.of(Anomaly.values()).map(Enum::name),
                Stream.of(Oddity.values()).map(Enum::name));
        assertThat(names).allSatisfy(name -> {
            assertThat(OddityText.of(name).zh()).isNotEqualTo(name);
            assertThat(OddityText.of(name).en()).isNotEqualTo(name);
        });
    }
}
