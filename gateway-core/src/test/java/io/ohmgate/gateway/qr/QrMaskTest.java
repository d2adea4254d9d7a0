package io.ohmgate.gateway.qr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ohmgate.gateway.pile.PileNo;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QrMaskTest {
    private static final PileNo PILE = new PileNo("32010600019236");

    @ParameterizedTest
    @CsvSource({
        "hlht://{gun}.MA005DBW1/*, hlht://3201060001923602.MA005DBW1/x?y=1, 2",
        "hlht://{gun}.MA005DBW1/*, HLHT://3201060001923602.ma005dbw1/, 2",
        "*no={gun}, https://a.b/c?x=1&no=3201060001923611, 11",
        "*no={pile}&g={gunNo}*, https://a.b/?no=32010600019236&g=07&t=9, 7",
        "https://p.cn/?/{pile}, https://p.cn/Z/32010600019236, ",
        "{gun}, 3201060001923601, 1",
        "*{gun}*, aa3201060001923603bb, 3"
    })
    void aCodeOfTheFormNamesItsGun(String mask, String text, Integer gunNo) {
        assertThat(QrMask.parse(mask).match(text)).contains(new QrMask.Named(PILE, gunNo));
    }

    @ParameterizedTest
    @CsvSource({
        "hlht://{gun}.MA005DBW1/*, hlht://3201060001923602.MA999/",
        "hlht://{gun}.MA005DBW1/*, hlht://320106000192360.MA005DBW1/",
        "*no={gun}, https://a.b/c?no=3201060001923611&x",
        "*no={gun}, https://a.b/c?no=3201060001923600",
        "https://p.cn/?/{pile}, https://p.cn//32010600019236",
        "{gun}, 32010600019236011"
    })
    void aCodeOfAnotherFormNamesNothing(String mask, String text) {
        assertThat(QrMask.parse(mask).match(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "no gun", "{gun}{gun}", "{gun}{pile}", "{gunNo}", "{pile}{gunNo}{gunNo}"})
    void aMaskThatNamesNoGunOrTwoIsNone(String mask) {
        assertThatThrownBy(() -> QrMask.parse(mask)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Timeout(5)
    void aMaskMadeToBeSlowIsNotSlow() {
        QrMask bomb = QrMask.parse("*a".repeat(90) + "*{gun}");
        String text = "a".repeat(ScannedText.TEXT_MAX);
        long began = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            assertThat(bomb.match(text)).isEmpty();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
    }
}
