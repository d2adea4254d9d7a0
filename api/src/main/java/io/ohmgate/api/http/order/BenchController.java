package io.ohmgate.api.http.order;

import io.ohmgate.api.http.Cursor;
import io.ohmgate.api.http.Page;
import io.ohmgate.api.http.Scopes;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.BenchTables;
import io.ohmgate.api.store.BenchTables.AbnormalOrder;
import io.ohmgate.api.store.LedgerCheck;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What waits for a person: records in quarantine, abnormal orders; and whether the books are right. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "bench", description = "异常处理与对账 / what waits for a person")
class BenchController {
    /** The check reads whole tables; who asks more often gets the last finding. */
    private static final Duration CHECK_EVERY = Duration.ofSeconds(10);

    private final BenchTables bench;
    private final OrderAnswers views;
    private final Mono<LedgerCheck.Finding> finding;

    /** What was found; everything but {@code holdsOpen} must be 0. */
    public record LedgerCheckView(boolean right, LedgerCheck.Finding finding) {}

    BenchController(BenchTables bench, OrderAnswers views, LedgerCheck ledger) {
        this.bench = bench;
        this.views = views;
        this.finding = ledger.run().cache(found -> CHECK_EVERY, failure -> Duration.ZERO, () -> Duration.ZERO);
    }

    @GetMapping("/quarantine")
    @Operation(summary = "隔离的交易记录，最新在前 / Records in quarantine, the newest first")
    Mono<Page<KeptRecordView>> quarantine(
            Caller.Staff me,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit) {
        return Page.of(bench.quarantine(Scopes.of(me), Cursor.position(cursor), limit), KeptRecordView::of);
    }

    @GetMapping("/abnormal-orders")
    @Operation(summary = "异常订单，最新在前 / Abnormal orders, the newest first")
    Mono<Page<AbnormalOrderView>> abnormalOrders(
            Caller.Staff me,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit) {
        return Page.of(bench.abnormalOrders(Scopes.of(me), Cursor.position(cursor), limit), this::view);
    }

    private AbnormalOrderView view(AbnormalOrder abnormal) {
        Long record = abnormal.recordId();
        return new AbnormalOrderView(
                views.brief(abnormal.order()),
                abnormal.reasons(),
                abnormal.proposed() == null ? null : abnormal.proposed().fen(),
                record == null ? null : Long.toString(record));
    }

    @GetMapping("/ledger/check")
    @Operation(summary = "账本自检：借贷平衡、余额与分录一致 / Whether the books are right at this moment")
    Mono<LedgerCheckView> ledgerCheck(Caller.Staff me) {
        return finding.map(found -> new LedgerCheckView(found.right(), found));
    }
}
