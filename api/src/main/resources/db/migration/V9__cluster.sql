-- Several nodes as one gateway: who is up, and the counter of session epochs. Valid on MySQL 5.7, 8.x and MariaDB.

-- One row a node. The incarnation grows with each start, so that a process that is gone is told from its successor.
CREATE TABLE cluster_node (
    node_id      VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    incarnation  BIGINT                                             NOT NULL,
    roles        VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    host         VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    port         INT                                                NOT NULL,
    version      VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    state        VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    started_at   DATETIME(3)                                        NOT NULL,
    seen_at      DATETIME(3)                                        NOT NULL,
    PRIMARY KEY (node_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- The last epoch given out, in blocks. It never falls behind the clock: epochs stay above those of a database whose
-- backup was restored, and above those that single nodes made of their clocks before.
CREATE TABLE session_epoch (
    id         TINYINT NOT NULL,
    last_epoch BIGINT  NOT NULL,
    PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

INSERT INTO session_epoch (id, last_epoch) VALUES (1, UNIX_TIMESTAMP() * 1048576);
