-- How far piles are believed, and what single piles are forgiven. Valid on MySQL 5.7, 8.x and MariaDB.

ALTER TABLE station ADD COLUMN minimum_trust TINYINT NOT NULL DEFAULT 2;

-- Where a pile is known to come from, where it was seen instead, and whether its number is locked.
CREATE TABLE pile_trust (
    pile_no      CHAR(14) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    tenant_id    BIGINT                                            NOT NULL,
    source_range VARCHAR(49) CHARACTER SET ascii COLLATE ascii_bin NULL,
    sim_no       VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    confirmed    BOOLEAN                                           NOT NULL DEFAULT FALSE,
    learnt_at    DATETIME(3)                                       NULL,
    decided_at   DATETIME(3)                                       NULL,
    decided_by   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    seen_source  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    seen_sim_no  VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    seen_at      DATETIME(3)                                       NULL,
    locked_at    DATETIME(3)                                       NULL,
    PRIMARY KEY (pile_no),
    KEY ix_pile_trust_tenant (tenant_id, pile_no)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- Tolerances of the protocol that are switched on for one pile; none is what the book says.
CREATE TABLE pile_dialect (
    pile_no     CHAR(14) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    option_name VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    tenant_id   BIGINT                                            NOT NULL,
    since       DATETIME(3)                                       NOT NULL,
    set_by      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (pile_no, option_name),
    KEY ix_pile_dialect_tenant (tenant_id, pile_no)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;
