-- Since when a card has been with its driver: what was charged before is not his. Null means since the card was made.
ALTER TABLE charging_card ADD COLUMN driver_since DATETIME(3) NULL;
