package io.ohmgate.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ohmgate.simulator.scenario.Scenario.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioFileTest {
    private static final Path LIBRARY = Path.of("src", "main", "resources", "scenarios");

    private static final String GOOD = """
        scenario: mine
        title: eigenes
        book: "7.1"
        certifies: platform
        pile:
          guns: 1
          quirks: [skipVerify, "splitAfter=3"]
        steps:
          - do: plug 1
          - expect: {type: "0x02", fields: {loginResult: 0}, within: 10s}
        """;

    @Test
    void aGoodFileIsReadAsItStands() {
        Scenario scenario = ScenarioFile.read("mine.yaml", GOOD);

        assertThat(scenario.cast().quirks()).containsExactly("skipVerify", "splitAfter=3");
        assertThat(scenario.steps()).extracting(Scenario.Step::line).containsExactly(9, 10);
        assertThat(scenario.asks()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        guns: 1            | gun: 1                    | 6  | guns
        skipVerify         | skipVerfy                 | 7  | --list-faults
        type: "0x02"       | type: "0x1FF"             | 10 | 0x00 to 0xFF
        within: 10s        | within: soon              | 10 | 500ms
        certifies: platform| certifies: nobody         | 4  | platform or pile
        - do: plug 1       | - dance: plug 1           | 9  | ask, do, expect
        book: "7.1"        | bok: "7.1"                | 3  | book
        pile:              | platform:                 | 6  | pile
        title: eigenes     | "title: [unclosed"        | 3  | indentation
        """)
    void aMistakeIsNamedWithItsLineAndItsRemedy(String right, String wrong, int line, String remedy) {
        String text = GOOD.replace(right, wrong.replace("\"title: [unclosed\"", "title: [unclosed"));

        ScenarioFault fault = catchThrowableOfType(ScenarioFault.class, () -> ScenarioFile.read("mine.yaml", text));

        assertThat(fault).isNotNull();
        assertThat(fault.line()).isBetween(line - 1, line + 1);
        assertThat(fault).hasMessageContaining("mine.yaml:" + fault.line()).hasMessageContaining(remedy);
    }

    @Test
    void aScenarioThatExpectsNothingIsNoScenario() {
        String text = GOOD.replaceAll("(?m)^  - expect.*$", "");

        ScenarioFault fault = catchThrowableOfType(ScenarioFault.class, () -> ScenarioFile.read("mine.yaml", text));

        assertThat(fault).hasMessageContaining("nothing is expected");
    }

    @Test
    void theLibraryListsEachOfItsFilesOnce() throws IOException {
        List<String> listed = Files.readAllLines(LIBRARY.resolve("index.txt"));
        try (Stream<Path> files = Files.walk(LIBRARY)) {
            assertThat(files.filter(file -> file.toString().endsWith(".yaml"))
                            .map(file -> LIBRARY.relativize(file).toString()))
                    .containsExactlyInAnyOrderElementsOf(listed);
        }
        assertThat(ScenarioLibrary.all()).hasSameSizeAs(listed);
    }

    @Test
    void theLibraryHasEachProcedureForBothSidesAndEachFaultAPileCanCause() {
        List<Scenario> all = ScenarioLibrary.all();
        for (Side side : Side.values()) {
            IntStream.rangeClosed(1, 11)
                    .forEach(procedure -> assertThat(all)
                            .as("7.%d for the %s", procedure, side)
                            .anyMatch(each ->
                                    each.certifies() == side && each.book().equals("7." + procedure)));
        }
        IntStream.rangeClosed(1, 15)
                .forEach(fault -> assertThat(all).anyMatch(each -> each.book().equals("PL" + fault)));
    }
}
