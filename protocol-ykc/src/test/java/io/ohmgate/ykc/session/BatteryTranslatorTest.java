package io.ohmgate.ykc.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.ohmgate.gateway.link.BatteryNote;
import io.ohmgate.gateway.link.BatteryNote.Troubles;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.PileReport.BatteryNoted;
import io.ohmgate.ykc.frame.CrcOrder;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.message.Decoded;
import io.ohmgate.ykc.message.Uplink;
import io.ohmgate.ykc.words.CodeBook;
import io.ohmgate.ykc.words.CodeList;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What batteries say on the wire, in the gateway's words: published frames, and each bit of each cause. */
class BatteryTranslatorTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String KEY = "32010600019236012001061803423060" + "32010600019236" + "01";

    @Test
    void publishedFramesBecomeNotesWithTheirValues() throws IOException {
        List<PileReport> reports = new ArrayList<>();
        for (JsonNode vector : vectors()) {
            String type = vector.get("frameType").stringValue();
            if (!List.of("0x15", "0x17", "0x19", "0x1B", "0x1D", "0x23", "0x25").contains(type)
                    || !vector.get("bodyValid").booleanValue()) {
                continue;
            }
            String hex = vector.get("hex").stringValue();
            PileReport report = report(Integer.decode(type), hex.substring(12, hex.length() - 4));
            reports.add(report);
            JsonNode fields = vector.get("fields");
            if (report instanceof BatteryNoted noted && noted.note() instanceof BatteryNote.Handshake hello) {
                assertThat(hello.typeCode()).isEqualTo(fields.get("batteryType").intValue());
                String vin = fields.get("vin").stringValue();
                if (vin.length() == 17) {
                    assertThat(hello.maskedVin()).isEqualTo("*".repeat(13) + vin.substring(13));
                }
            }
            if (report instanceof BatteryNoted noted && noted.note() instanceof BatteryNote.EndStatistics end) {
                assertThat(end.socPercent()).isEqualTo(fields.get("stopSoc").intValue());
            }
            if (report instanceof PileReport.BatteryReported told && told.demandDeciAmperes() != null) {
                assertThat(told.demandDeciAmperes()).isNotNegative();
            }
        }
        assertThat(reports).hasSizeGreaterThanOrEqualTo(7);
    }

    @Test
    void everyBitOfEveryErrorIsAListedCause() {
        for (int at = 0; at < 8; at++) {
            int groups = at == 3 || at == 7 ? 4 : at == 6 ? 3 : at == 4 ? 1 : 2;
            for (int group = 0; group < groups; group++) {
                if (at == 5 || at < 3 || group == 0 || at == 6 || at == 3 || at == 7) {
                    byte[] bytes = new byte[8];
                    bytes[at] = (byte) (1 << (2 * group));
                    Troubles told = troubles(0x1B, HexFormat.of().formatHex(bytes));
                    assertThat(told.codes()).containsExactly(at * 8 + 2 * group);
                    assertThat(CodeBook.of(CodeList.BMS_ERROR, told.codes().getFirst())
                                    .listed())
                            .as("byte %d group %d", at, group)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0x1D, 01000000, 0x00, VEHICLE_STOPPED",
        "0x1D, 40000000, 0x06, VEHICLE_STOPPED",
        "0x1D, 00010000, 0x10, VEHICLE_STOPPED",
        "0x1D, 00000100, 0x18, VEHICLE_STOPPED",
        "0x1D, 00004000, 0x1E, VEHICLE_STOPPED",
        "0x1D, 00000004, 0x22, VEHICLE_STOPPED",
        "0x21, 04000000, 0x02, CHARGER_STOPPED",
        "0x21, 00000100, 0x18, CHARGER_STOPPED",
        "0x21, 00000001, 0x20, CHARGER_STOPPED"
    })
    void eachCauseOfAnAbortHasItsCode(String type, String bits, String code, Troubles.Kind kind) {
        Troubles told = troubles(Integer.decode(type), bits);
        assertThat(told.kind()).isEqualTo(kind);
        assertThat(told.codes()).containsExactly(Integer.decode(code));
        assertThat(CodeBook.of(CodeList.valueOf(kind.name()), told.codes().getFirst())
                        .listed())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0100, 1", "0200, 2", "0400, 5", "1000, 9", "4000, 13", "0001, 17", "0004, 21"})
    void eachWarningHasItsCode(String bits, int code) {
        PileReport told = report(0x25, KEY + "0050005000" + bits);
        assertThat(((PileReport.BatteryReported) told).warnings()).containsExactly(code);
        assertThat(CodeBook.of(CodeList.BATTERY_WARNING, code).listed()).isTrue();
    }

    @Test
    void aDoubtIsNoWarning() {
        PileReport told = report(0x25, KEY + "0050005000" + "A00A");
        assertThat(((PileReport.BatteryReported) told).warnings()).isEmpty();
    }

    private static Troubles troubles(int type, String bits) {
        return (Troubles) ((BatteryNoted) report(type, KEY + bits)).note();
    }

    private static PileReport report(int type, String bodyHex) {
        byte[] whole = HexFormat.of().parseHex("68".repeat(Frame.BODY_OFFSET) + bodyHex + "0000");
        Decoded decoded = Decoded.of(new Frame(0, 0, type, Unpooled.wrappedBuffer(whole), CrcOrder.LOW_FIRST, 0));
        return Translator.report((Uplink) ((Decoded.Understood) decoded).message())
                .orElseThrow();
    }

    private static List<JsonNode> vectors() throws IOException {
        try (InputStream in = BatteryTranslatorTest.class.getResourceAsStream("/vectors/ykc-frames.jsonl")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(JSON::readTree)
                    .toList();
        }
    }
}
