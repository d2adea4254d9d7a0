-- Cards and vehicles that start charges at the pile, the cards that piles keep for when they are offline, and guns that
-- charge one vehicle together.

-- ---------------------------------------------------------------- where an order came from

-- parallel_main is the order that the driver sees for all guns of one vehicle; the main order names itself.
ALTER TABLE charging_order
    ADD COLUMN origin        VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'APP',
    ADD COLUMN card_id       BIGINT                                            NULL,
    ADD COLUMN vehicle_id    BIGINT                                            NULL,
    ADD COLUMN parallel_no   CHAR(12) CHARACTER SET ascii COLLATE ascii_bin    NULL,
    ADD COLUMN parallel_main CHAR(26) CHARACTER SET ascii COLLATE ascii_bin    NULL,
    ADD KEY ix_charging_order_card (card_id, created_at),
    ADD KEY ix_charging_order_vehicle (vehicle_id, created_at),
    ADD KEY ix_charging_order_parallel (parallel_main, id);

UPDATE charging_order SET origin = 'RECORD' WHERE orphan;

-- ---------------------------------------------------------------- cards and vehicles

-- The numbers are personal data: encrypted to be shown to their owner, as a keyed hash to be found again. card_hash is of
-- the number in the card without its leading zero bytes. password_hash is keyed and bound to the card.
CREATE TABLE charging_card (
    id                 BIGINT                                            NOT NULL AUTO_INCREMENT,
    tenant_id          BIGINT                                            NOT NULL,
    public_id          CHAR(26) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    card_hash          BINARY(32)                                        NOT NULL,
    card_encrypted     VARBINARY(255)                                    NOT NULL,
    printed_encrypted  VARBINARY(255)                                    NULL,
    password_hash      BINARY(32)                                        NULL,
    driver_id          BIGINT                                            NULL,
    state              VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    state_reason       VARCHAR(200)                                      NULL,
    state_since        DATETIME(3)                                       NOT NULL,
    daily_cap_fen      BIGINT                                            NULL,
    station_id         BIGINT                                            NULL,
    created_at         DATETIME(3)                                       NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_charging_card_public (public_id),
    UNIQUE KEY uk_charging_card_number (tenant_id, card_hash),
    KEY ix_charging_card_driver (driver_id, id),
    CONSTRAINT fk_charging_card_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
    CONSTRAINT fk_charging_card_station FOREIGN KEY (station_id) REFERENCES station (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- plug_hash is vin_hash while the vehicle may start a charge by itself: only one driver of a tenant can have that.
CREATE TABLE vehicle (
    id             BIGINT                                         NOT NULL AUTO_INCREMENT,
    tenant_id      BIGINT                                         NOT NULL,
    public_id      CHAR(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    driver_id      BIGINT                                         NOT NULL,
    vin_hash       BINARY(32)                                     NOT NULL,
    vin_encrypted  VARBINARY(255)                                 NOT NULL,
    plug_hash      BINARY(32)                                     NULL,
    name           VARCHAR(60)                                    NOT NULL,
    daily_cap_fen  BIGINT                                         NULL,
    blocked_at     DATETIME(3)                                    NULL,
    created_at     DATETIME(3)                                    NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_vehicle_public (public_id),
    UNIQUE KEY uk_vehicle_driver (driver_id, vin_hash),
    UNIQUE KEY uk_vehicle_plug (tenant_id, plug_hash),
    CONSTRAINT fk_vehicle_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- What a station accepts at its piles, and how much power may be promised there at once; null is no limit.
CREATE TABLE station_start_rule (
    station_id      BIGINT      NOT NULL,
    tenant_id       BIGINT      NOT NULL,
    takes_cards     BOOLEAN     NOT NULL,
    takes_vehicles  BOOLEAN     NOT NULL,
    capacity_watts  INT         NULL,
    updated_at      DATETIME(3) NOT NULL,
    PRIMARY KEY (station_id),
    CONSTRAINT fk_station_start_rule_station FOREIGN KEY (station_id) REFERENCES station (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- Append-only: what a driver is told of starts that the app did not make, newest last.
CREATE TABLE driver_notice (
    id         BIGINT                                            NOT NULL AUTO_INCREMENT,
    tenant_id  BIGINT                                            NOT NULL,
    driver_id  BIGINT                                            NOT NULL,
    kind       VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    order_id   CHAR(26) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    station_id BIGINT                                            NOT NULL,
    at         DATETIME(3)                                       NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_driver_notice_once (order_id, kind),
    KEY ix_driver_notice_driver (driver_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'append-only';

-- ---------------------------------------------------------------- cards on piles

-- What each pile should know of each card, and does. A row goes when the pile has forgotten the card.
CREATE TABLE pile_card (
    pile_no    CHAR(14) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    card_id    BIGINT                                            NOT NULL,
    tenant_id  BIGINT                                            NOT NULL,
    state      VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    wanted     BOOLEAN                                           NOT NULL,
    reason     VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    attempts   INT                                               NOT NULL DEFAULT 0,
    changed_at DATETIME(3)                                       NOT NULL,
    PRIMARY KEY (pile_no, card_id),
    KEY ix_pile_card_open (state, pile_no),
    KEY ix_pile_card_card (card_id),
    CONSTRAINT fk_pile_card_pile FOREIGN KEY (pile_no) REFERENCES pile (pile_no),
    CONSTRAINT fk_pile_card_card FOREIGN KEY (card_id) REFERENCES charging_card (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- Append-only: since when a pile held which tariff version: what it charges by while it is offline.
CREATE TABLE pile_tariff_held (
    id                BIGINT                                         NOT NULL AUTO_INCREMENT,
    tenant_id         BIGINT                                         NOT NULL,
    pile_no           CHAR(14) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    tariff_version_id BIGINT                                         NOT NULL,
    since             DATETIME(3)                                    NOT NULL,
    PRIMARY KEY (id),
    KEY ix_pile_tariff_held_since (pile_no, since)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'append-only';

INSERT INTO pile_tariff_held (tenant_id, pile_no, tariff_version_id, since)
SELECT tenant_id, pile_no, confirmed_version_id, confirmed_at FROM pile_tariff_state;
