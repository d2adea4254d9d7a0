package io.ohmgate.api.http.pile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ohmgate.gateway.session.PileEntry.PileKind;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file of piles as people save it: with and without header, byte order mark, quotes, Chinese and either line end. */
class PileLinesTest {
    private static final String HEADER = "pileNo,stationCode,name,kind,guns,ratedKw\n";

    @Test
    void aHeaderAByteOrderMarkAndWindowsLineEndsAreTaken() {
        List<PileLines.Line> lines =
                read("\uFEFF" + (HEADER + "32010600000001,S1,一号桩,DC,2,120\n").replace("\n", "\r\n"));
        assertThat(good(lines)).hasSize(1);
        PileLines.Line.Good pile = good(lines).getFirst();
        assertThat(pile.draft().pileNo().digits()).isEqualTo("32010600000001");
        assertThat(pile.draft().name()).isEqualTo("一号桩");
        assertThat(pile.draft().kind()).isEqualTo(PileKind.DC);
        assertThat(pile.draft().ratedWatts()).isEqualTo(120_000);
        assertThat(pile.number()).isEqualTo(2);
    }

    @Test
    void withoutAHeaderTheFirstLineIsAPile() {
        assertThat(good(read("\uFEFF32010600000001,S1,a,AC,1,7"))).hasSize(1);
    }

    @Test
    void aQuotedNameMayHoldACommaAndQuotes() {
        assertThat(good(read(HEADER + "32010600000001,S1,\"东区, \"\"A\"\" 排\",直流,1,60\n"))
                        .getFirst()
                        .draft()
                        .name())
                .isEqualTo("东区, \"A\" 排");
    }

    @Test
    void aBadLineIsToldByItsNumberAndTheOthersStand() {
        List<PileLines.Line> lines = read(HEADER
                + "32010600000001,S1,a,DC,1,60\n"
                + "abc,S1,b,DC,1,60\n"
                + "32010600000002,S1,c,DC,1,60\n"
                + "32010600000003,S1,d,DC,1\n");
        assertThat(good(lines)).hasSize(2);
        assertThat(bad(lines)).extracting(PileLines.Line.Bad::number).containsExactly(3L, 5L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3201060000001,S1,a,DC,1,60|pileNo",
                "32010600000001,,a,DC,1,60|stationCode",
                "32010600000001,S1,,DC,1,60|name",
                "32010600000001,S1,a,XX,1,60|kind",
                "32010600000001,S1,a,DC,0,60|guns",
                "32010600000001,S1,a,DC,100,60|guns",
                "32010600000001,S1,a,DC,1,0|ratedKw",
                "32010600000001,S1,a,DC,1,7.5|ratedKw",
                "32010600000001,S1,a,DC,1,2001|ratedKw",
                "32010600000001,S1,a,DC,1,60,extra|6 columns"
            })
    void aLineThatIsNoPileSaysWhichFieldIsWrong(String line, String field) {
        assertThat(bad(read(HEADER + line + "\n")))
                .singleElement()
                .satisfies(bad -> assertThat(bad.reason()).contains(field));
    }

    @Test
    void emptyLinesAreNothing() {
        assertThat(good(read(HEADER + "\n32010600000001,S1,a,DC,1,60\n\n\n"))).hasSize(1);
    }

    @Test
    void aFileThatIsNotUtf8IsRefusedAsAWhole() {
        byte[] gbk = (HEADER + "32010600000001,S1,一号桩,DC,2,120\n").getBytes(Charset.forName("GBK"));
        assertThatThrownBy(() -> read(gbk)).isInstanceOf(RuntimeException.class);
    }

    private static List<PileLines.Line> read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<PileLines.Line> read(byte[] bytes) {
        List<PileLines.Line> lines = new ArrayList<>();
        try (PileLines file = new PileLines(new ByteArrayInputStream(bytes))) {
            file.forEachRemaining(lines::add);
        }
        return lines;
    }

    private static List<PileLines.Line.Good> good(List<PileLines.Line> lines) {
        return lines.stream()
                .filter(PileLines.Line.Good.class::isInstance)
                .map(PileLines.Line.Good.class::cast)
                .toList();
    }

    private static List<PileLines.Line.Bad> bad(List<PileLines.Line> lines) {
        return lines.stream()
                .filter(PileLines.Line.Bad.class::isInstance)
                .map(PileLines.Line.Bad.class::cast)
                .toList();
    }
}
