package io.ohmgate.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.billing.Price;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.link.PileTariff;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileEntry.PileKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class PileDirectoryTest {
    private final PileDirectory directory = new PileDirectory();

    @Test
    void tenThousandPilesAreLoadedAndShareTheirTariff() {
        Long loaded = directory
                .load(() -> Flux.range(0, 10_000).map(i -> entry(number(i), freshTariff())))
                .block();
        assertThat(loaded).isEqualTo(10_000);
        assertThat(directory.size()).isEqualTo(10_000);
        PileEntry first = Objects.requireNonNull(directory.find(number(1)));
        PileEntry last = Objects.requireNonNull(directory.find(number(9_999)));
        assertThat(first.tariff()).isSameAs(last.tariff());
    }

    @Test
    void aNumberThatWasNeverRegisteredIsNotFound() {
        assertThat(directory.find(number(1))).isNull();
    }

    @Test
    void aChangeIsToldOnceAndOnlyIfItIsOne() {
        List<String> told = new ArrayList<>();
        directory.onChange((pileNo, before, after) -> told.add((before == null) + " " + (after == null)));
        directory.put(entry(number(1), freshTariff()));
        directory.put(entry(number(1), freshTariff()));
        directory.remove(number(1));
        directory.remove(number(1));
        assertThat(told).containsExactly("true false", "false true");
    }

    @Test
    void aPileKnowsItsGuns() {
        PileEntry entry = entry(number(5), freshTariff());
        assertThat(entry.guns()).containsExactly(number(5).gun(1), number(5).gun(2));
        assertThat(entry.has(number(5).gun(2))).isTrue();
        assertThat(entry.has(number(5).gun(3))).isFalse();
        assertThat(entry.has(number(6).gun(1))).isFalse();
    }

    private static PileNo number(int i) {
        return new PileNo("3201%010d".formatted(i));
    }

    private static PileEntry entry(PileNo pileNo, PileTariff tariff) {
        return new PileEntry(pileNo, 1, 2, true, true, PileKind.AC, 2, 7_000, tariff);
    }

    private static PileTariff freshTariff() {
        return new PileTariff(3, 12, Tariff.flat(new Price(new UnitPrice(50_000), new UnitPrice(30_000))));
    }
}
