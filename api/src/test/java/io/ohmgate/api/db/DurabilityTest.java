package io.ohmgate.api.db;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DurabilityTest {
    private static final String FLUSH = "innodb_flush_log_at_trx_commit";

    @Test
    void aFlushAtEachCommitIsDurable() {
        assertThatCode(() -> Durability.require(Map.of(FLUSH, "1", "log_bin", "OFF", "sync_binlog", "0")))
                .doesNotThrowAnyException();
        assertThatCode(() -> Durability.require(Map.of(FLUSH, "1", "log_bin", "ON", "sync_binlog", "1")))
                .doesNotThrowAnyException();
    }

    @Test
    void aFlushOnceASecondIsNot() {
        assertThatThrownBy(() -> Durability.require(Map.of(FLUSH, "2"))).hasMessageContaining(FLUSH + "=2");
    }

    @Test
    void aBinaryLogThatIsNotSyncedIsNot() {
        assertThatThrownBy(() -> Durability.require(Map.of(FLUSH, "1", "log_bin", "ON", "sync_binlog", "0")))
                .hasMessageContaining("sync_binlog=0");
    }

    @Test
    void aSettingThatTheServerDoesNotTellIsNot() {
        assertThatThrownBy(() -> Durability.require(Map.of())).hasMessageContaining(FLUSH + "=?");
    }
}
