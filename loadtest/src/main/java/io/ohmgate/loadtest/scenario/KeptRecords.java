package io.ohmgate.loadtest.scenario;

import io.ohmgate.loadtest.product.Store;
import io.ohmgate.loadtest.report.Result.Check;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether what the piles were told agrees with what the database has (invariants A1, A2). */
final class KeptRecords {
    private static final String OF_RUN =
            "SELECT trade_no FROM txn_record WHERE SUBSTRING(trade_no, 17, 8) = ? ORDER BY trade_no";

    private KeptRecords() {}

    static List<Check> check(Store store, long run, List<String> confirmed) {
        List<String> kept = store.rows(OF_RUN, "%08d".formatted(run % 100_000_000)).stream()
                .map(List::getFirst)
                .toList();
        Set<String> distinct = new HashSet<>(kept);
        Set<String> missing = new HashSet<>(confirmed);
        missing.removeAll(distinct);
        return List.of(
                new Check(
                        "every confirmed record is committed",
                        missing.isEmpty(),
                        confirmed.size() + " confirmed, " + kept.size() + " rows, " + missing.size() + " missing"),
                new Check(
                        "none is there twice",
                        kept.size() == distinct.size(),
                        kept.size() - distinct.size() + " twice"));
    }
}
