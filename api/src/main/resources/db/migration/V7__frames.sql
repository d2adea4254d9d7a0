-- What piles said: frames worth keeping, what batteries told, and faults that somebody must see to.
-- Valid on MySQL 5.7, MySQL 8 and MariaDB 10.3 and later, as all migrations are.

-- One row a frame that is worth keeping, masked before it is written: card numbers, vehicle numbers and passwords are other
-- ones, made from the true ones with a key. The id is made of the time: milliseconds since 1970 times 2^20 and a running
-- number, so a time range is a range of ids and the oldest are deleted from the front. The true bytes of records are in
-- txn_record.
CREATE TABLE frame_log (
    id            BIGINT                                            NOT NULL,
    tenant_id     BIGINT                                            NOT NULL,
    pile_no       CHAR(14) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    gun_no        SMALLINT                                          NULL,
    trade_no      CHAR(32) CHARACTER SET ascii COLLATE ascii_bin    NULL,
    direction     VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin  NOT NULL,
    type_code     SMALLINT                                          NOT NULL,
    session_epoch BIGINT                                            NOT NULL,
    node          VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    source        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    frame         VARBINARY(512)                                    NOT NULL,
    at            DATETIME(3)                                       NOT NULL,
    PRIMARY KEY (id),
    KEY ix_frame_log_pile (pile_no, id),
    KEY ix_frame_log_pile_type (pile_no, type_code, id),
    KEY ix_frame_log_trade (trade_no, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- What battery and charger told of each other during a charge. Null means "not told". The vehicle's number is masked.
-- troubles lists KIND:code, each once, in the order in which they came.
CREATE TABLE charge_battery (
    trade_no                  CHAR(32) CHARACTER SET ascii COLLATE ascii_bin     NOT NULL,
    tenant_id                 BIGINT                                             NOT NULL,
    gun_id                    CHAR(16) CHARACTER SET ascii COLLATE ascii_bin     NOT NULL,
    type_code                 SMALLINT                                           NULL,
    rated_deci_ampere_hours   INT                                                NULL,
    rated_deci_volts          INT                                                NULL,
    vendor                    VARCHAR(8)                                         NULL,
    production_year           SMALLINT                                           NULL,
    charge_count              INT                                                NULL,
    masked_vin                VARCHAR(17)                                        NULL,
    cell_limit_centi_volts    INT                                                NULL,
    limit_deci_amperes        INT                                                NULL,
    limit_deci_volts          INT                                                NULL,
    limit_celsius             SMALLINT                                           NULL,
    nominal_deci_kwh          INT                                                NULL,
    begin_soc_permille        SMALLINT                                           NULL,
    begin_deci_volts          INT                                                NULL,
    charger_max_deci_volts    INT                                                NULL,
    charger_min_deci_volts    INT                                                NULL,
    charger_max_deci_amperes  INT                                                NULL,
    charger_min_deci_amperes  INT                                                NULL,
    seen_cell_max_centi_volts INT                                                NULL,
    seen_max_celsius          SMALLINT                                           NULL,
    seen_min_celsius          SMALLINT                                           NULL,
    end_soc_percent           SMALLINT                                           NULL,
    end_cell_min_centi_volts  INT                                                NULL,
    end_cell_max_centi_volts  INT                                                NULL,
    end_min_celsius           SMALLINT                                           NULL,
    end_max_celsius           SMALLINT                                           NULL,
    end_minutes               INT                                                NULL,
    end_output_deci_kwh       INT                                                NULL,
    troubles                  VARCHAR(400) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    updated_at                DATETIME(3)                                        NOT NULL,
    PRIMARY KEY (trade_no, gun_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- A fault of a gun that somebody must see to: one row a fault and gun for ever, reopened when it comes back.
CREATE TABLE work_order (
    id           BIGINT                                            NOT NULL AUTO_INCREMENT,
    tenant_id    BIGINT                                            NOT NULL,
    station_id   BIGINT                                            NOT NULL,
    gun_id       CHAR(16) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    fault_list   VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    fault_code   INT                                               NOT NULL,
    state        VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    occurrences  INT                                               NOT NULL,
    reopened     INT                                               NOT NULL,
    first_at     DATETIME(3)                                       NOT NULL,
    last_at      DATETIME(3)                                       NOT NULL,
    assigned_to  BIGINT                                            NULL,
    closed_at    DATETIME(3)                                       NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_work_order_fault (gun_id, fault_list, fault_code),
    KEY ix_work_order_tenant (tenant_id, state, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- Append-only: each time the fault came, and what people did about it.
CREATE TABLE work_order_event (
    id            BIGINT                                            NOT NULL AUTO_INCREMENT,
    tenant_id     BIGINT                                            NOT NULL,
    work_order_id BIGINT                                            NOT NULL,
    kind          VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    trade_no      CHAR(32) CHARACTER SET ascii COLLATE ascii_bin    NULL,
    actor         VARCHAR(64)                                       NOT NULL,
    note          VARCHAR(500)                                      NULL,
    at            DATETIME(3)                                       NOT NULL,
    PRIMARY KEY (id),
    KEY ix_work_order_event_order (work_order_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'append-only';
