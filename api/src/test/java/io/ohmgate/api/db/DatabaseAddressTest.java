package io.ohmgate.api.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ohmgate.api.failure.StartupFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://db.example:3307/ev",
                "jdbc:mysql://db.example:3307/ev?useSSL=false",
                "jdbc:mariadb://db.example:3307/ev",
                "r2dbc:mysql://db.example:3307/ev?sslMode=required",
                "r2dbc:mariadb://db.example:3307/ev",
                "mysql://root:secret@db.example:3307/ev",
                " mysql://db.example:3307/ev\n"
            })
    void theUsualWaysToWriteItMeanTheSame(String url) {
        assertThat(DatabaseAddress.parse(url)).isEqualTo(new DatabaseAddress("db.example", 3307, "ev"));
    }

    @Test
    void withoutAPortItIsMySqls() {
        assertThat(DatabaseAddress.parse("mysql://10.0.0.7/ev")).isEqualTo(new DatabaseAddress("10.0.0.7", 3306, "ev"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "db.example:3306/ev",
                "postgresql://db.example/ev",
                "mysql://db.example",
                "mysql://db.example:70000/ev",
                "mysql://u:secret@db.example:x/ev",
                "mysql://db.example/ev`; DROP TABLE x"
            })
    void anythingElseIsRefusedWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> DatabaseAddress.parse(url))
                .isInstanceOf(StartupFailure.class)
                .message()
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "8.0.36, true",
        "5.7.22-log, true",
        "5.6.51, false",
        "11.4.5-MariaDB, true",
        "5.5.5-10.11.19-MariaDB-0+deb12u1, true",
        "10.3.39-MariaDB, false",
        "10.4.0-MariaDB, true",
        "9.1.0, true",
        "nonsense, false"
    })
    void aVersionIsNewEnoughOrNot(String version, boolean newEnough) {
        assertThat(ServerVersion.parse(version).isNewEnough()).isEqualTo(newEnough);
    }
}
