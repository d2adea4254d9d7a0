-- Work that one node does for all: who has it, and until when. Not of a tenant: it is the product's own.
CREATE TABLE cluster_job (
    name        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    node        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    incarnation BIGINT                                            NOT NULL,
    held_until  DATETIME(3)                                       NOT NULL,
    PRIMARY KEY (name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;
