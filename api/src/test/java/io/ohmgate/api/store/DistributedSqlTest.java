package io.ohmgate.api.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.api.store.SqlOfTheProduct.Statement;
import io.ohmgate.api.store.SqlOfTheProduct.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What distributed databases that speak MySQL's protocol (TiDB, PolarDB-X, Vitess) refuse or make slow, against every
 * statement of the product. What is left on purpose is named in docs/scale-out.md, and only there.
 */
class DistributedSqlTest {
    private static final Path PAGE = Path.of("..", "docs", "scale-out.md");
    private static List<Statement> statements = List.of();
    private static Map<String, Table> tables = Map.of();
    private static String page = "";

    /** A statement that matches breaks the rule. */
    enum Rule {
        /** Vitess and PolarDB-X refuse them across shards; TiDB has no plan cache for them. */
        NO_UPDATE_OR_DELETE_OF_SEVERAL_TABLES(
                "UPDATE \\w+( \\w+)? ?(JOIN|,|INNER|LEFT).*|DELETE \\w+(\\.\\*)? FROM.*|DELETE FROM \\w+ (USING|\\w+"
                        + " JOIN).*"),
        /** A shard cannot ask another one while it changes rows. */
        NO_SUBQUERY_IN_UPDATE_OR_DELETE("(UPDATE|DELETE)\\b.*\\(\\s*SELECT\\b.*"),
        /** Not there in TiDB unless switched on, and an answer of one node only in the others. */
        NO_LOCKS_BY_NAME_OR_OF_TABLES(".*\\b(GET_LOCK|RELEASE_LOCK|LOCK TABLES|IS_FREE_LOCK)\\b.*"),
        /** TiDB refuses shared locks. */
        NO_SHARED_ROW_LOCKS(".*\\b(LOCK IN SHARE MODE|FOR SHARE)\\b.*"),
        /** The number belongs to one connection of one node. */
        NO_LAST_INSERT_ID_AND_NO_USER_VARIABLES(".*(\\bLAST_INSERT_ID\\b|@\\w+|\\bFOUND_ROWS\\b|\\bSQL_CALC_\\w+).*"),
        /** Deletes and writes: the row loses its other columns, and the shard its sequence. */
        NO_REPLACE("REPLACE .*"),
        /** Stored programs, views and table definitions at run time. */
        NO_STORED_PROGRAMS_AND_NO_DEFINITIONS(
                "(CALL|TRUNCATE)\\b.*|(CREATE|DROP|ALTER) (PROCEDURE|FUNCTION|TRIGGER|EVENT|VIEW|TABLE|INDEX)\\b.*"),
        /** A plan that is told where to go breaks when the table is split. */
        NO_INDEX_HINTS(".*\\b((FORCE|USE|IGNORE) (INDEX|KEY)|STRAIGHT_JOIN)\\b.*"),
        /** MySQL 5.7 has none of them, and so no shard that stands on it. */
        NO_WINDOWS_NO_WITH_NO_RETURNING(
                "WITH .*|.*\\b(OVER ?\\(|RETURNING|SKIP LOCKED|NOWAIT|INTERSECT|EXCEPT|LATERAL)\\b.*"),
        /** Time is an argument; a node's own clock and zone would differ from the next one's. */
        NO_LOCAL_TIME(".*\\b(NOW|SYSDATE|CURDATE|CURRENT_TIMESTAMP|LOCALTIME|RAND|UUID)\\b ?\\(.*");

        private final Pattern broken;

        Rule(String broken) {
            this.broken = Pattern.compile(broken, Pattern.CASE_INSENSITIVE);
        }

        boolean isBrokenBy(String statement) {
            return broken.matcher(statement).matches();
        }
    }

    @BeforeAll
    static void read() throws IOException {
        statements = SqlOfTheProduct.statements();
        tables = SqlOfTheProduct.tables();
        page = Files.readString(PAGE);
    }

    @Test
    void theStatementsAreFound() {
        assertThat(statements).hasSizeGreaterThan(250);
        assertThat(tables).hasSizeGreaterThan(45).containsKeys("charging_order", "txn_record", "ledger_entry");
        assertThat(Objects.requireNonNull(tables.get("charging_bill")).uniqueKeys())
                .containsKey("PRIMARY");
    }

    @ParameterizedTest
    @EnumSource
    void noStatementBreaksIt(Rule rule) {
        assertThat(statements.stream()
                        .filter(statement -> rule.isBrokenBy(statement.text()))
                        .filter(statement -> !isNamed(rule.name(), statement.holder())))
                .isEmpty();
    }

    @Test
    void everyRuleFindsWhatItIsFor() {
        Map<Rule, String> examples = new TreeMap<>(Map.of(
                Rule.NO_UPDATE_OR_DELETE_OF_SEVERAL_TABLES, "UPDATE gun g JOIN pile p ON p.id = g.id SET g.a = 1",
                Rule.NO_SUBQUERY_IN_UPDATE_OR_DELETE, "DELETE FROM a WHERE id IN (SELECT id FROM b)",
                Rule.NO_LOCKS_BY_NAME_OR_OF_TABLES, "SELECT GET_LOCK('a', 1)",
                Rule.NO_SHARED_ROW_LOCKS, "SELECT 1 FROM a LOCK IN SHARE MODE",
                Rule.NO_LAST_INSERT_ID_AND_NO_USER_VARIABLES, "SELECT LAST_INSERT_ID() + 1",
                Rule.NO_REPLACE, "REPLACE INTO a VALUES (1)",
                Rule.NO_STORED_PROGRAMS_AND_NO_DEFINITIONS, "CALL settle(1)",
                Rule.NO_INDEX_HINTS, "SELECT 1 FROM a FORCE INDEX (b)",
                Rule.NO_WINDOWS_NO_WITH_NO_RETURNING, "WITH a AS (SELECT 1) SELECT * FROM a",
                Rule.NO_LOCAL_TIME, "UPDATE a SET at = NOW()"));
        assertThat(examples).containsOnlyKeys(Rule.values());
        examples.forEach((rule, example) ->
                assertThat(rule.isBrokenBy(example)).as(rule.name()).isTrue());
    }

    /** One key of the table must be fixed by equality, or the lock is taken on every shard and on every row looked at. */
    @Test
    void rowsAreLockedByAKey() {
        assertThat(statements.stream()
                        .filter(statement -> statement.text().endsWith("FOR UPDATE"))
                        .filter(statement -> !locksByKey(statement.text()))
                        .filter(statement -> !isNamed("LOCK_WITHOUT_KEY", statement.holder())))
                .isEmpty();
    }

    private static boolean locksByKey(String text) {
        Matcher from = Pattern.compile("FROM (\\w+)").matcher(text);
        if (!from.find()) {
            return false;
        }
        Table table = tables.get(from.group(1));
        Predicate<String> fixed = column -> Pattern.compile("\\b" + column + " (= [:\\d']|IN \\()")
                .matcher(text)
                .find();
        return table != null && table.columnsOfKeys().stream().anyMatch(fixed);
    }

    /** A delete by portions: refused by some versions of Vitess and PolarDB-X without the sharding key. */
    @Test
    void changesByPortionsAreNamed() {
        assertThat(statements.stream()
                        .filter(statement -> statement.text().matches("(UPDATE|DELETE)\\b.*\\bLIMIT\\b.*"))
                        .filter(statement -> !isNamed("PORTION", statement.holder())))
                .isEmpty();
    }

    /** Fine in TiDB; elsewhere both sides must be of one shard or a reference table. */
    @Test
    void insertsFromOtherTablesAreNamed() {
        assertThat(statements.stream()
                        .filter(statement -> statement.text().matches("INSERT\\b.*\\bSELECT\\b.*"))
                        .filter(statement -> !isNamed("INSERT_SELECT", statement.holder())))
                .isEmpty();
    }

    @Test
    void everyTableHasItsShardingKeyOnThePage() {
        assertThat(shardingKeys().keySet()).isEqualTo(new TreeSet<>(tables.keySet()));
    }

    /** A unique key without the sharding key can only be kept by an index over all shards. */
    @Test
    void uniqueKeysAcrossShardsAreNamed() {
        Map<String, String> shards = shardingKeys();
        tables.values().forEach(table -> {
            String shard = shards.getOrDefault(table.name(), "?");
            table.uniqueKeys().forEach((name, columns) -> {
                boolean surrogate = name.equals("PRIMARY") && table.autoIncrement() && columns.equals(List.of("id"));
                if (!shard.equals("all") && !surrogate && !columns.contains(shard) && !decidedByTenant(columns)) {
                    String key = table.name() + "." + name;
                    assertThat(isNamed("UNIQUE_ACROSS", key)).as(key).isTrue();
                }
            });
        });
    }

    @Test
    void whatThePageNamesIsStillThere() {
        TreeSet<String> holders = new TreeSet<>();
        statements.forEach(statement -> holders.add(statement.holder()));
        tables.values()
                .forEach(table -> table.uniqueKeys().keySet().forEach(key -> holders.add(table.name() + "." + key)));
        Matcher named = NAMED.matcher(page);
        while (named.find()) {
            assertThat(holders).as(named.group()).contains(named.group(2));
        }
    }

    @Test
    void foreignKeysStayAmongMasterDataAndSmallTables() throws IOException {
        TreeSet<String> keys = new TreeSet<>();
        for (String migration : SqlOfTheProduct.migrations().values()) {
            assertThat(migration)
                    .doesNotContainPattern("(?i)CREATE (PROCEDURE|FUNCTION|TRIGGER|EVENT|VIEW)\\b")
                    .doesNotContainPattern("(?i)\\b(FULLTEXT|SPATIAL|PARTITION BY)\\b");
            Matcher key = Pattern.compile("CONSTRAINT (fk_\\w+) FOREIGN KEY").matcher(migration);
            while (key.find()) {
                keys.add(key.group(1));
            }
        }
        assertThat(keys).allMatch(key -> isNamed("FOREIGN_KEY", key));
    }

    private static final Pattern NAMED = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| `(?!fk_)([\\w.]+)` \\|");

    /** {@code | `column`, `column` | why |} */
    private static boolean decidedByTenant(List<String> columns) {
        String list = page.substring(page.indexOf("| columns | why |"), page.indexOf("## What is left on purpose"));
        return columns.stream().anyMatch(column -> list.contains("`" + column + "`"));
    }

    /** {@code | `RULE` | `Holder` | why |} */
    private static boolean isNamed(String rule, String what) {
        return page.contains("| `" + rule + "` | `" + what + "` |");
    }

    /** {@code | `table` | `column` |}; {@code all} for what every shard has a copy of. */
    private static Map<String, String> shardingKeys() {
        Map<String, String> keys = new TreeMap<>();
        Matcher row =
                Pattern.compile("(?m)^\\| `([a-z_]+)` \\| `([a-z_]+)` \\|").matcher(page);
        while (row.find()) {
            keys.put(row.group(1), row.group(2));
        }
        return keys;
    }
}
