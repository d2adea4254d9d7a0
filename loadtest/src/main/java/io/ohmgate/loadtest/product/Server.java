package io.ohmgate.loadtest.product;

import java.util.List;
import java.util.Map;

/** What is measured: the product or the baseline, one process or several. */
public interface Server extends AutoCloseable {
    /** {@code product} or {@code baseline}. */
    String name();

    /** {@code host:port} of each node's pile port. */
    List<String> targets();

    /** The processes that count: one JVM for each node. */
    List<Long> pids();

    /** All processes by what they are called in a report; the counted ones under {@link #name}. */
    Map<String, List<Long>> processes();

    @Override
    void close();
}
