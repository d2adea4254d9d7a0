package io.ohmgate.cec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Messages that operators really exchanged: each decrypts, encrypts back to the same bytes, and carries the right signature. */
class VectorsTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    static Stream<JsonNode> ciphers() throws IOException {
        return vectors().filter(vector -> vector.path("cipher").isString());
    }

    static Stream<JsonNode> signed() throws IOException {
        return vectors()
                .filter(vector -> vector.path("kind").asString().equals("envelope")
                        && vector.path("verified").asBoolean());
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void dataIsDecryptedAndEncryptedBack(JsonNode vector) {
        DataCipher cipher = new DataCipher(keysOf(vector));
        String plain = vector.get("plain").asString();
        String data = vector.get("cipher").asString();

        assertThat(cipher.decrypt(data)).isEqualTo(plain);
        assertThat(cipher.encrypt(plain)).isEqualTo(data.replaceAll("\\s", ""));
    }

    @ParameterizedTest
    @MethodSource("signed")
    void theSignatureIsTheOneThatWasSent(JsonNode vector) {
        JsonNode keys = vector.get("keys");
        Signature signature = new Signature(keysOf(vector));
        String data = vector.get("cipher").asString();

        String computed = keys.has("Ret")
                ? signature.ofReply(
                        Integer.parseInt(keys.get("Ret").asString()),
                        keys.path("Msg").asString(""),
                        data)
                : signature.ofRequest(
                        keys.get("OperatorID").asString(),
                        data,
                        keys.get("TimeStamp").asString(),
                        keys.get("Seq").asString());

        assertThat(computed).isEqualTo(vector.get("sig").asString());
        assertThat(Signature.equal(computed, vector.get("sig").asString().toLowerCase(java.util.Locale.ROOT)))
                .isTrue();
    }

    @Test
    void anotherKeyNeitherDecryptsNorTellsWhy() {
        DataCipher ours = new DataCipher(new PartnerKeys("1234567890abcdef", "1234567890abcdef", "x"));
        DataCipher theirs = new DataCipher(new PartnerKeys("fedcba0987654321", "1234567890abcdef", "x"));

        assertThatThrownBy(() -> theirs.decrypt(ours.encrypt("hello world!")))
                .isInstanceOf(EnvelopeException.class)
                .hasMessage("Data cannot be decrypted");
        assertThatThrownBy(() -> ours.decrypt("not base64 at all"))
                .isInstanceOf(EnvelopeException.class)
                .hasMessage("Data cannot be decrypted");
    }

    @Test
    void keysAreNeverPrinted() {
        assertThat(new PartnerKeys("1234567890abcdef", "1234567890abcdef", "secret").toString())
                .doesNotContain("1234")
                .doesNotContain("secret");
    }

    private static Stream<JsonNode> vectors() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/vectors/cec-102.jsonl")).stream()
                .filter(line -> !line.isBlank())
                .map(JSON::readTree);
    }

    private static PartnerKeys keysOf(JsonNode vector) {
        JsonNode keys = vector.get("keys");
        return new PartnerKeys(
                keys.get("DataSecret").asString(),
                keys.get("DataSecretIV").asString(),
                keys.path("SigSecret").asString("none"));
    }
}
