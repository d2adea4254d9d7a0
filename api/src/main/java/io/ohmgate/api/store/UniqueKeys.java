package io.ohmgate.api.store;

import org.springframework.dao.DuplicateKeyException;

/** Which unique key an insert ran into. The server tells it only in words, but in the same words on every version. */
final class UniqueKeys {
    static final String ACTIVE_GUN = "uk_charging_order_active_gun";
    static final String ORDER_IDEMPOTENCY = "uk_charging_order_idempotency";
    static final String TRADE_NO = "uk_charging_order_trade";
    static final String OPEN_OPERATION = "uk_pile_operation_open";
    static final String JOURNAL = "uk_ledger_journal_business";

    private UniqueKeys() {}

    static boolean violated(Throwable failure, String key) {
        if (!(failure instanceof DuplicateKeyException)) {
            return false;
        }
        Throwable cause = failure.getCause();
        String words = cause == null ? failure.getMessage() : cause.getMessage();
        return words != null && words.endsWith(key + "'");
    }
}
