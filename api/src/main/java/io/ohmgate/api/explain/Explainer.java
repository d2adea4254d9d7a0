package io.ohmgate.api.explain;

import io.ohmgate.api.explain.ExplanationView.Source;
import io.ohmgate.api.explain.ExplanationView.Step;
import io.ohmgate.api.frames.FrameReader;
import io.ohmgate.api.store.BatteryTables;
import io.ohmgate.api.store.BatteryTables.BatterySummary;
import io.ohmgate.api.store.EvidenceTables;
import io.ohmgate.api.store.EvidenceTables.Evidence;
import io.ohmgate.api.store.EvidenceTables.RecordLine;
import io.ohmgate.api.store.FrameTables;
import io.ohmgate.api.store.OrderLists;
import io.ohmgate.api.store.OrderLists.HistoryLine;
import io.ohmgate.api.store.OrderLists.SettledBill;
import io.ohmgate.api.store.Scope;
import io.ohmgate.api.view.BatterySummaryView;
import io.ohmgate.api.view.CodeView;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderEnd;
import io.ohmgate.gateway.order.OrderEnd.EndReason;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.OrderTrace;
import io.ohmgate.ykc.words.CodeBook;
import io.ohmgate.ykc.words.CodeList;
import io.ohmgate.ykc.words.CodeWord;
import io.ohmgate.ykc.words.Words;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells an order's life from everything that is kept of it, so that nobody has to read a log to know why it ended. */
@Component
public class Explainer {
    private final OrderLists orders;
    private final EvidenceTables evidence;
    private final FrameTables frames;
    private final BatteryTables batteries;

    public Explainer(OrderLists orders, EvidenceTables evidence, FrameTables frames, BatteryTables batteries) {
        this.orders = orders;
        this.evidence = evidence;
        this.frames = frames;
        this.batteries = batteries;
    }

    /** All of it, with rules and frames. */
    public Mono<ExplanationView> forStaff(Scope.Operator scope, ChargingOrder order) {
        Scope.Operator tenant = scope;
        return Mono.zip(
                        orders.history(tenant, order.id()).collectList(),
                        evidence.of(scope, order),
                        frames.of(scope, order, FrameReader.ORDER_MAX).collectList(),
                        orders.bill(scope, order.id()).singleOptional(),
                        batteries.find(scope, order.tradeNo()).singleOptional())
                .map(all -> new Telling(
                                order, all.getT1(), all.getT2(), new FrameTrail(all.getT3()), all.getT4(), all.getT5())
                        .whole());
    }

    /** What a driver is told: the reason, the moves and the money. */
    public Mono<ExplanationView> forDriver(Scope.Driver scope, ChargingOrder order) {
        Scope.Operator tenant = new Scope.Platform(scope.tenantId());
        return Mono.zip(
                        orders.history(tenant, order.id()).collectList(),
                        evidence.of(scope, order),
                        orders.bill(scope, order.id()).singleOptional())
                .map(all -> new Telling(
                                order,
                                all.getT1(),
                                all.getT2(),
                                new FrameTrail(List.of()),
                                all.getT3(),
                                Optional.empty())
                        .brief());
    }

    /** One order's story while it is put together. */
    private record Telling(
            ChargingOrder order,
            List<HistoryLine> history,
            Evidence evidence,
            FrameTrail trail,
            Optional<SettledBill> bill,
            Optional<BatterySummary> battery) {
        ExplanationView whole() {
            List<Step> steps = new ArrayList<>();
            history.forEach(line -> steps.add(step(line)));
            records(steps);
            money(steps);
            BatterySteps.add(steps, trail);
            evidence.deeds()
                    .forEach(deed -> steps.add(Step.of(
                            deed.at(),
                            Source.PERSON,
                            deed.action(),
                            new Words(
                                    "人员操作：" + deed.action() + "（" + deed.actor() + "，" + deed.result() + "）",
                                    "done by " + deed.actor() + ": " + deed.action() + ", " + deed.result()),
                            List.of())));
            evidence.alarms()
                    .forEach(alarm -> steps.add(Step.of(
                            alarm.at(),
                            Source.SECURITY,
                            alarm.kind(),
                            new Words(
                                    "告警：" + alarm.kind() + " " + alarm.detail(),
                                    "alarm: " + alarm.kind() + " " + alarm.detail()),
                            List.of())));
            evidence.timers()
                    .forEach(timer -> steps.add(Step.of(
                            timer.dueAt(),
                            Source.TIMER,
                            timer.kind(),
                            new Words("待触发定时：" + timer.kind(), "still to come: " + timer.kind()),
                            List.of())));
            live(steps);
            return view(
                    steps,
                    CodeView::forStaff,
                    battery.map(BatterySummaryView::of).orElse(null));
        }

        ExplanationView brief() {
            List<Step> steps = new ArrayList<>();
            history.stream()
                    .filter(line -> line.from() != line.to())
                    .forEach(line -> steps.add(step(line).brief()));
            money(steps);
            return view(steps, CodeView::forDriver, null);
        }

        private ExplanationView view(
                List<Step> steps, Function<CodeWord, CodeView> shown, @Nullable BatterySummaryView told) {
            steps.sort(Comparator.comparing(Step::at));
            CodeWord code = code();
            boolean zero = bill.isPresent() && bill.get().bill().energy().tenThousandthsKwh() == 0;
            Why why = Why.of(order, code, zero);
            String detailZh = detail(code == null ? "" : code.text().zh());
            String detailEn = detail(code == null ? "" : code.text().en());
            OrderTrace trace = order.terms().trace();
            return new ExplanationView(
                    order.id().text(),
                    order.state(),
                    why,
                    why.words().zh() + detailZh,
                    why.words().en() + detailEn,
                    code == null ? null : shown.apply(code),
                    steps,
                    told,
                    trace == null ? null : trace.traceId());
        }

        private String detail(String code) {
            String reviews = evidence.reviews().isEmpty()
                    ? ""
                    : evidence.reviews().getLast().reasons();
            String said = order.state() == OrderState.IN_REVIEW ? reviews : code;
            return said.isEmpty() ? "" : " (" + said + ")";
        }

        /** What the record names; before it came, what came with the end. */
        private @Nullable CodeWord code() {
            OrderEnd end = order.end();
            if (end != null && end.reason() == EndReason.REFUSED_BY_PILE && end.code() != null) {
                return CodeBook.of(CodeList.START_REFUSAL, end.code());
            }
            if (!evidence.records().isEmpty()) {
                return CodeBook.of(
                        CodeList.STOP_REASON, evidence.records().getFirst().stopReasonCode());
            }
            return end == null || end.code() == null ? null : CodeBook.of(CodeList.STOP_REASON, end.code());
        }

        private Step step(HistoryLine line) {
            EventWords.Entry words = EventWords.of(line.event());
            List<String> ids = trail.near(line.at(), words.types(), words.direction());
            if (words.types().equals(EventWords.RECORDS)) {
                ids = trail.record(line.at());
            }
            String rule = words.rule().zh();
            return new Step(
                    line.at(),
                    Source.ORDER,
                    line.event(),
                    words.what().zh(),
                    words.what().en(),
                    rule.isEmpty() ? null : rule,
                    rule.isEmpty() ? null : words.rule().en(),
                    line.from(),
                    line.to(),
                    line.detail(),
                    ids);
        }

        private void records(List<Step> steps) {
            for (RecordLine record : evidence.records()) {
                CodeWord stop = CodeBook.of(CodeList.STOP_REASON, record.stopReasonCode());
                String kwh =
                        BigDecimal.valueOf(record.energyTenThousandthsKwh(), 4).toPlainString();
                String fate = record.state() == null ? "PENDING" : record.state();
                String reason = record.reason() == null ? "" : " " + record.reason();
                steps.add(Step.of(
                        record.receivedAt(),
                        Source.RECORD,
                        "RECORD_" + fate,
                        new Words(
                                "收到交易记录：" + kwh + " 千瓦时，停止原因 " + stop.hex() + " "
                                        + stop.text().zh() + "，处理结果 " + fate + reason,
                                "a record came: " + kwh + " kWh, stop reason " + stop.hex() + " "
                                        + stop.text().en() + ", became " + fate + reason),
                        trail.record(record.receivedAt())));
            }
            evidence.reviews()
                    .forEach(review -> steps.add(Step.of(
                            review.openedAt(),
                            Source.RECORD,
                            "REVIEW",
                            new Words(
                                    "转人工：" + review.reasons() + "，建议金额 " + yuan(review.proposedFen()),
                                    "a person must decide: " + review.reasons() + ", we would bill "
                                            + yuan(review.proposedFen())),
                            List.of())));
        }

        private void money(List<Step> steps) {
            bill.ifPresent(settled -> steps.add(Step.of(
                    settled.settledAt(),
                    Source.MONEY,
                    "BILLED",
                    new Words(
                            "账单：应付 " + yuan(settled.bill().payable().fen()) + "，已付 "
                                    + yuan(settled.paid().fen()) + "，未付 "
                                    + yuan(settled.unpaid().fen()),
                            "billed: " + yuan(settled.bill().payable().fen()) + ", paid "
                                    + yuan(settled.paid().fen()) + ", owed "
                                    + yuan(settled.unpaid().fen())),
                    List.of())));
            evidence.journals()
                    .forEach(journal -> steps.add(Step.of(
                            journal.at(),
                            Source.MONEY,
                            journal.kind(),
                            new Words("记账：" + journal.kind(), "booked: " + journal.kind()),
                            List.of())));
            evidence.holds().stream().filter(hold -> hold.endedAt() != null).forEach(hold -> {
                if (hold.endedAt() != null) {
                    steps.add(Step.of(
                            hold.endedAt(),
                            Source.MONEY,
                            "HOLD_" + hold.state(),
                            new Words(
                                    "冻结 " + yuan(hold.amountFen()) + " 结束：" + hold.state() + "，扣款 "
                                            + yuan(hold.postedFen()),
                                    "the hold of " + yuan(hold.amountFen()) + " ended: " + hold.state() + ", taken "
                                            + yuan(hold.postedFen())),
                            List.of()));
                }
            });
        }

        private void live(List<Step> steps) {
            var progress = order.progress();
            if (progress != null) {
                String kwh = BigDecimal.valueOf(progress.energy().tenThousandthsKwh(), 4)
                        .toPlainString();
                steps.add(Step.of(
                        progress.at(),
                        Source.LIVE,
                        "LAST_READING",
                        new Words("最后一次实时数据：" + kwh + " 千瓦时", "the last reading: " + kwh + " kWh"),
                        List.of()));
            }
        }

        private static String yuan(@Nullable Long fen) {
            return fen == null ? "-" : "¥" + BigDecimal.valueOf(fen, 2).toPlainString();
        }
    }
}
