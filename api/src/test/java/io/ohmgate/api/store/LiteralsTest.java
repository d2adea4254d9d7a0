package io.ohmgate.api.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values in the text of a statement: what a text says never becomes SQL. */
class LiteralsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'",
                "\\",
                "\"",
                "`",
                "?",
                ":name",
                "';DROP TABLE pile;--",
                "\0",
                "\n",
                "\u2019",
                "充电桩",
                "😀",
                "%",
                ";"
            })
    void whateverIsNotHarmlessIsDigits(String text) {
        String literal = literalOf(text);
        assertThat(literal.startsWith("_utf8mb4 X'") ? literal.substring(11) : literal.substring(1))
                .matches("[0-9A-Za-z _.:#/+,=-]*'");
        assertThat(literal).doesNotContain("?").doesNotContain("\\").doesNotContain(";");
    }

    @Test
    void everyKindOfValueHasItsForm() {
        assertThat(literalOf(null)).isEqualTo("NULL");
        assertThat(literalOf(-5L)).isEqualTo("-5");
        assertThat(literalOf(true)).isEqualTo("1");
        assertThat(literalOf("32010600213533")).isEqualTo("'32010600213533'");
        assertThat(literalOf("")).isEqualTo("''");
        assertThat(literalOf(new byte[] {0, (byte) 0xFF})).isEqualTo("X'00ff'");
        assertThat(literalOf(new byte[0])).isEqualTo("X''");
        assertThat(literalOf(LocalDate.of(2026, 1, 9))).isEqualTo("'2026-01-09'");
        assertThat(literalOf(LocalDateTime.of(2026, 1, 9, 7, 5, 3, 40_000_000)))
                .isEqualTo("'2026-01-09 07:05:03.040000'");
        assertThat(literalOf(Instant.parse("2026-11-23T16:00:00Z"))).isEqualTo("'2026-11-23 16:00:00.000000'");
    }

    @Test
    void whatNoColumnHoldsIsRefused() {
        assertThatThrownBy(() -> literalOf(1.5)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String literalOf(@Nullable Object value) {
        StringBuilder sql = new StringBuilder();
        Literals.append(sql, value);
        return sql.toString();
    }
}
