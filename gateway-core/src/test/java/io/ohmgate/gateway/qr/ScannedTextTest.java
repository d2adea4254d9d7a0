package io.ohmgate.gateway.qr;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScannedTextTest {
    private static final PileNo PILE = new PileNo("32010600019236");
    private static final String BASE = "https://Charge.example.com/g/";

    @ParameterizedTest
    @CsvSource({
        "3201060001923602, 2",
        "' 3201 0600 0192 36-02 ', 2",
        "32010600019236#2, 2",
        "32010600019236-2, 2",
        "3201-0600-0192-36, ",
        "32010600019236, "
    })
    void digitsAreReadAsPeopleTypeThem(String text, Integer gunNo) {
        assertThat(new ScannedText(text).plain()).contains(new QrMask.Named(PILE, gunNo));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "hello", "320106000192360", "32010600019236000", "3201060001923600", "３２０１０６０００１９２３６０１"})
    void whatIsNoNumberOfOursIsNone(String text) {
        assertThat(new ScannedText(text).plain()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://charge.example.com/g/3201060001923601",
                "HTTPS://CHARGE.EXAMPLE.COM/g/3201060001923601/",
                "charge.example.com/g/3201060001923601?from=wx#x"
            })
    void ourOwnAddressIsKnownHoweverItIsWritten(String text) {
        assertThat(new ScannedText(text).after(BASE)).contains(new QrMask.Named(PILE, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.com/g/3201060001923601",
                "https://charge.example.com.evil.cn/g/3201060001923601",
                "https://charge.example.com/G/3201060001923601",
                "https://charge.example.com/g/x3201060001923601"
            })
    void anAddressThatOnlyLooksLikeOursIsNot(String text) {
        assertThat(new ScannedText(text).after(BASE)).isEmpty();
    }

    @Test
    void thePilesATextCouldBeAboutAreFoundAndBounded() {
        assertThat(new ScannedText("www.a.cn?No=32010600019236").candidates()).containsExactly(PILE);
        assertThat(new ScannedText("www.a.cn?No=3201060001923602").candidates()).contains(PILE);
        assertThat(new ScannedText("www.a.cn?t=99" + "32010600019236").candidates())
                .contains(PILE);
        assertThat(new ScannedText("12345678901234 ".repeat(30)).candidates()).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void eachOptionSaysWhatTheGunThenShows() {
        GunId gun = PILE.gun(7);
        assertThat(new QrOption(QrOption.Form.PREFIX_PILE, "www.a.cn?No=").textFor(gun))
                .isEqualTo("www.a.cn?No=32010600019236");
        assertThat(new QrOption(QrOption.Form.PREFIX_GUN, "www.a.cn?No=").textFor(gun))
                .isEqualTo("www.a.cn?No=3201060001923607");
        assertThat(new QrOption(QrOption.Form.GUN_URL, "https://a.cn/{pileNo}/{gunNo}?i={gunId}").textFor(gun))
                .isEqualTo("https://a.cn/32010600019236/07?i=3201060001923607");
    }
}
