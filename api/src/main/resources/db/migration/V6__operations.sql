-- What people do to piles, and what piles are told to show: operations, firmware, QR codes.
--
-- As in V1: valid on MySQL 5.7, MySQL 8 and MariaDB 10.3 and later; times are UTC; digits and codes are ascii_bin.

-- One row an operation (操作). gun_no 0 is the whole pile. open_slot is 1 while something may still come of it, else null:
-- its unique key lets one operation of a kind at a time be open at a pile or gun. task is JSON and never holds a secret.
CREATE TABLE pile_operation (
    id            BIGINT                                            NOT NULL AUTO_INCREMENT,
    tenant_id     BIGINT                                            NOT NULL,
    pile_no       CHAR(14) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    gun_no        SMALLINT                                          NOT NULL,
    kind          VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    open_slot     TINYINT                                           NULL,
    task          VARCHAR(4000)                                     NOT NULL,
    campaign_id   BIGINT                                            NULL,
    requested_by  VARCHAR(64)                                       NOT NULL,
    requested_at  DATETIME(3)                                       NOT NULL,
    status        VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reason        VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    code          INT                                               NULL,
    session_epoch BIGINT                                            NULL,
    due_at        DATETIME(3)                                       NULL,
    sent_at       DATETIME(3)                                       NULL,
    acked_at      DATETIME(3)                                       NULL,
    finished_at   DATETIME(3)                                       NULL,
    version       INT                                               NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_pile_operation_open (pile_no, gun_no, kind, open_slot),
    KEY ix_pile_operation_pile (tenant_id, pile_no, id),
    KEY ix_pile_operation_status (tenant_id, status, id),
    KEY ix_pile_operation_kind (tenant_id, kind, id),
    KEY ix_pile_operation_still_open (open_slot, id),
    KEY ix_pile_operation_campaign (campaign_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- Append-only: each step of each operation, who caused it and when.
CREATE TABLE pile_operation_event (
    id           BIGINT                                            NOT NULL AUTO_INCREMENT,
    tenant_id    BIGINT                                            NOT NULL,
    operation_id BIGINT                                            NOT NULL,
    version      INT                                               NOT NULL,
    from_status  VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    to_status    VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reason       VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    by_whom      VARCHAR(64)                                       NOT NULL,
    at           DATETIME(3)                                       NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_pile_operation_event_version (operation_id, version)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'append-only';

-- What a pile's clock showed when it was last set; positive if it was ahead of ours.
CREATE TABLE pile_clock (
    pile_no    CHAR(14) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    tenant_id  BIGINT                                        NOT NULL,
    drift_ms   BIGINT                                        NOT NULL,
    at         DATETIME(3)                                   NOT NULL,
    PRIMARY KEY (pile_no)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- What a parking lock (地锁) last told of itself.
CREATE TABLE ground_lock (
    gun_id          CHAR(16) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    tenant_id       BIGINT                                            NOT NULL,
    position        VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    car_present     BOOLEAN                                           NULL,
    battery_percent SMALLINT                                          NULL,
    alarm           VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    at              DATETIME(3)                                       NOT NULL,
    PRIMARY KEY (gun_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- Which QR codes a pile shows and how it is told. text is a prefix for 0xF0, an address with {gunId}, {pileNo} or {gunNo}
-- in it for 0x9E and 0x9C.
CREATE TABLE pile_qr (
    pile_no    CHAR(14) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    tenant_id  BIGINT                                            NOT NULL,
    form       VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    text       VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    set_by     VARCHAR(64)                                       NOT NULL,
    set_at     DATETIME(3)                                       NOT NULL,
    PRIMARY KEY (pile_no),
    KEY ix_pile_qr_tenant (tenant_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- What a tenant's drivers may scan that is not in our own form: text with * and ? around {gun}, {pile} or {gunNo}.
CREATE TABLE qr_mask (
    id         BIGINT       NOT NULL AUTO_INCREMENT,
    tenant_id  BIGINT       NOT NULL,
    name       VARCHAR(120) NOT NULL,
    mask       VARCHAR(200) NOT NULL,
    created_by VARCHAR(64)  NOT NULL,
    created_at DATETIME(3)  NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_qr_mask_name (tenant_id, name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- A program for piles, as it lies in the data directory. sha256 is of its bytes.
CREATE TABLE firmware_file (
    id         BIGINT                                            NOT NULL AUTO_INCREMENT,
    tenant_id  BIGINT                                            NOT NULL,
    name       VARCHAR(120)                                      NOT NULL,
    version    VARCHAR(32)                                       NOT NULL,
    kind       VARCHAR(2) CHARACTER SET ascii COLLATE ascii_bin  NOT NULL,
    bytes      BIGINT                                            NOT NULL,
    sha256     CHAR(64) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    created_by VARCHAR(64)                                       NOT NULL,
    created_at DATETIME(3)                                       NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_firmware_file_version (tenant_id, kind, name, version)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- A rollout (升级批次): one file to many piles, in waves. waves is the size of each, 0 for all that are left.
CREATE TABLE firmware_campaign (
    id                       BIGINT                                            NOT NULL AUTO_INCREMENT,
    tenant_id                BIGINT                                            NOT NULL,
    name                     VARCHAR(120)                                      NOT NULL,
    file_id                  BIGINT                                            NOT NULL,
    waves                    VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    failures_max             INT                                               NOT NULL,
    when_idle                BOOLEAN                                           NOT NULL,
    download_timeout_minutes SMALLINT                                          NOT NULL,
    status                   VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    pause_reason             VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    wave                     INT                                               NOT NULL,
    forgiven                 INT                                               NOT NULL,
    created_by               VARCHAR(64)                                       NOT NULL,
    created_at               DATETIME(3)                                       NOT NULL,
    approved_by              VARCHAR(64)                                       NULL,
    approved_at              DATETIME(3)                                       NULL,
    finished_at              DATETIME(3)                                       NULL,
    row_version              INT                                               NOT NULL,
    PRIMARY KEY (id),
    KEY ix_firmware_campaign_tenant (tenant_id, id),
    KEY ix_firmware_campaign_status (status, id),
    CONSTRAINT fk_firmware_campaign_file FOREIGN KEY (file_id) REFERENCES firmware_file (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- Each pile of a rollout and its wave, counted from 1. status is PENDING until its operation is asked for, then the operation's.
CREATE TABLE firmware_campaign_pile (
    campaign_id  BIGINT                                            NOT NULL,
    pile_no      CHAR(14) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    tenant_id    BIGINT                                            NOT NULL,
    wave         INT                                               NOT NULL,
    operation_id BIGINT                                            NULL,
    PRIMARY KEY (campaign_id, pile_no),
    KEY ix_firmware_campaign_pile_wave (campaign_id, wave, pile_no),
    KEY ix_firmware_campaign_pile_pile (pile_no),
    CONSTRAINT fk_firmware_campaign_pile FOREIGN KEY (campaign_id) REFERENCES firmware_campaign (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- Append-only: who moved a rollout, and why.
CREATE TABLE firmware_campaign_event (
    id          BIGINT                                            NOT NULL AUTO_INCREMENT,
    tenant_id   BIGINT                                            NOT NULL,
    campaign_id BIGINT                                            NOT NULL,
    row_version INT                                               NOT NULL,
    to_status   VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    wave        INT                                               NOT NULL,
    reason      VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    by_whom     VARCHAR(64)                                       NOT NULL,
    at          DATETIME(3)                                       NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_firmware_campaign_event (campaign_id, row_version)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci
  COMMENT = 'append-only';

-- The one-time account with which one pile fetches one file: a new one takes the place of the old, it is used once, and
-- it lives for half an hour. Of the password only a hash is here, and it is nowhere else but in the frame.
CREATE TABLE firmware_account (
    pile_no       CHAR(14) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    tenant_id     BIGINT                                        NOT NULL,
    username      CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    password_hash BINARY(32)                                    NOT NULL,
    file_id       BIGINT                                        NOT NULL,
    expires_at    DATETIME(3)                                   NOT NULL,
    used_at       DATETIME(3)                                   NULL,
    PRIMARY KEY (pile_no),
    UNIQUE KEY uk_firmware_account_user (username)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;
