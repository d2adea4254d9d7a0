-- Who may do what: staff, drivers, their tokens and codes, what they did. Valid on MySQL 5.7, 8.x and MariaDB.

CREATE TABLE staff_user (
    id            BIGINT       NOT NULL AUTO_INCREMENT,
    public_id     CHAR(26)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    tenant_id     BIGINT       NOT NULL,
    username      VARCHAR(64)  NOT NULL,
    password_hash CHAR(60)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    role          VARCHAR(16)  CHARACTER SET ascii NOT NULL,
    disabled_at   DATETIME(3)  NULL,
    created_at    DATETIME(3)  NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_staff_user_public_id (public_id),
    UNIQUE KEY uk_staff_user_username (username),
    KEY ix_staff_user_tenant (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- The phone is kept twice: encrypted to be shown, as a keyed hash to be found. Neither says anything without the key file.
CREATE TABLE driver (
    id              BIGINT         NOT NULL AUTO_INCREMENT,
    public_id       CHAR(26)       CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    tenant_id       BIGINT         NOT NULL,
    phone_encrypted VARBINARY(128) NOT NULL,
    phone_hash      BINARY(32)     NOT NULL,
    barred_at       DATETIME(3)    NULL,
    bar_reason      VARCHAR(191)   NULL,
    created_at      DATETIME(3)    NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_driver_public_id (public_id),
    UNIQUE KEY uk_driver_phone (tenant_id, phone_hash),
    KEY ix_driver_tenant (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- Only the SHA-256 of a token is here: a copy of this table opens nothing.
CREATE TABLE access_token (
    id           BIGINT      NOT NULL AUTO_INCREMENT,
    token_hash   BINARY(32)  NOT NULL,
    subject_kind VARCHAR(8)  CHARACTER SET ascii NOT NULL,
    subject_id   BIGINT      NOT NULL,
    tenant_id    BIGINT      NOT NULL,
    created_at   DATETIME(3) NOT NULL,
    expires_at   DATETIME(3) NOT NULL,
    last_used_at DATETIME(3) NOT NULL,
    revoked_at   DATETIME(3) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_access_token_hash (token_hash),
    KEY ix_access_token_subject (subject_kind, subject_id),
    KEY ix_access_token_expires (expires_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

CREATE TABLE ws_ticket (
    ticket_hash BINARY(32)  NOT NULL,
    tenant_id   BIGINT      NOT NULL,
    token_id    BIGINT      NOT NULL,
    expires_at  DATETIME(3) NOT NULL,
    used_at     DATETIME(3) NULL,
    PRIMARY KEY (ticket_hash),
    KEY ix_ws_ticket_expires (expires_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- One row per code asked for. The limits are counted over these rows while the row of sms_gate is locked.
CREATE TABLE sms_code (
    id          BIGINT      NOT NULL AUTO_INCREMENT,
    tenant_id   BIGINT      NOT NULL,
    purpose     VARCHAR(16) CHARACTER SET ascii NOT NULL,
    phone_hash  BINARY(32)  NOT NULL,
    prefix_hash BINARY(32)  NOT NULL,
    ip_hash     BINARY(32)  NOT NULL,
    code_hash   BINARY(32)  NOT NULL,
    guesses     INT         NOT NULL,
    created_at  DATETIME(3) NOT NULL,
    expires_at  DATETIME(3) NOT NULL,
    used_at     DATETIME(3) NULL,
    PRIMARY KEY (id),
    KEY ix_sms_code_phone (phone_hash, created_at),
    KEY ix_sms_code_prefix (prefix_hash, created_at),
    KEY ix_sms_code_ip (ip_hash, created_at),
    KEY ix_sms_code_created (created_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

CREATE TABLE sms_gate (
    id INT NOT NULL,
    PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

INSERT INTO sms_gate (id) VALUES (1);

-- A try is written before the password is looked at, so that concurrent tries see each other.
CREATE TABLE login_attempt (
    id           BIGINT      NOT NULL AUTO_INCREMENT,
    account_hash BINARY(32)  NOT NULL,
    ip_hash      BINARY(32)  NOT NULL,
    outcome      VARCHAR(8)  CHARACTER SET ascii NOT NULL,
    at           DATETIME(3) NOT NULL,
    PRIMARY KEY (id),
    KEY ix_login_attempt_account (account_hash, at),
    KEY ix_login_attempt_ip (ip_hash, at),
    KEY ix_login_attempt_at (at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

CREATE TABLE idempotency_key (
    id          BIGINT       NOT NULL AUTO_INCREMENT,
    tenant_id   BIGINT       NOT NULL,
    caller      VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    idem_key    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    fingerprint BINARY(32)   NOT NULL,
    lease       BIGINT       NOT NULL,
    started_at  DATETIME(3)  NOT NULL,
    status      INT          NULL,
    media_type  VARCHAR(64)  NULL,
    body        MEDIUMTEXT   NULL,
    created_at  DATETIME(3)  NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_idempotency_key (caller, idem_key),
    KEY ix_idempotency_key_created (created_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- Append-only: the application only ever inserts here.
CREATE TABLE audit_log (
    id         BIGINT       NOT NULL AUTO_INCREMENT,
    tenant_id  BIGINT       NOT NULL,
    actor_kind VARCHAR(8)   CHARACTER SET ascii NOT NULL,
    actor_id   BIGINT       NOT NULL,
    action     VARCHAR(48)  CHARACTER SET ascii NOT NULL,
    object_id  VARCHAR(64)  NOT NULL,
    result     VARCHAR(48)  CHARACTER SET ascii NOT NULL,
    details    TEXT         NOT NULL,
    source_ip  VARCHAR(45)  CHARACTER SET ascii NOT NULL,
    request_id VARCHAR(64)  CHARACTER SET ascii NOT NULL,
    at         DATETIME(3)  NOT NULL,
    PRIMARY KEY (id),
    KEY ix_audit_log_tenant (tenant_id, id),
    KEY ix_audit_log_object (tenant_id, object_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;
