package io.ohmgate.gateway.record;

import java.util.List;
import reactor.core.publisher.Mono;

/** Keeps the bytes of records for ever (invariants A1, A13). */
public interface RecordStore {
    /**
     * Keeps a batch in one transaction and answers, in the batch's order, only after its commit; an error means that
     * nothing of the batch can be relied on, and the same batch may be given again. For each record: if its (trade
     * number, hash) is in {@code txn_record}, or earlier in the batch → {@link Kept.Repeated}; else insert it with an
     * inbox row in state PENDING, due at once, and answer {@link Kept.First} if it is the only row of its trade number,
     * {@link Kept.OtherContent} if not. A duplicate key met while inserting (another node) is a reason to start the
     * transaction anew, not an error. The fields of the record are kept with the frame: the core cannot read frames.
     */
    Mono<List<Kept>> keep(List<IncomingRecord> batch);
}
