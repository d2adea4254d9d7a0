package io.ohmgate.api.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of phones says nothing to whoever has the tables but not the key. */
class PersonalDataTest {
    private static final String PHONE = "13812345678";

    @TempDir
    Path folder;

    private final SecureRandom random = new SecureRandom();

    @Test
    void aPhoneComesBackAsItWasAndIsNeverStoredTwiceTheSame() throws IOException {
        PersonalData data = data("a.key");
        byte[] first = data.encrypt(PHONE, "driver:1");
        byte[] second = data.encrypt(PHONE, "driver:1");
        assertThat(data.decrypt(first, "driver:1")).isEqualTo(PHONE);
        assertThat(first).isNotEqualTo(second);
        assertThat(new String(first, StandardCharsets.ISO_8859_1)).doesNotContain(PHONE);
    }

    @Test
    void aValueMovedToAnotherRowOrChangedOrUnderAnotherKeyIsRefused() throws IOException {
        PersonalData data = data("a.key");
        byte[] stored = data.encrypt(PHONE, "driver:1");
        assertThatThrownBy(() -> data.decrypt(stored, "driver:2")).isInstanceOf(IllegalArgumentException.class);
        PersonalData other = data("b.key");
        assertThatThrownBy(() -> other.decrypt(stored, "driver:1")).isInstanceOf(IllegalArgumentException.class);
        stored[stored.length - 1] ^= 1;
        assertThatThrownBy(() -> data.decrypt(stored, "driver:1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSamePhoneIsFoundAgainAfterARestartButNotUnderAnotherKeyOrPurpose() throws IOException {
        byte[] hash = data("a.key").hash("phone", PHONE);
        assertThat(data("a.key").hash("phone", PHONE)).isEqualTo(hash);
        assertThat(data("b.key").hash("phone", PHONE)).isNotEqualTo(hash);
        assertThat(data("a.key").hash("address", PHONE)).isNotEqualTo(hash);
    }

    @Test
    void onlyTheOwnerMayReadTheKeyFile() throws IOException {
        data("a.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("a.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aDamagedKeyFileIsNamedAndNotReplaced() throws IOException {
        Path file = folder.resolve("a.key");
        Files.writeString(file, "short");
        assertThatThrownBy(() -> KeyFile.at(file, random))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
        assertThat(file).hasContent("short");
    }

    @Test
    void aPhonePrintsItselfMasked() {
        assertThat(new Phone(PHONE)).hasToString("138****5678");
        assertThat(Phone.parse(" +86 138-1234-5678 ")).hasValue(new Phone(PHONE));
        assertThat(Phone.parse("12812345678")).isEmpty();
        assertThat(Phone.parse("1381234567")).isEmpty();
        assertThatThrownBy(() -> new Phone("128" + "12345678")).hasMessageNotContaining("12345678");
    }

    private PersonalData data(String file) throws IOException {
        return new PersonalData(KeyFile.at(folder.resolve(file), random), random);
    }
}
