package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import reactor.core.publisher.Mono;

/** Whether the books are right at this moment (invariants C2, C4, C6). Read for the metrics, after each test of money. */
public final class LedgerCheck {
    /** One statement is one moment: each number is of the same committed state. */
    private static final String CHECK = """
        SELECT (SELECT CAST(COALESCE(SUM(e.amount_fen), 0) AS SIGNED) FROM ledger_entry e) AS sum_fen,
               (SELECT COUNT(*) FROM (SELECT j.journal_id FROM ledger_entry j
                                       GROUP BY j.journal_id HAVING SUM(j.amount_fen) <> 0) AS u) AS unbalanced,
               (SELECT COUNT(*) FROM (SELECT a.id
                                        FROM ledger_account a LEFT JOIN ledger_entry e ON e.account_id = a.id
                                       WHERE a.cached
                                       GROUP BY a.id, a.balance_fen
                                      HAVING a.balance_fen <> COALESCE(SUM(e.amount_fen), 0)) AS b) AS balances_off,
               (SELECT COUNT(*) FROM (SELECT a.id
                                        FROM ledger_account a
                                        LEFT JOIN wallet_hold h ON h.account_id = a.id AND h.state = 'OPEN'
                                       GROUP BY a.id, a.held_fen
                                      HAVING a.held_fen <> COALESCE(SUM(h.amount_fen), 0)) AS d) AS holds_off,
               (SELECT COUNT(*) FROM ledger_account a
                 WHERE a.kind = 'DRIVER_WALLET'
                   AND a.balance_fen - a.held_fen < -a.credit_limit_fen) AS overdrawn,
               (SELECT COUNT(*) FROM wallet_hold h JOIN charging_order o ON o.id = h.order_id
                 WHERE h.state = 'OPEN' AND o.state IN ('SETTLED', 'START_FAILED')
                   AND NOT EXISTS (SELECT 1 FROM charging_order p
                                    WHERE p.parallel_main = o.id AND p.state NOT IN ('SETTLED', 'START_FAILED')))
                   AS holds_left,
               (SELECT COUNT(*) FROM charging_order o LEFT JOIN wallet_hold h
                    ON h.order_id = COALESCE(o.parallel_main, o.id) AND h.state = 'OPEN'
                 WHERE (o.active_gun IS NOT NULL OR o.state = 'AWAITING_RECORD')
                   AND o.hold_fen > 0 AND h.id IS NULL
                   AND NOT EXISTS (SELECT 1 FROM charging_order p JOIN charging_bill b ON b.order_id = p.id
                                    WHERE p.parallel_main = o.parallel_main)) AS holds_missing,
               (SELECT COUNT(*) FROM charging_bill b
                  LEFT JOIN ledger_journal j ON j.kind = 'SETTLE_CHARGE' AND j.business_key = IF(b.bill_no = 1, b.order_id, CONCAT(b.order_id, '#', b.bill_no))
                 WHERE b.payable_fen > 0 AND j.id IS NULL) AS bills_unbooked,
               (SELECT COUNT(*) FROM wallet_hold h WHERE h.state = 'OPEN') AS holds_open
        """;

    private final Database general;

    public LedgerCheck(Database general) {
        this.general = general;
    }

    /**
     * @param sumFen over all entries; must be 0, like every number here but the last
     * @param unbalancedJournals journals that do not sum to zero
     * @param balancesOff accounts whose cached balance is not the sum of their entries
     * @param holdsOff accounts whose held sum is not that of their open holds
     * @param overdrawn wallets below their credit limit
     * @param holdsLeft open holds of orders that have ended
     * @param holdsMissing orders that still run, or wait for their record, without the hold they were opened with
     * @param billsUnbooked bills with something to pay and no journal
     * @param holdsOpen how many holds are open: no fault, but worth knowing
     */
    public record Finding(
            long sumFen,
            long unbalancedJournals,
            long balancesOff,
            long holdsOff,
            long overdrawn,
            long holdsLeft,
            long holdsMissing,
            long billsUnbooked,
            long holdsOpen) {
        public boolean right() {
            return sumFen == 0
                    && unbalancedJournals == 0
                    && balancesOff == 0
                    && holdsOff == 0
                    && overdrawn == 0
                    && holdsLeft == 0
                    && holdsMissing == 0
                    && billsUnbooked == 0;
        }
    }

    /** Reads whole tables: once a minute at most. */
    public Mono<Finding> run() {
        return general.sql()
                .sql(CHECK)
                .map(row -> new Finding(
                        Columns.number(row, "sum_fen"),
                        Columns.number(row, "unbalanced"),
                        Columns.number(row, "balances_off"),
                        Columns.number(row, "holds_off"),
                        Columns.number(row, "overdrawn"),
                        Columns.number(row, "holds_left"),
                        Columns.number(row, "holds_missing"),
                        Columns.number(row, "bills_unbooked"),
                        Columns.number(row, "holds_open")))
                .one();
    }
}
