-- Under which trace the story of an order is told: W3C Trace Context, the ids of the trace and of the span that began it.
-- NULL for orders from before, and for orphans, which nobody began.
ALTER TABLE charging_order
    ADD COLUMN trace_id   CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN trace_span CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD KEY ix_charging_order_trace (trace_id);
