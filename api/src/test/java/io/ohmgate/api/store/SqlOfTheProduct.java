package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Every statement of the product and every table, read from what is shipped: string constants of the compiled classes (for a
 * concatenation its pattern, {@code ?} where a part is put in) and the migrations.
 */
final class SqlOfTheProduct {
    private static final Pattern STATEMENT = Pattern.compile(
            "(?s)\\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE|TRUNCATE|LOCK|CALL|WITH|CREATE|ALTER|DROP)\\s.*");

    private static final Pattern VERSION = Pattern.compile("V(\\d+)__.*\\.sql");
    private static final Pattern TABLE = Pattern.compile("(?s)CREATE TABLE (\\w+) \\((.*?)\\n\\)");
    private static final Pattern KEY = Pattern.compile("(PRIMARY KEY|UNIQUE KEY (\\w+)|KEY (\\w+)) \\(([^)]*)\\)");
    private static final Pattern ADDED_KEY =
            Pattern.compile("(?s)ALTER TABLE (\\w+)(.*?);|CREATE UNIQUE INDEX (\\w+) ON (\\w+) \\(([^)]*)\\)");
    private static final Pattern ADDED = Pattern.compile("ADD (UNIQUE )?KEY (\\w+) \\(([^)]*)\\)");
    private static final Pattern DROPPED = Pattern.compile("DROP (?:KEY|INDEX) (\\w+)");

    private SqlOfTheProduct() {}

    /** A statement, and the class that holds it. */
    record Statement(String holder, String text) {
        @Override
        public String toString() {
            return holder + ": " + text;
        }
    }

    /** A table with its unique keys by name, {@code PRIMARY} among them, each with its columns in order. */
    record Table(String name, Map<String, List<String>> uniqueKeys, Set<String> columnsOfKeys, boolean autoIncrement) {}

    static List<Statement> statements() throws IOException {
        Path classes = Path.of(URI.create(Database.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()))
                .resolve("io/ohmgate/api");
        Set<Statement> found =
                new TreeSet<>(Comparator.comparing(Statement::holder).thenComparing(Statement::text));
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".class")).toList()) {
                // The embedded server's own set-up is MariaDB's business alone.
                if (!file.toString().contains("/embedded/")) {
                    collect(file, found);
                }
            }
        }
        return List.copyOf(found);
    }

    private static void collect(Path file, Set<Statement> found) throws IOException {
        String holder = file.getFileName().toString().replace(".class", "");
        for (PoolEntry entry : ClassFile.of().parse(file).constantPool()) {
            if (entry instanceof StringEntry constant
                    && STATEMENT.matcher(constant.stringValue()).matches()) {
                String text = constant.stringValue().replace('\1', '?');
                found.add(new Statement(holder, text.strip().replaceAll("\\s+", " ")));
            }
        }
    }

    /** Migrations by version, without comments. */
    static Map<Integer, String> migrations() throws IOException {
        Map<Integer, String> migrations = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of("src", "main", "resources", "db", "migration"))) {
            for (Path file : files.toList()) {
                Matcher name = VERSION.matcher(file.getFileName().toString());
                if (name.matches()) {
                    migrations.put(
                            Integer.parseInt(name.group(1)),
                            Files.readString(file).replaceAll("(?m)--.*$", ""));
                }
            }
        }
        return migrations;
    }

    /** The tables as the migrations leave them. */
    static Map<String, Table> tables() throws IOException {
        Map<String, Table> tables = new TreeMap<>();
        for (String migration : migrations().values()) {
            Matcher created = TABLE.matcher(migration);
            while (created.find()) {
                tables.put(created.group(1), table(created.group(1), created.group(2)));
            }
            Matcher altered = ADDED_KEY.matcher(migration);
            while (altered.find()) {
                change(tables, altered);
            }
        }
        return tables;
    }

    private static Table table(String name, String body) {
        Map<String, List<String>> unique = new LinkedHashMap<>();
        Set<String> columns = new TreeSet<>();
        Matcher key = KEY.matcher(body);
        while (key.find()) {
            List<String> of = columns(key.group(4));
            columns.add(of.getFirst());
            if (key.group(1).startsWith("PRIMARY")) {
                unique.put("PRIMARY", of);
            } else if (key.group(2) != null) {
                unique.put(key.group(2), of);
            }
        }
        return new Table(name, unique, columns, body.contains("AUTO_INCREMENT"));
    }

    private static void change(Map<String, Table> tables, Matcher altered) {
        if (altered.group(3) != null) {
            add(tables, altered.group(4), altered.group(3), altered.group(5));
            return;
        }
        Matcher added = ADDED.matcher(altered.group(2));
        while (added.find()) {
            if (added.group(1) != null) {
                add(tables, altered.group(1), added.group(2), added.group(3));
            } else {
                Objects.requireNonNull(tables.get(altered.group(1)))
                        .columnsOfKeys()
                        .add(columns(added.group(3)).getFirst());
            }
        }
        Matcher dropped = DROPPED.matcher(altered.group(2));
        Table table = tables.get(altered.group(1));
        while (dropped.find() && table != null) {
            table.uniqueKeys().remove(dropped.group(1));
        }
    }

    private static void add(Map<String, Table> tables, String name, String key, String columns) {
        Table table = tables.get(name);
        if (table != null) {
            table.uniqueKeys().put(key, columns(columns));
            table.columnsOfKeys().add(columns(columns).getFirst());
        }
    }

    private static List<String> columns(String list) {
        List<String> columns = new ArrayList<>();
        for (String column : list.split(",", -1)) {
            columns.add(column.strip());
        }
        return columns;
    }
}
