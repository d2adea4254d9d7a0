package io.ohmgate.api.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * GW10: a release and the one before it work on one database. A migration only adds what the older release does not notice;
 * what takes something away says so by {@code -- contract: …} (docs/upgrading.md).
 */
class RollingUpgradeTest {
    /** Up to this one nobody has upgraded anything: the first release begins with all of them. */
    private static final int BEFORE_THE_FIRST_RELEASE = 9;

    private static final Pattern VERSION = Pattern.compile("V(\\d+)__\\w+\\.sql");
    private static final Pattern CONTRACT = Pattern.compile("(?m)^-- contract: (\\S.{20,})$");
    private static final Pattern CREATED = Pattern.compile("CREATE TABLE (?:IF NOT EXISTS )?(\\w+)");

    /** Commas of an {@code ALTER TABLE} that part two changes; those within brackets do not. */
    private static final Pattern CHANGES = Pattern.compile(",(?![^()]*\\))");

    private static final Pattern COLUMN = Pattern.compile("ADD COLUMN \\w+ .*");
    private static final Pattern INDEX = Pattern.compile("ADD (KEY|INDEX) .*|(COMMENT|ALGORITHM|LOCK)\\b.*");

    @Test
    void everyNewMigrationIsNoticedByNobodyOrSaysThatItIsAContract() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src", "main", "resources", "db", "migration"))) {
            for (Path file : files.sorted().toList()) {
                Matcher name = VERSION.matcher(file.getFileName().toString());
                if (name.matches() && Integer.parseInt(name.group(1)) > BEFORE_THE_FIRST_RELEASE) {
                    assertThat(noticed(Files.readString(file)))
                            .as(file.getFileName().toString())
                            .isEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE pile DROP COLUMN name;",
                "ALTER TABLE pile CHANGE COLUMN name title VARCHAR(9) NULL;",
                "ALTER TABLE pile MODIFY COLUMN name VARCHAR(9) NOT NULL;",
                "ALTER TABLE pile ADD COLUMN a INT NOT NULL;",
                "ALTER TABLE pile ADD COLUMN a INT NULL, ADD UNIQUE KEY uk_a (a, b);",
                "ALTER TABLE pile ADD CONSTRAINT fk_a FOREIGN KEY (a) REFERENCES b (id);",
                "CREATE UNIQUE INDEX uk_a ON pile (a);",
                "DROP TABLE pile;",
                "RENAME TABLE pile TO piles;",
                "DELETE FROM pile WHERE a = 1;"
            })
    void whatTheOlderReleaseWouldNoticeIsFound(String migration) {
        assertThat(noticed(migration)).hasSize(1);
        assertThat(noticed("-- contract: the release before does not use it any more\n" + migration))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE a (\n  id BIGINT NOT NULL,\n  UNIQUE KEY uk_a (id)\n) ENGINE = InnoDB;",
                "ALTER TABLE pile ADD COLUMN a DECIMAL(9, 2) NULL, ADD KEY ix_a (a, b);",
                "ALTER TABLE pile ADD COLUMN a INT NOT NULL DEFAULT 0 AFTER b;",
                "CREATE INDEX ix_a ON pile (a);",
                "CREATE TABLE a (id BIGINT);\nINSERT INTO a (id) VALUES (1);",
                "UPDATE pile SET a = 1 WHERE a IS NULL;"
            })
    void whatItWouldNotNoticeIsLetThrough(String migration) {
        assertThat(noticed(migration)).isEmpty();
    }

    /** The statements that a release which does not know them would stumble over. */
    private static List<String> noticed(String migration) {
        if (CONTRACT.matcher(migration).find()) {
            return List.of();
        }
        List<String> created = new ArrayList<>();
        List<String> noticed = new ArrayList<>();
        for (String statement : migration.replaceAll("(?m)--.*$", "").split(";", -1)) {
            String line = statement.strip().replaceAll("\\s+", " ");
            Matcher table = CREATED.matcher(line);
            if (table.find()) {
                created.add(table.group(1));
            } else if (!line.isEmpty() && !isUnnoticed(line, created)) {
                noticed.add(line);
            }
        }
        return noticed;
    }

    private static boolean isUnnoticed(String line, List<String> created) {
        String upper = line.toUpperCase(Locale.ROOT);
        String[] words = line.split(" ", -1);
        if (upper.startsWith("ALTER TABLE ")) {
            return created.contains(words[2])
                    || CHANGES.splitAsStream(line.substring(line.indexOf(words[2]) + words[2].length()))
                            .map(String::strip)
                            .allMatch(RollingUpgradeTest::onlyAdds);
        }
        return upper.startsWith("CREATE INDEX ")
                || upper.startsWith("UPDATE ")
                || upper.startsWith("INSERT INTO ")
                || (upper.startsWith("CREATE UNIQUE INDEX ")
                        && created.stream().anyMatch(each -> line.contains(" " + each + " ")));
    }

    private static boolean onlyAdds(String change) {
        boolean nullable = !change.contains("NOT NULL") || change.contains("DEFAULT ");
        return INDEX.matcher(change).matches() || (COLUMN.matcher(change).matches() && nullable);
    }
}
