package io.ohmgate.ykc.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.ykc.message.FrameType;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every code of the book's lists can be said in both languages, with advice for both readers. */
class CodeBookTest {
    record Wanted(CodeList list, int code) {}

    static Stream<Wanted> wanted() {
        return Stream.of(
                        codes(
                                CodeList.STOP_REASON,
                                IntStream.concat(IntStream.of(0), IntStream.rangeClosed(0x40, 0x91))),
                        codes(CodeList.HARDWARE_FAULT, IntStream.range(0, 13).map(bit -> 1 << bit)),
                        codes(CodeList.AUTH_REFUSAL, IntStream.rangeClosed(0, 0x0B)),
                        codes(CodeList.START_REFUSAL, IntStream.rangeClosed(0, 5)),
                        codes(CodeList.STOP_REFUSAL, IntStream.rangeClosed(0, 3)),
                        codes(
                                CodeList.BMS_ERROR,
                                IntStream.of(
                                        0, 2, 8, 10, 16, 18, 24, 26, 28, 30, 32, 40, 42, 48, 50, 52, 56, 58, 60, 62)),
                        codes(CodeList.VEHICLE_STOPPED, aborts(8)),
                        codes(CodeList.CHARGER_STOPPED, aborts(6)),
                        codes(CodeList.BATTERY_WARNING, IntStream.of(1, 2, 5, 6, 9, 0x0D, 0x11, 0x15, 0x18)),
                        codes(CodeList.BATTERY_TYPE, IntStream.concat(IntStream.rangeClosed(1, 8), IntStream.of(0xFF))))
                .flatMap(each -> each);
    }

    private static IntStream aborts(int faults) {
        return IntStream.concat(
                IntStream.of(0, 2, 4, 6, 0x20, 0x22), IntStream.range(0, faults).map(i -> 0x10 + 2 * i));
    }

    private static Stream<Wanted> codes(CodeList list, IntStream codes) {
        return codes.mapToObj(code -> new Wanted(list, code));
    }

    @ParameterizedTest
    @MethodSource("wanted")
    void everyCodeHasTextsAndAdvice(Wanted wanted) {
        CodeWord word = CodeBook.of(wanted.list(), wanted.code());
        assertThat(word.listed()).isTrue();
        for (Words words :
                List.of(word.text(), word.advice().driver(), word.advice().operator())) {
            assertThat(words.zh()).matches("(?s).*(?:\\p{IsHan}|SOC).*");
            assertThat(words.en()).matches("[\\x20-\\x7e]+");
        }
    }

    @Test
    void nothingIsListedThatTheBookDoesNotHave() {
        long listed = Stream.of(CodeList.values())
                .mapToLong(list -> CodeBook.all(list).size())
                .sum();
        assertThat(wanted().count()).isEqualTo(listed);
    }

    @Test
    void aVendorsCodeIsShownByItsNumber() {
        CodeWord word = CodeBook.of(CodeList.STOP_REASON, 0xC7);
        assertThat(word.listed()).isFalse();
        assertThat(word.text()).isEqualTo(new Words("厂商码 0xC7", "vendor code 0xC7"));
        assertThat(word.advice().cause()).isEqualTo(Cause.UNKNOWN);
    }

    @Test
    void faultBitsAreReadOneByOneAndUndefinedOnesToo() {
        assertThat(CodeBook.faults(0x0041)).extracting(CodeWord::code).containsExactly(0x0001, 0x0040);
        assertThat(CodeBook.faults(0x8000).getFirst().text().zh()).isEqualTo("厂商码 0x8000");
        assertThat(CodeBook.faults(0)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyFrameHasAName(FrameType type) {
        assertThat(FrameWords.of(type).zh()).matches(".*\\p{IsHan}.*");
        assertThat(FrameWords.of(type).en()).matches("[\\x20-\\x7e]+");
    }
}
