-- The core: what stands where, what it costs, what was charged, and whose money moved.
--
-- Every statement is valid on MySQL 5.7, MySQL 8 and MariaDB 10.3 and later. Money is BIGINT in fen or in the scale its
-- column names, energy in 0.0001 kWh, prices in 0.00001 yuan per kWh, times are UTC. Digits and codes are ascii_bin:
-- compared byte by byte and one byte wide. Foreign keys hold master data and the small tables around an order together;
-- the large append-only tables have none, so that they can be partitioned by time later.
--
-- A table whose comment is 'append-only' is never changed: the application's own user may only read it and insert.

-- ---------------------------------------------------------------- who and where

CREATE TABLE tenant (
    id         BIGINT                                           NOT NULL AUTO_INCREMENT,
    code       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name       VARCHAR(120)                                     NOT NULL,
    created_at DATETIME(3)                                      NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_tenant_code (code)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- Positions are GCJ-02 in millionths of a degree: what Chinese maps show, and exact.
CREATE TABLE station (
    id         BIGINT                                           NOT NULL AUTO_INCREMENT,
    tenant_id  BIGINT                                           NOT NULL,
    code       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name       VARCHAR(120)                                     NOT NULL,
    address    VARCHAR(200)                                     NOT NULL,
    lon_micro  INT                                              NOT NULL,
    lat_micro  INT                                              NOT NULL,
    is_open    BOOLEAN                                          NOT NULL,
    created_at DATETIME(3)                                      NOT NULL,
    updated_at DATETIME(3)                                      NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_station_code (tenant_id, code),
    KEY ix_station_place (tenant_id, lat_micro, lon_micro),
    CONSTRAINT fk_station_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- ---------------------------------------------------------------- prices

CREATE TABLE tariff (
    id         BIGINT       NOT NULL AUTO_INCREMENT,
    tenant_id  BIGINT       NOT NULL,
    name       VARCHAR(120) NOT NULL,
    created_at DATETIME(3)  NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_tariff_name (tenant_id, name),
    CONSTRAINT fk_tariff_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- Immutable: a new price is a new row. slots is one digit 0 to 3 (sharp, peak, flat, valley) for each half hour; a level
-- that no slot uses has no price. model_no is the number piles know the version by and is never given twice in a tenant.
CREATE TABLE tariff_version (
    id                 BIGINT                                        NOT NULL AUTO_INCREMENT,
    tenant_id          BIGINT                                        NOT NULL,
    tariff_id          BIGINT                                        NOT NULL,
    version_no         INT                                           NOT NULL,
    model_no           SMALLINT                                      NOT NULL,
    slots              CHAR(48) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    sharp_electricity  BIGINT                                        NULL,
    sharp_service      BIGINT                                        NULL,
    peak_electricity   BIGINT                                        NULL,
    peak_service       BIGINT                                        NULL,
    flat_electricity   BIGINT                                        NULL,
    flat_service       BIGINT                                        NULL,
    valley_electricity BIGINT                                        NULL,
    valley_service     BIGINT                                        NULL,
    created_by         VARCHAR(64)                                   NOT NULL,
    created_at         DATETIME(3)                                   NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_tariff_version_no (tariff_id, version_no),
    UNIQUE KEY uk_tariff_version_model (tenant_id, model_no),
    CONSTRAINT fk_tariff_version_tariff FOREIGN KEY (tariff_id) REFERENCES tariff (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'append-only';

-- What a station charges now. Which version held when is told by the orders and the audit log.
CREATE TABLE station_tariff (
    station_id        BIGINT      NOT NULL,
    tenant_id         BIGINT      NOT NULL,
    tariff_version_id BIGINT      NOT NULL,
    since             DATETIME(3) NOT NULL,
    PRIMARY KEY (station_id),
    KEY ix_station_tariff_version (tariff_version_id),
    CONSTRAINT fk_station_tariff_station FOREIGN KEY (station_id) REFERENCES station (id),
    CONSTRAINT fk_station_tariff_version FOREIGN KEY (tariff_version_id) REFERENCES tariff_version (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- ---------------------------------------------------------------- piles

-- protocol_version to last_login_at are what the pile said of itself at its last login.
CREATE TABLE pile (
    pile_no          CHAR(14) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    tenant_id        BIGINT                                            NOT NULL,
    station_id       BIGINT                                            NOT NULL,
    name             VARCHAR(120)                                      NOT NULL,
    kind             VARCHAR(2) CHARACTER SET ascii COLLATE ascii_bin  NOT NULL,
    rated_watts      INT                                               NOT NULL,
    guns             SMALLINT                                          NOT NULL,
    enabled          BOOLEAN                                           NOT NULL,
    protocol_version VARCHAR(16)                                       NULL,
    firmware         VARCHAR(32)                                       NULL,
    sim_no           VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    last_login_at    DATETIME(3)                                       NULL,
    created_at       DATETIME(3)                                       NOT NULL,
    updated_at       DATETIME(3)                                       NOT NULL,
    PRIMARY KEY (pile_no),
    KEY ix_pile_station (station_id, pile_no),
    KEY ix_pile_tenant (tenant_id, pile_no),
    CONSTRAINT fk_pile_station FOREIGN KEY (station_id) REFERENCES station (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- gun_id is the pile number and the two-digit gun number, as printed in the QR code.
CREATE TABLE gun (
    gun_id    CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    tenant_id BIGINT                                        NOT NULL,
    pile_no   CHAR(14) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    gun_no    SMALLINT                                      NOT NULL,
    enabled   BOOLEAN                                       NOT NULL,
    PRIMARY KEY (gun_id),
    UNIQUE KEY uk_gun_no (pile_no, gun_no),
    CONSTRAINT fk_gun_pile FOREIGN KEY (pile_no) REFERENCES pile (pile_no)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- One row a login that was accepted; the epoch tells sessions of one pile apart.
CREATE TABLE pile_session (
    id               BIGINT                                            NOT NULL AUTO_INCREMENT,
    tenant_id        BIGINT                                            NOT NULL,
    pile_no          CHAR(14) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    session_epoch    BIGINT                                            NOT NULL,
    node             VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    source           VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    protocol_version VARCHAR(16)                                       NOT NULL,
    firmware         VARCHAR(32)                                       NOT NULL,
    sim_no           VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    opened_at        DATETIME(3)                                       NOT NULL,
    closed_at        DATETIME(3)                                       NULL,
    close_reason     VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_pile_session_epoch (pile_no, session_epoch),
    KEY ix_pile_session_open (closed_at, opened_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- Append-only: when a pile was seen to come and to go.
CREATE TABLE pile_presence (
    id            BIGINT                                            NOT NULL AUTO_INCREMENT,
    tenant_id     BIGINT                                            NOT NULL,
    pile_no       CHAR(14) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    online        BOOLEAN                                           NOT NULL,
    at            DATETIME(3)                                       NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_pile_presence_once (pile_no, at, online)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'append-only';

-- Which tariff version a pile has confirmed last. Shown to people; whether a gun may start is decided by the session.
CREATE TABLE pile_tariff_state (
    pile_no              CHAR(14) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    tenant_id            BIGINT                                        NOT NULL,
    confirmed_version_id BIGINT                                        NOT NULL,
    confirmed_model_no   SMALLINT                                      NOT NULL,
    confirmed_at         DATETIME(3)                                   NOT NULL,
    PRIMARY KEY (pile_no),
    CONSTRAINT fk_pile_tariff_state_pile FOREIGN KEY (pile_no) REFERENCES pile (pile_no)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- ---------------------------------------------------------------- orders

-- active_gun is the gun while the order holds it, else null: its unique key lets one order at a time have the gun.
-- An order without driver is an orphan: energy that came with a record of which no start is known.
CREATE TABLE charging_order (
    id                CHAR(26) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    tenant_id         BIGINT                                            NOT NULL,
    trade_no          CHAR(32) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    driver_id         BIGINT                                            NULL,
    station_id        BIGINT                                            NOT NULL,
    pile_no           CHAR(14) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    gun_id            CHAR(16) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    active_gun        CHAR(16) CHARACTER SET ascii COLLATE ascii_bin    NULL,
    tariff_version_id BIGINT                                            NULL,
    idempotency_key   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    orphan            BOOLEAN                                           NOT NULL,
    hold_fen          BIGINT                                            NOT NULL,
    limit_kind        VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin  NOT NULL,
    limit_value       BIGINT                                            NULL,
    state             VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version           BIGINT                                            NOT NULL,
    idle_reports      INT                                               NOT NULL,
    stop_cause        VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NULL,
    stop_requested_at DATETIME(3)                                       NULL,
    stop_sends        INT                                               NULL,
    stop_confirmed_at DATETIME(3)                                       NULL,
    stop_alarmed_at   DATETIME(3)                                       NULL,
    end_reason        VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    end_code          INT                                               NULL,
    created_at        DATETIME(3)                                       NOT NULL,
    start_sent_at     DATETIME(3)                                       NULL,
    start_acked_at    DATETIME(3)                                       NULL,
    charging_seen_at  DATETIME(3)                                       NULL,
    ended_at          DATETIME(3)                                       NULL,
    closed_at         DATETIME(3)                                       NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_charging_order_trade (trade_no),
    UNIQUE KEY uk_charging_order_active_gun (active_gun),
    UNIQUE KEY uk_charging_order_idempotency (driver_id, idempotency_key),
    KEY ix_charging_order_tenant (tenant_id, id),
    KEY ix_charging_order_driver (driver_id, id),
    KEY ix_charging_order_driver_active (driver_id, active_gun),
    KEY ix_charging_order_station (station_id, id),
    KEY ix_charging_order_pile (pile_no, id),
    KEY ix_charging_order_tenant_state (tenant_id, state, id),
    KEY ix_charging_order_state (state, id),
    KEY ix_charging_order_tariff (tariff_version_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- What must happen to an order when nothing else does. Set and cancelled in the transaction that changes the order.
CREATE TABLE order_timer (
    order_id  CHAR(26) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    kind      VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    tenant_id BIGINT                                            NOT NULL,
    due_at    DATETIME(3)                                       NOT NULL,
    PRIMARY KEY (order_id, kind),
    KEY ix_order_timer_due (due_at, order_id),
    CONSTRAINT fk_order_timer_order FOREIGN KEY (order_id) REFERENCES charging_order (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- Append-only: each step of each order, one row for each version of it.
CREATE TABLE order_event (
    id            BIGINT                                            NOT NULL AUTO_INCREMENT,
    tenant_id     BIGINT                                            NOT NULL,
    order_id      CHAR(26) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    order_version BIGINT                                            NOT NULL,
    kind          VARCHAR(48) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    from_state    VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NULL,
    to_state      VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    detail        VARCHAR(200)                                      NULL,
    at            DATETIME(3)                                       NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_order_event_version (order_id, order_version)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'append-only';

-- The last live values of an order: what an estimate rests on if the record never comes. Made with the order, and apart
-- from it, so that writing many of them at once never waits for an order that is being changed. Null means "not told".
CREATE TABLE order_progress (
    order_id        CHAR(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    tenant_id       BIGINT                                        NOT NULL,
    energy_1e4_kwh  BIGINT                                        NULL,
    pile_amount_1e4 BIGINT                                        NULL,
    soc_percent     SMALLINT                                      NULL,
    at              DATETIME(3)                                   NULL,
    PRIMARY KEY (order_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- ---------------------------------------------------------------- money

-- A positive balance of a wallet is what we owe its driver. Only accounts with cached balances have a row that changes;
-- what the others hold is the sum of their entries, so that revenue is not a row that every settlement waits for.
CREATE TABLE ledger_account (
    id               BIGINT                                            NOT NULL AUTO_INCREMENT,
    tenant_id        BIGINT                                            NOT NULL,
    kind             VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    owner_id         BIGINT                                            NOT NULL,
    cached           BOOLEAN                                           NOT NULL,
    balance_fen      BIGINT                                            NOT NULL DEFAULT 0,
    held_fen         BIGINT                                            NOT NULL DEFAULT 0,
    credit_limit_fen BIGINT                                            NOT NULL DEFAULT 0,
    created_at       DATETIME(3)                                       NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_ledger_account_owner (tenant_id, kind, owner_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- Append-only. kind and business_key name the one business step that a journal books: it is never booked twice.
CREATE TABLE ledger_journal (
    id           BIGINT                                             NOT NULL AUTO_INCREMENT,
    tenant_id    BIGINT                                             NOT NULL,
    kind         VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin  NOT NULL,
    business_key VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reason       VARCHAR(200)                                       NULL,
    booked_by    VARCHAR(64)                                        NULL,
    at           DATETIME(3)                                        NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_ledger_journal_business (kind, business_key),
    KEY ix_ledger_journal_tenant (tenant_id, at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'append-only';

-- Append-only. The entries of a journal sum to zero.
CREATE TABLE ledger_entry (
    id         BIGINT NOT NULL AUTO_INCREMENT,
    tenant_id  BIGINT NOT NULL,
    journal_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    amount_fen BIGINT NOT NULL,
    PRIMARY KEY (id),
    KEY ix_ledger_entry_journal (journal_id),
    KEY ix_ledger_entry_account (account_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'append-only';

-- Money of a wallet set aside for one order. Ends once: posted, voided or expired.
CREATE TABLE wallet_hold (
    id         BIGINT                                            NOT NULL AUTO_INCREMENT,
    tenant_id  BIGINT                                            NOT NULL,
    order_id   CHAR(26) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    account_id BIGINT                                            NOT NULL,
    amount_fen BIGINT                                            NOT NULL,
    posted_fen BIGINT                                            NULL,
    state      VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_at DATETIME(3)                                       NOT NULL,
    ended_at   DATETIME(3)                                       NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_wallet_hold_order (order_id),
    KEY ix_wallet_hold_account (account_id, state),
    KEY ix_wallet_hold_state (state, created_at),
    CONSTRAINT fk_wallet_hold_order FOREIGN KEY (order_id) REFERENCES charging_order (id),
    CONSTRAINT fk_wallet_hold_account FOREIGN KEY (account_id) REFERENCES ledger_account (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- ---------------------------------------------------------------- records and bills

-- Append-only: the evidence. A repetition has the same serial and hash and is not stored again; the same serial with
-- other content is a second row. The columns from started_at on are what the frame says, as it was read on arrival;
-- started_at and ended_at are the pile's own clock, local time of its site.
CREATE TABLE txn_record (
    id               BIGINT                                            NOT NULL AUTO_INCREMENT,
    tenant_id        BIGINT                                            NOT NULL,
    trade_no         CHAR(32) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    content_hash     BINARY(32)                                        NOT NULL,
    pile_no          CHAR(14) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    gun_no           SMALLINT                                          NOT NULL,
    protocol         VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    frame            VARBINARY(512)                                    NOT NULL,
    session_epoch    BIGINT                                            NOT NULL,
    node             VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    received_at      DATETIME(3)                                       NOT NULL,
    started_at       DATETIME(3)                                       NULL,
    ended_at         DATETIME(3)                                       NULL,
    meter_start      BIGINT                                            NOT NULL,
    meter_end        BIGINT                                            NOT NULL,
    energy_1e4_kwh   BIGINT                                            NOT NULL,
    loss_1e4_kwh     BIGINT                                            NOT NULL,
    pile_amount_1e4  BIGINT                                            NOT NULL,
    started_by       VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    stop_reason_code INT                                               NOT NULL,
    complete         BOOLEAN                                           NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_txn_record_content (trade_no, content_hash),
    KEY ix_txn_record_pile (pile_no, received_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'append-only';

-- Append-only: what the record says of each price level, in its own order. Level null is one our tariffs do not have.
CREATE TABLE txn_record_period (
    record_id      BIGINT                                           NOT NULL,
    line_no        SMALLINT                                         NOT NULL,
    tenant_id      BIGINT                                           NOT NULL,
    level          VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NULL,
    price_1e5      BIGINT                                           NOT NULL,
    energy_1e4_kwh BIGINT                                           NOT NULL,
    loss_1e4_kwh   BIGINT                                           NOT NULL,
    amount_1e4     BIGINT                                           NOT NULL,
    PRIMARY KEY (record_id, line_no)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'append-only';

-- What became of a kept record.
CREATE TABLE record_inbox (
    record_id   BIGINT                                            NOT NULL,
    tenant_id   BIGINT                                            NOT NULL,
    state       VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reason      VARCHAR(191)                                      NULL,
    attempts    INT                                               NOT NULL DEFAULT 0,
    next_try_at DATETIME(3)                                       NOT NULL,
    order_id    CHAR(26) CHARACTER SET ascii COLLATE ascii_bin    NULL,
    decided_at  DATETIME(3)                                       NULL,
    PRIMARY KEY (record_id),
    KEY ix_record_inbox_due (state, next_try_at, record_id),
    KEY ix_record_inbox_tenant (tenant_id, state, record_id),
    KEY ix_record_inbox_order (order_id),
    CONSTRAINT fk_record_inbox_record FOREIGN KEY (record_id) REFERENCES txn_record (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- Append-only: the bill of record, the pile's energy priced by our tariff version. One for each serial, for ever.
-- payable_fen * 100 = total_1e4 + rounding_1e4. paid_fen came from the wallet, unpaid_fen is owed by the driver.
CREATE TABLE charging_bill (
    id                BIGINT                                            NOT NULL AUTO_INCREMENT,
    tenant_id         BIGINT                                            NOT NULL,
    order_id          CHAR(26) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    trade_no          CHAR(32) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    record_id         BIGINT                                            NOT NULL,
    tariff_version_id BIGINT                                            NULL,
    energy_1e4_kwh    BIGINT                                            NOT NULL,
    electricity_1e4   BIGINT                                            NOT NULL,
    total_1e4         BIGINT                                            NOT NULL,
    payable_fen       BIGINT                                            NOT NULL,
    electricity_fen   BIGINT                                            NOT NULL,
    rounding_1e4      BIGINT                                            NOT NULL,
    paid_fen          BIGINT                                            NOT NULL,
    unpaid_fen        BIGINT                                            NOT NULL,
    pile_amount_1e4   BIGINT                                            NOT NULL,
    flags             VARCHAR(500) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_at        DATETIME(3)                                       NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_charging_bill_trade (trade_no),
    UNIQUE KEY uk_charging_bill_order (order_id),
    UNIQUE KEY uk_charging_bill_record (record_id),
    KEY ix_charging_bill_tenant (tenant_id, created_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'append-only';

-- Append-only: one line for each price level that delivered energy. Its fen are its share of the one rounding.
CREATE TABLE charging_bill_line (
    bill_id         BIGINT                                           NOT NULL,
    line_no         SMALLINT                                         NOT NULL,
    tenant_id       BIGINT                                           NOT NULL,
    level           VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    energy_1e4_kwh  BIGINT                                           NOT NULL,
    electricity_1e5 BIGINT                                           NOT NULL,
    service_1e5     BIGINT                                           NOT NULL,
    electricity_1e4 BIGINT                                           NOT NULL,
    total_1e4       BIGINT                                           NOT NULL,
    electricity_fen BIGINT                                           NOT NULL,
    service_fen     BIGINT                                           NOT NULL,
    PRIMARY KEY (bill_id, line_no)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'append-only';

-- A record that nobody but a person can settle, with what we would bill for it; null if nothing sensible can be computed.
CREATE TABLE order_review (
    record_id       BIGINT                                            NOT NULL,
    tenant_id       BIGINT                                            NOT NULL,
    order_id        CHAR(26) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    reasons         VARCHAR(500) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    energy_1e4_kwh  BIGINT                                            NULL,
    electricity_1e4 BIGINT                                            NULL,
    total_1e4       BIGINT                                            NULL,
    payable_fen     BIGINT                                            NULL,
    opened_at       DATETIME(3)                                       NOT NULL,
    PRIMARY KEY (record_id),
    KEY ix_order_review_order (order_id),
    KEY ix_order_review_tenant (tenant_id, record_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- ---------------------------------------------------------------- what a person should see

-- Append-only. The tenant is unknown when nobody's pile number knocks. Never holds the bytes of a frame.
CREATE TABLE security_event (
    id            BIGINT                                            NOT NULL AUTO_INCREMENT,
    tenant_id     BIGINT                                            NULL,
    pile_no       VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    session_epoch BIGINT                                            NULL,
    kind          VARCHAR(48) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    detail        VARCHAR(400)                                      NOT NULL,
    source        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    at            DATETIME(3)                                       NOT NULL,
    PRIMARY KEY (id),
    KEY ix_security_event_tenant (tenant_id, at),
    KEY ix_security_event_pile (pile_no, at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'append-only';
