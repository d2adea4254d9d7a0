package io.ohmgate.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/errors.md says the same as the code. To write it anew: -Dohmgate.docs.write=true. */
class ErrorsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "errors.md");

    @Test
    void thePageIsTheTable() throws IOException {
        if (Boolean.getBoolean("ohmgate.docs.write")) {
            Files.writeString(PAGE, page());
        }
        assertThat(PAGE).hasContent(page());
    }

    @ParameterizedTest
    @EnumSource
    void everyProblemSpeaksBothLanguagesAndNamesANextAction(ProblemCode code) {
        assertThat(Stream.of(code.title(), code.detail(), code.nextAction()))
                .allMatch(text ->
                        text.chars().anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN));
        assertThat(Stream.of(code.detailEn(), code.nextActionEn())).allMatch(text -> text.matches("[\\p{ASCII}]{8,}"));
        assertThat(code.status().isError()).isTrue();
    }

    private static String page() {
        String rows = Stream.of(ProblemCode.values()).map(ErrorsPageTest::row).collect(Collectors.joining("\n"));
        return """
                # 错误码 / Error codes

                Every error answer of the HTTP interface is `application/problem+json` (RFC 9457) with these fields: `type`, `code`
                (stable, from this table), `status`, `title` and `detail` (Chinese), `detailEn`, `nextAction` (Chinese),
                `nextActionEn`, `requestId` (also in the header `X-Request-Id`) and, where single fields are at fault, `errors`:
                a list of `{field, message}`. Values that were sent are never repeated. Answers with 429 and 503 carry
                `Retry-After` where the wait is known. Written from `ProblemCode`; a test keeps the two equal.

                | code | HTTP | 说明 / meaning | 下一步 / next action |
                | --- | --- | --- | --- |
                """ + rows + "\n";
    }

    private static String row(ProblemCode code) {
        return "| `%s` | %d | **%s** %s<br>%s | %s<br>%s |"
                .formatted(
                        code.name(),
                        code.status().value(),
                        code.title(),
                        code.detail(),
                        code.detailEn(),
                        code.nextAction(),
                        code.nextActionEn());
    }
}
