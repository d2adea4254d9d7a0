-- Decisions that a second person must approve, orders without a driver that find one, and which pile knew which card when.

-- ---------------------------------------------------------------- decisions

-- choice_number is what the person named beside the kind (0.0001 kWh, fen, or the driver), so that a key decides one thing.
ALTER TABLE order_decision
    ADD COLUMN choice_number BIGINT                                            NULL,
    ADD COLUMN approved_by   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL;

-- A decision above the limit. waiting_order is order_id while it waits, so that there is one at a time.
CREATE TABLE decision_proposal (
    id            BIGINT                                             NOT NULL AUTO_INCREMENT,
    tenant_id     BIGINT                                             NOT NULL,
    order_id      CHAR(26) CHARACTER SET ascii COLLATE ascii_bin     NOT NULL,
    decision_key  VARCHAR(180) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind          VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin  NOT NULL,
    choice_number BIGINT                                             NULL,
    reason        VARCHAR(400)                                       NOT NULL,
    stake_fen     BIGINT                                             NOT NULL,
    state         VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin  NOT NULL,
    waiting_order CHAR(26) CHARACTER SET ascii COLLATE ascii_bin     NULL,
    proposed_by   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin  NOT NULL,
    proposed_at   DATETIME(3)                                        NOT NULL,
    closed_by     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin  NULL,
    closed_at     DATETIME(3)                                        NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_decision_proposal_key (tenant_id, decision_key),
    UNIQUE KEY uk_decision_proposal_waiting (waiting_order),
    KEY ix_decision_proposal_order (order_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- ---------------------------------------------------------------- cards on piles

-- When a pile may have known a card: from the first wish that it should until it was seen to have forgotten it. A row of
-- pile_card goes when the pile has forgotten; a record of a charge may come weeks later and is judged by this.
CREATE TABLE pile_card_span (
    id          BIGINT                                         NOT NULL AUTO_INCREMENT,
    tenant_id   BIGINT                                         NOT NULL,
    pile_no     CHAR(14) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    card_id     BIGINT                                         NOT NULL,
    known_from  DATETIME(3)                                    NOT NULL,
    known_until DATETIME(3)                                    NULL,
    PRIMARY KEY (id),
    KEY ix_pile_card_span_pile (pile_no, card_id, known_from),
    CONSTRAINT fk_pile_card_span_pile FOREIGN KEY (pile_no) REFERENCES pile (pile_no),
    CONSTRAINT fk_pile_card_span_card FOREIGN KEY (card_id) REFERENCES charging_card (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- Since when nobody wrote down; since the card was made is the earliest it can be.
INSERT INTO pile_card_span (tenant_id, pile_no, card_id, known_from)
SELECT p.tenant_id, p.pile_no, p.card_id, c.created_at
  FROM pile_card p JOIN charging_card c ON c.id = p.card_id;
