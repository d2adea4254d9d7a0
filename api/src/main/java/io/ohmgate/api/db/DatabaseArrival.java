package io.ohmgate.api.db;

/** A database that may still be on its way: present as a bean when one came with us. */
@FunctionalInterface
public interface DatabaseArrival {
    /** Returns once the database answers; throws a {@link io.ohmgate.api.failure.StartupFailure} if it never will. */
    void await();
}
