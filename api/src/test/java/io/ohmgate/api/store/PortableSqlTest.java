package io.ohmgate.api.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.api.db.TableRights;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.StringEntry;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** MySQL 5.7 and MariaDB 10.3 both understand all of our SQL, and the schema keeps its own promises. */
class PortableSqlTest {
    private static final List<String> NOT_PORTABLE = List.of(
            "\\bWITH\\b",
            "\\bOVER\\s*\\(",
            "\\bSKIP\\s+LOCKED\\b",
            "\\bNOWAIT\\b",
            "\\bFOR\\s+SHARE\\b",
            "\\bRETURNING\\b",
            "\\bCHECK\\s*\\(",
            "\\bJSON_",
            "\\bJSON\\b",
            "\\bLATERAL\\b",
            "\\bINTERSECT\\b",
            "\\bEXCEPT\\b",
            "\\bINSERT\\s+IGNORE\\b",
            "\\bREPLACE\\s+INTO\\b",
            "\\bSEQUENCE\\b",
            "\\bDEFAULT\\s*\\(",
            "\\bKEY\\s+\\w+\\s*\\(\\(",
            "\\bRENAME\\s+COLUMN\\b",
            "\\b(ADD|DROP)\\s+COLUMN\\s+IF\\b",
            "\\bENUM\\s*\\(");

    /** What belongs to no tenant's business: the tenant itself, and guards that are asked before anybody is known. */
    private static final Set<String> TECHNICAL = Set.of(
            "tenant",
            "ws_ticket",
            "sms_gate",
            "login_attempt",
            "idempotency_key",
            "cluster_job",
            "cluster_node",
            "session_epoch");

    private static final Pattern SQL = Pattern.compile(
            "^\\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH|CREATE|ALTER|DROP)\\s+\\S+.*", Pattern.DOTALL);

    private static final Pattern TABLE =
            Pattern.compile("CREATE TABLE (\\w+) \\((.*?)\\n\\)\\s*ENGINE = InnoDB([^;]*);", Pattern.DOTALL);

    @Test
    void migrationsUseNothingThatOneOfTheServersLacks() throws Exception {
        for (Map.Entry<String, String> migration : migrations().entrySet()) {
            assertPortable(migration.getKey(), migration.getValue());
        }
    }

    @Test
    void statementsInTheCodeUseNothingThatOneOfTheServersLacks() throws Exception {
        List<String> statements = statementsInTheCode();
        assertThat(statements).hasSizeGreaterThan(50);
        for (String statement : statements) {
            assertPortable("a statement", statement);
        }
    }

    @Test
    void aStatementThatIsNotPortableIsFound() {
        assertThat(NOT_PORTABLE.stream().filter(bad -> matches(bad, "INSERT IGNORE INTO a VALUES (1)")))
                .isNotEmpty();
        assertThat(NOT_PORTABLE.stream()
                        .filter(bad -> matches(bad, "select row_number() over (partition by a) from b")))
                .isNotEmpty();
    }

    @Test
    void everyBusinessTableNamesItsTenant() throws Exception {
        Map<String, String> tables = tables();
        assertThat(tables).hasSizeGreaterThan(20);
        TECHNICAL.forEach(tables::remove);
        tables.forEach((table, columns) ->
                assertThat(columns).as(table).containsPattern("(?m)^ +tenant_id +BIGINT +(NOT )?NULL"));
    }

    @Test
    void noTableKeepsMoneyOrEnergyInAFloatingPointNumber() throws Exception {
        tables().forEach((table, columns) ->
                assertThat(columns).as(table).doesNotContainPattern("(?i)\\b(FLOAT|DOUBLE|REAL|DECIMAL|NUMERIC)\\b"));
    }

    @Test
    void everyTableTakesEveryScriptAndNamesItsKeys() throws Exception {
        for (String migration : migrations().values()) {
            Matcher table = TABLE.matcher(migration);
            while (table.find()) {
                assertThat(table.group(3)).as(table.group(1)).contains("DEFAULT CHARSET = utf8mb4");
                assertThat(table.group(2)).as(table.group(1)).contains("PRIMARY KEY (");
                assertThat(table.group(2)).as(table.group(1)).doesNotContainPattern("(?m)^ +(UNIQUE )?KEY \\(");
            }
        }
    }

    /** What comes from outside more than once has a key that lets it in once (DB-02). */
    @Test
    void everyEventFromOutsideHasAUniqueKey() throws Exception {
        Map<String, String> tables = tables();
        assertThat(tables.get("txn_record")).contains("UNIQUE KEY uk_txn_record_content (trade_no, content_hash)");
        assertThat(tables.get("charging_order"))
                .contains(
                        "(trade_no)",
                        "(active_gun)",
                        "UNIQUE KEY uk_charging_order_idempotency (driver_id, idempotency_key)");
        assertThat(tables.get("pile_session")).contains("UNIQUE KEY uk_pile_session_epoch (pile_no, session_epoch)");
        assertThat(tables.get("charging_bill")).contains("UNIQUE KEY uk_charging_bill_record (record_id)");
        assertThat(migrations().values())
                .anyMatch(sql -> sql.contains("ADD UNIQUE KEY uk_charging_bill_trade_no (trade_no, bill_no)"));
        assertThat(tables.get("order_decision")).contains("UNIQUE KEY uk_order_decision_key (tenant_id, decision_key)");
        assertThat(tables.get("ledger_journal")).contains("UNIQUE KEY uk_ledger_journal_business (kind, business_key)");
        assertThat(tables.get("wallet_hold")).contains("UNIQUE KEY uk_wallet_hold_order (order_id)");
    }

    @Test
    void theTablesThatSayTheyAreAppendOnlyAreProtectedByRights() throws Exception {
        List<String> appendOnly = new ArrayList<>();
        for (String migration : migrations().values()) {
            Matcher table = TABLE.matcher(migration);
            while (table.find()) {
                if (table.group(3).contains("COMMENT = 'append-only'")) {
                    appendOnly.add(table.group(1));
                }
            }
        }
        assertThat(appendOnly).hasSizeGreaterThan(5);
        assertThat(TableRights.APPEND_ONLY).containsAll(appendOnly);
        for (String statement : statementsInTheCode()) {
            for (String table : TableRights.APPEND_ONLY) {
                assertThat(matches("^\\s*(UPDATE|DELETE FROM)\\s+" + table + "\\b", statement))
                        .as(statement)
                        .isFalse();
            }
        }
    }

    private static void assertPortable(String where, String sql) {
        String code = sql.replaceAll("(?m)--.*$", "");
        for (String bad : NOT_PORTABLE) {
            assertThat(matches(bad, code)).as("%s has %s: %s", where, bad, sql).isFalse();
        }
    }

    private static boolean matches(String bad, String sql) {
        return Pattern.compile(bad, Pattern.CASE_INSENSITIVE).matcher(sql).find();
    }

    private static Map<String, String> tables() throws Exception {
        Map<String, String> tables = new TreeMap<>();
        for (String migration : migrations().values()) {
            Matcher table = TABLE.matcher(migration);
            while (table.find()) {
                tables.put(table.group(1), table.group(2));
            }
        }
        return tables;
    }

    private static Map<String, String> migrations() throws Exception {
        Map<String, String> migrations = new TreeMap<>();
        for (Path file : filesUnder(resource("db/migration"), ".sql")) {
            migrations.put(String.valueOf(file.getFileName()), Files.readString(file));
        }
        assertThat(migrations).containsKey("V1__core.sql");
        return migrations;
    }

    private static List<String> statementsInTheCode() throws Exception {
        List<String> statements = new ArrayList<>();
        for (Path file :
                filesUnder(resource("io/ohmgate/api/OhmgateApplication.class").resolve(".."), ".class")) {
            StreamSupport.stream(ClassFile.of().parse(file).constantPool().spliterator(), false)
                    .filter(StringEntry.class::isInstance)
                    .map(entry -> ((StringEntry) entry).stringValue())
                    .filter(text -> SQL.matcher(text.toUpperCase(Locale.ROOT)).matches())
                    .forEach(statements::add);
        }
        return statements;
    }

    private static Path resource(String name) throws URISyntaxException {
        URI found = Objects.requireNonNull(
                        PortableSqlTest.class.getClassLoader().getResource(name), name)
                .toURI();
        return Path.of(found);
    }

    private static List<Path> filesUnder(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder.normalize())) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
