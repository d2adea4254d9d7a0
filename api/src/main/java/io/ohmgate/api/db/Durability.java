package io.ohmgate.api.db;

import io.ohmgate.api.failure.StartupProblem;
import java.util.Map;

/**
 * The settings that make a commit a promise. With any other value of theirs a power cut takes records that piles were told are
 * safe, and a pile deletes its copy on being told so.
 */
final class Durability {
    static final String FLUSH = "innodb_flush_log_at_trx_commit";
    static final String BINLOG = "log_bin";
    static final String SYNC = "sync_binlog";
    private static final String EACH_COMMIT = "1";

    private Durability() {}

    static void require(Map<String, String> variables) {
        requireOne(variables, FLUSH);
        String binlog = variables.getOrDefault(BINLOG, "OFF");
        if (binlog.equalsIgnoreCase("ON") || binlog.equals("1")) {
            requireOne(variables, SYNC);
        }
    }

    private static void requireOne(Map<String, String> variables, String name) {
        String value = variables.getOrDefault(name, "?");
        if (!value.equals(EACH_COMMIT)) {
            throw StartupProblem.DATABASE_DURABILITY_WEAK.with(name, value, name + "=" + EACH_COMMIT);
        }
    }
}
