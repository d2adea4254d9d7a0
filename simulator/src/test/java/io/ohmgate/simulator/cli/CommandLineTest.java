package io.ohmgate.simulator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.simulator.pile.Quirk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandLineTest {
    private static final String LOGIN_ACK = "680C000000025503141278230500DA4C";
    private static final String HEARTBEAT = "680D25D30003202312120000100100D1AC";
    private static final Path VECTORS = Path.of("..", "protocol-ykc", "src", "test", "resources", "vectors");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    record Vector(String name, JsonNode json) {
        String hex() {
            return json.get("hex").asString();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    record Run(int exitCode, List<JsonNode> frames, String text) {}

    private static Run run(String... args) {
        StringWriter text = new StringWriter();
        CommandLine commandLine = Simulator.commandLine();
        commandLine.setOut(new PrintWriter(text)).setErr(new PrintWriter(text));
        int exitCode = commandLine.execute(args);
        List<JsonNode> frames = text.toString()
                .lines()
                .filter(line -> line.startsWith("{") && line.endsWith("}"))
                .map(JSON::readTree)
                .toList();
        return new Run(exitCode, frames, text.toString());
    }

    static Stream<Vector> vectors() throws IOException {
        return Files.readAllLines(VECTORS.resolve("ykc-frames.jsonl")).stream()
                .map(JSON::readTree)
                .map(json -> new Vector(json.get("name").asString(), json));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void everyVectorDecodesToItsStatedFieldsAndCrcVerdict(Vector vector) {
        Run run = run("decode", "--compact", vector.hex());

        assertThat(run.exitCode()).isZero();
        assertThat(run.frames()).hasSize(1);
        JsonNode frame = run.frames().getFirst();
        assertThat(frame.get("hex").asString()).isEqualTo(vector.hex());
        assertThat(frame.get("frameType").asString())
                .isEqualTo(vector.json().get("frameType").asString());
        assertThat(frame.get("crc").get("valid").asBoolean())
                .isEqualTo(vector.json().get("crcValid").asBoolean());
        assertThat(frame.get("lengthValid").asBoolean())
                .isEqualTo(vector.json().get("lengthValid").asBoolean());
        if (vector.json().get("crcValid").asBoolean()) {
            assertThat(frame.get("crc").get("order").asString())
                    .isEqualTo(vector.json().get("crcOrder").asString());
        }
        if (vector.json().get("bodyValid").asBoolean()) {
            assertThat(values(frame.get("fields")))
                    .containsAllEntriesOf(values(vector.json().get("fields")));
        }
    }

    /** Numbers by value: 350 is 350.0. */
    private static Map<String, Object> values(JsonNode fields) {
        Map<String, JsonNode> each = JSON.convertValue(fields, new TypeReference<Map<String, JsonNode>>() {});
        Map<String, Object> values = new java.util.LinkedHashMap<>();
        each.forEach((name, value) -> values.put(name, normal(value)));
        return values;
    }

    private static Object normal(JsonNode value) {
        if (value.isNumber()) {
            return new BigDecimal(value.asString()).stripTrailingZeros().toPlainString();
        }
        if (value.isArray()) {
            return value.valueStream().map(CommandLineTest::normal).toList();
        }
        return value.isObject() ? values(value) : value.asString("");
    }

    @Test
    void severalFramesInOneTextAndSpreadOverArgumentsAreTakenApart() {
        String spaced = String.join(" ", HEARTBEAT.split("(?<=\\G..)", -1));
        Run run = run("decode", "--compact", LOGIN_ACK + HEARTBEAT, spaced);

        assertThat(run.exitCode()).isZero();
        assertThat(run.frames())
                .extracting(frame -> frame.get("name").asString())
                .containsExactly("loginAck", "heartbeat", "heartbeat");
        assertThat(run.frames().get(1).get("anomalies").get(0).asString()).isEqualTo("CRC_HIGH_BYTE_FIRST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "xyz", "68", "00112233", "123", "6868686868686868", "FFFF" + LOGIN_ACK})
    void whatIsNoFrameEndsWithOne(String text) {
        assertThat(run("decode", text).exitCode()).isOne();
    }

    @Test
    void garbageBeforeAFrameDoesNotHideTheFrame() {
        Run run = run("decode", "--compact", "FFFF" + LOGIN_ACK);

        assertThat(run.frames())
                .extracting(frame -> frame.get("frame").asBoolean())
                .containsExactly(false, true);
    }

    @Test
    void aReplayFileCanBePrinted(@TempDir Path dir) throws IOException {
        Path file = Files.write(
                dir.resolve("frames.txt"),
                List.of("# two frames", "", LOGIN_ACK, "{\"hex\":\"" + HEARTBEAT + "\",\"direction\":\"up\"}"));

        Run run = run("replay", "--print", file.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.frames()).hasSize(2);
    }

    @Test
    void everyFaultOfTheListCanBeAskedFor() {
        Run run = run("run", "--list-faults");

        assertThat(Arrays.asList(run.text().split("\\s+", -1))).contains("crcOrder=LE|BE|BAD|LEGACY", "ignoreStop");
    }

    @Test
    void thePageListsEachMisbehaviourInTheWordsOfTheProgram() throws IOException {
        List<String> page = Files.readAllLines(Path.of("..", "docs", "simulator.md"));

        for (Quirk<?> quirk : Quirk.all().values()) {
            assertThat(page)
                    .contains("| `%s` | %s | %s |"
                            .formatted(quirk.form().replace("|", "\\|"), quirk.chinese(), quirk.english()));
        }
    }

    @Test
    void theScenariosAreListedAndEachCanBeShown() {
        assertThat(run("scenarios").text()).contains("PL11-ignores-stop", "pile-7.10-parallel");
        assertThat(run("scenarios", "--show", "7.4-card").text()).contains("scenario: 7.4-card", "swipe 1 ${card}");
        assertThat(run("scenarios", "--show", "nothing").exitCode()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-scenario", "pile-7.1-login"})
    void aScenarioThatIsNotThereOrForTheOtherSideIsAUsageError(String name) {
        assertThat(run("certify", name).exitCode()).isEqualTo(2);
    }

    @Test
    void aVerdictIsPrintedAndWrittenForBuildServers(@TempDir Path dir) throws IOException {
        Path json = dir.resolve("v.json");
        Path junit = dir.resolve("v.xml");

        Run run = run(
                "certify", "7.3-remote-start", "--port", "1", "--json", json.toString(), "--junit", junit.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.text()).contains("SKIP").contains("1 skipped");
        assertThat(JSON.readTree(Files.readString(json)).get("skipped").asInt()).isOne();
        assertThat(Files.readString(junit))
                .contains("<testcase classname=\"platform\" name=\"7.3-remote-start\"", "<skipped");
    }

    @Test
    void aWrongFaultIsAUsageError() {
        assertThat(run("run", "--fault", "nonsense", "--minutes", "0").exitCode())
                .isEqualTo(2);
    }

    @Test
    void anExportedFileIsReadInWords(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("frames.ndjson"),
                "{\"direction\":\"up\",\"afterMillis\":0,\"hex\":\"" + HEARTBEAT + "\"}\n"
                        + "{\"direction\":\"down\",\"afterMillis\":7,\"hex\":\"" + LOGIN_ACK + "\"}\n");
        Run words = run("frames", file.toString());
        assertThat(words.exitCode()).isZero();
        assertThat(words.text()).contains("充电桩心跳包", "login answer", "CRC_HIGH_BYTE_FIRST");
        assertThat(run("frames", "--fields", file.toString()).frames()).hasSize(2);
    }
}
