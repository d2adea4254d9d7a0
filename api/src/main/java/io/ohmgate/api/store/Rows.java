package io.ohmgate.api.store;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.UnitPrice;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.r2dbc.connection.ConnectionFactoryUtils;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One INSERT of many rows: a round trip and a log write for all of them together. The values stand in the text ({@link
 * Literals}): the driver takes longer to bind a thousand rows than the server to write them.
 */
final class Rows {
    /** Keeps a statement well below the server's smallest packet limit, and its locks short. */
    static final int ROWS_MAX = 1_000;

    private final String insert;
    private final int columns;
    private final StringBuilder text;
    private int rows;

    private Rows(String insert, int columns) {
        this.insert = insert;
        this.columns = columns;
        this.text = new StringBuilder(insert).append(" VALUES ");
    }

    /** @param insert up to the word VALUES, such as {@code INSERT INTO t (a, b)} */
    static Rows of(String insert) {
        return new Rows(insert, (int) insert.chars().filter(c -> c == ',').count() + 1);
    }

    /** @throws IllegalArgumentException if there is not one value for each column, or this is one row too many */
    Rows add(@Nullable Object... row) {
        if (row.length != columns || isFull()) {
            throw new IllegalArgumentException(insert + ": " + row.length + " values");
        }
        text.append(isEmpty() ? "(" : ", (");
        for (int i = 0; i < columns; i++) {
            if (i > 0) {
                text.append(", ");
            }
            Literals.append(text, plain(row[i]));
        }
        text.append(')');
        rows++;
        return this;
    }

    boolean isFull() {
        return rows == ROWS_MAX;
    }

    boolean isEmpty() {
        return rows == 0;
    }

    /** The number of rows the server says it wrote; zero, and nothing asked of it, if there are none. */
    Mono<Long> insert(DatabaseClient sql) {
        return insert(sql, "");
    }

    /** @param ending what follows the last row, such as {@code ON DUPLICATE KEY UPDATE …} */
    Mono<Long> insert(DatabaseClient sql, String ending) {
        return isEmpty()
                ? Mono.just(0L)
                : sql.inConnectionMany(connection -> Flux.from(
                                        bound(connection, ending).execute())
                                .flatMap(Result::getRowsUpdated)
                                .onErrorMap(R2dbcException.class, this::translated))
                        .reduce(0L, Long::sum);
    }

    /** Inserts a single row and answers the number that the server gave it. */
    Mono<Long> insertForId(DatabaseClient sql) {
        return sql.inConnectionMany(connection -> Flux.from(bound(connection, "")
                                .returnGeneratedValues("id")
                                .execute())
                        .flatMap(result -> result.map(row -> Columns.number(row, "id")))
                        .onErrorMap(R2dbcException.class, this::translated))
                .single();
    }

    /** Straight to the driver: the client would look for parameters in all of it. */
    private Statement bound(Connection connection, String ending) {
        return connection.createStatement(text + " " + ending);
    }

    /** As the client does it, but naming the statement without its thousand rows. */
    private DataAccessException translated(R2dbcException failure) {
        return ConnectionFactoryUtils.convertR2dbcException("insert", insert, failure);
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
