-- How orders end: bills that take the place of others, and what people decide.
--
-- Valid on MySQL 5.7, MySQL 8 and MariaDB 10.3 and later, like everything before it.

-- An order may have several bills: the one with the greatest number counts, and each later one came with the reversal of
-- the journal of the one before it. origin says what a bill rests on; a bill by a person's word may have no record.
ALTER TABLE charging_bill
    ADD COLUMN bill_no INT NOT NULL DEFAULT 1 AFTER trade_no,
    ADD COLUMN origin VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'RECORD' AFTER bill_no,
    MODIFY COLUMN record_id BIGINT NULL,
    DROP INDEX uk_charging_bill_trade,
    DROP INDEX uk_charging_bill_order,
    ADD UNIQUE KEY uk_charging_bill_trade_no (trade_no, bill_no),
    ADD UNIQUE KEY uk_charging_bill_order_no (order_id, bill_no);

-- Append-only: what a person decided about an abnormal order, and why. decision_key names the call, so that the same call
-- decides once. energy_1e4_kwh and estimate_fen are what the gun had told last, as the person saw it; null if nothing.
CREATE TABLE order_decision (
    id             BIGINT                                             NOT NULL AUTO_INCREMENT,
    tenant_id      BIGINT                                             NOT NULL,
    order_id       CHAR(26) CHARACTER SET ascii COLLATE ascii_bin     NOT NULL,
    decision_key   VARCHAR(180) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind           VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin  NOT NULL,
    reason         VARCHAR(400)                                       NOT NULL,
    record_id      BIGINT                                             NULL,
    bill_no        INT                                                NOT NULL,
    payable_fen    BIGINT                                             NOT NULL,
    paid_fen       BIGINT                                             NOT NULL,
    unpaid_fen     BIGINT                                             NOT NULL,
    energy_1e4_kwh BIGINT                                             NULL,
    estimate_fen   BIGINT                                             NULL,
    decided_by     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin  NOT NULL,
    decided_at     DATETIME(3)                                        NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_order_decision_key (tenant_id, decision_key),
    UNIQUE KEY uk_order_decision_bill (order_id, bill_no)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'append-only';
