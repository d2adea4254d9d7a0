package io.ohmgate.api.http.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.api.store.BenchTables.KeptRecord;
import io.ohmgate.api.view.CodeView;
import io.ohmgate.ykc.words.CodeBook;
import io.ohmgate.ykc.words.CodeList;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A record that a pile sent and that waits in quarantine; the frame is the evidence. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeptRecordView(
        String id,
        String tradeNo,
        String gunId,
        String protocol,
        Instant receivedAt,
        long energy,
        long pileAmount,
        int stopReasonCode,
        CodeView stopReason,
        String state,
        @Nullable String reason,
        @Nullable String orderId,
        String frameHex) {
    static KeptRecordView of(KeptRecord record) {
        return new KeptRecordView(
                Long.toString(record.id()),
                record.tradeNo().digits(),
                record.pileNo().digits() + (record.gunNo() < 10 ? "0" : "") + record.gunNo(),
                record.protocol(),
                record.receivedAt(),
                record.energy().tenThousandthsKwh(),
                record.pileAmount().tenThousandthsYuan(),
                record.stopReasonCode(),
                CodeView.forStaff(CodeBook.of(CodeList.STOP_REASON, record.stopReasonCode())),
                record.state().name(),
                record.reason(),
                record.orderId() == null ? null : record.orderId().text(),
                record.frameHex());
    }
}
