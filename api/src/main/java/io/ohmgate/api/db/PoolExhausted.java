package io.ohmgate.api.db;

import io.r2dbc.spi.R2dbcTransientResourceException;

/** No connection could be had: nothing was done. An answer and no accident, so it carries no stack. */
public final class PoolExhausted extends R2dbcTransientResourceException {
    private static final long serialVersionUID = 1L;

    PoolExhausted() {
        super("no database connection is free");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
