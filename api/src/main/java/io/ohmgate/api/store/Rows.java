package io.ohmgate.api.store;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.UnitPrice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** One INSERT of many rows: a round trip and a log write for all of them together. */
final class Rows {
    /** Keeps a statement well below the server's smallest packet limit, and its locks short. */
    static final int ROWS_MAX = 1_000;

    private final String insert;
    private final int columns;
    private final List<@Nullable Object> values = new ArrayList<>();

    private Rows(String insert, int columns) {
        this.insert = insert;
        this.columns = columns;
    }

    /** @param insert up to the word VALUES, such as {@code INSERT INTO t (a, b)} */
    static Rows of(String insert) {
        return new Rows(insert, (int) insert.chars().filter(c -> c == ',').count() + 1);
    }

    /** @throws IllegalArgumentException if there is not one value for each column, or this is one row too many */
    Rows add(@Nullable Object... row) {
        if (row.length != columns || values.size() >= ROWS_MAX * columns) {
            throw new IllegalArgumentException(insert + ": " + row.length + " values");
        }
        for (Object value : row) {
            values.add(plain(value));
        }
        return this;
    }

    boolean isFull() {
        return values.size() == ROWS_MAX * columns;
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** The number of rows the server says it wrote; zero, and nothing asked of it, if there are none. */
    Mono<Long> insert(DatabaseClient sql) {
        return insert(sql, "");
    }

    /** @param ending what follows the last row, such as {@code ON DUPLICATE KEY UPDATE …} */
    Mono<Long> insert(DatabaseClient sql, String ending) {
        return isEmpty() ? Mono.just(0L) : statement(sql, ending).fetch().rowsUpdated();
    }

    /** Inserts a single row and answers the number that the server gave it. */
    Mono<Long> insertForId(DatabaseClient sql) {
        return statement(sql, "")
                .filter(statement -> statement.returnGeneratedValues("id"))
                .map(row -> Columns.number(row, "id"))
                .one();
    }

    private DatabaseClient.GenericExecuteSpec statement(DatabaseClient sql, String ending) {
        String row = "(" + "?, ".repeat(columns - 1) + "?)";
        int rows = values.size() / columns;
        DatabaseClient.GenericExecuteSpec spec =
                sql.sql(insert + " VALUES " + (row + ", ").repeat(rows - 1) + row + " " + ending);
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            spec = value == null ? spec.bindNull(i, String.class) : spec.bind(i, value);
        }
        return spec;
    }

    /** What a column can hold of a value of ours. */
    static @Nullable Object plain(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (value) {
            case Enum<?> constant -> constant.name();
            case Instant instant -> Columns.storable(instant);
            case Money money -> money.fen();
            case Amount amount -> amount.tenThousandthsYuan();
            case Energy energy -> energy.tenThousandthsKwh();
            case UnitPrice price -> price.hundredThousandthsYuanPerKwh();
            default -> value;
        };
    }
}
