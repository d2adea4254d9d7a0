package io.ohmgate.api.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StartupProblemTest {
    private static final Path TABLE = Path.of("..", "docs", "errors-startup.md");

    @ParameterizedTest
    @EnumSource
    void eachIsOneLineInBothLanguagesAndInTheOperatorsTable(StartupProblem problem) throws IOException {
        String line = String.valueOf(problem.with("one", "two\nlines", "three").getMessage());
        assertThat(line).startsWith(problem.code() + " ").contains(" / ").doesNotContain("\n");
        assertThat(line.codePoints().anyMatch(c -> c >= 0x4E00 && c <= 0x9FFF)).isTrue();
        assertThat(Files.readString(TABLE)).contains("| " + problem.code() + " |", "| " + problem.exitCode() + " |");
    }

    @Test
    void eachHasAnExitCodeOfItsOwn() {
        assertThat(Arrays.stream(StartupProblem.values()).map(StartupProblem::exitCode))
                .doesNotHaveDuplicates()
                .allMatch(code -> code > 0 && code < 126);
    }
}
