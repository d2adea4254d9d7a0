-- What a record says of each price level, in one column of the record: level,price_1e5,energy_1e4_kwh,loss_1e4_kwh,amount_1e4
-- of each, with a slash between them; the level is empty for one our tariffs do not have. Null is a record whose levels are
-- rows of txn_record_period: all that were kept before, and one with more levels than fit here.
ALTER TABLE txn_record
    ADD COLUMN periods VARCHAR(2000) CHARACTER SET ascii COLLATE ascii_bin NULL;
