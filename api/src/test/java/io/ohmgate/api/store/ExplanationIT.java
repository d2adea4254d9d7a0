package io.ohmgate.api.store;

import static io.ohmgate.api.store.StoreStage.NOW;
import static io.ohmgate.api.store.StoreStage.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ohmgate.api.explain.Explainer;
import io.ohmgate.api.explain.ExplanationView;
import io.ohmgate.api.explain.Why;
import io.ohmgate.api.frames.FrameLog;
import io.ohmgate.api.store.FrameTables.LoggedFrame;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.frames.FrameLimits;
import io.ohmgate.gateway.frames.FrameRecorder;
import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.link.FrameTap.Direction;
import io.ohmgate.gateway.link.FrameTap.Keeping;
import io.ohmgate.gateway.link.PileReport.StartAnswer;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderEvent;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.OrderTimer;
import io.ohmgate.gateway.order.StopCause;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.ykc.describe.FrameDescriber;
import io.ohmgate.ykc.describe.FrameDescription;
import io.ohmgate.ykc.describe.FrameMask;
import io.ohmgate.ykc.frame.FrameWriter;
import io.ohmgate.ykc.message.Message;
import io.ohmgate.ykc.message.RemoteStart;
import io.ohmgate.ykc.message.RemoteStartReply;
import io.ohmgate.ykc.message.RemoteStop;
import io.ohmgate.ykc.message.RemoteStopReply;
import io.ohmgate.ykc.message.TradeConfirm;
import io.ohmgate.ykc.words.CodeList;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** However an order ends, the reason is named, the steps are told, and behind them stand the frames. */
class ExplanationIT {
    private static final String NO_CARD = "0".repeat(16);
    private static final InetSocketAddress SOURCE = InetSocketAddress.createUnresolved("10.0.0.7", 51_000);
    private static final Duration FIVE = Duration.ofSeconds(5);

    private static StoreStage stage;
    private static FrameLog log;
    private static FrameRecorder recorder = new FrameRecorder(FrameLimits.BOOK, () -> NOW, new SimpleMeterRegistry());
    private static FrameTables frames;
    private static Explainer explainer;
    private static Instant wall = NOW;
    private static int pile;

    @BeforeAll
    static void open() {
        stage = new StoreStage().withPiles(30);
        PileDirectory directory = new PileDirectory();
        directory.load(stage.piles).block(PATIENCE);
        frames = new FrameTables(stage.general);
        log = new FrameLog(frames, directory, new FrameMask(new byte[32]), "node-1", new SimpleMeterRegistry());
        explainer =
                new Explainer(stage.lists, new EvidenceTables(stage.general), frames, new BatteryTables(stage.general));
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void stoppedByTheDriver() {
        ChargingOrder order = charging();
        stop(order, StopCause.DRIVER, "driver:1");
        record(order, 20_000, 0x40);
        ExplanationView told = explained(order);
        assertThat(told.why()).isEqualTo(Why.STOPPED_BY_DRIVER);
        assertThat(typesBehind(told, "StartSent")).containsExactly(0x34);
        assertThat(typesBehind(told, "StartAccepted")).containsExactly(0x33);
        assertThat(typesBehind(told, "StopRequested DRIVER")).containsExactly(0x36);
        assertThat(typesBehind(told, "StopAccepted")).containsExactly(0x35);
        assertThat(typesBehind(told, "RecordSettled")).containsExactly(0x40);
        assertThat(told.steps())
                .extracting(ExplanationView.Step::event)
                .contains("BILLED", "SETTLE_CHARGE", "HOLD_POSTED");
        assertThat(told.steps()).extracting(ExplanationView.Step::at).isSorted();
    }

    @Test
    void stoppedByItsOwnLimit() {
        ChargingOrder order = charging();
        stop(order, StopCause.LIMIT_REACHED, "platform");
        record(order, 20_000, 0x40);
        assertThat(explained(order).why()).isEqualTo(Why.LIMIT_REACHED);
    }

    @Test
    void endedByAFaultOfThePile() {
        ChargingOrder order = charging();
        record(order, 20_000, 0x71);
        ExplanationView told = explained(order);
        assertThat(told.why()).isEqualTo(Why.PILE_FAULT);
        assertThat(Objects.requireNonNull(told.code()).code()).isEqualTo("0x71");
        assertThat(told.zh()).contains("充电模块故障");
        assertThat(told.code().operatorAdviceZh()).isNotBlank();
    }

    @Test
    void endedByTheEmergencyStopAndByTheVehicle() {
        ChargingOrder pressed = charging();
        record(pressed, 20_000, 0x72);
        assertThat(explained(pressed).why()).isEqualTo(Why.EMERGENCY_STOP);
        ChargingOrder hot = charging();
        record(hot, 20_000, 0x7C);
        assertThat(explained(hot).why()).isEqualTo(Why.ENDED_BY_VEHICLE);
    }

    @Test
    void refusedByThePile() {
        ChargingOrder order = opened();
        started(order);
        seen(order, Direction.UP, reply(order, false, 3));
        stage.happens(order, new OrderEvent.StartRejected(StartAnswer.PILE_FAULT, 3));
        ExplanationView told = explained(order);
        assertThat(told.why()).isEqualTo(Why.START_REFUSED);
        assertThat(Objects.requireNonNull(told.code()).list()).isEqualTo(CodeList.START_REFUSAL);
        assertThat(told.en()).contains("pile fault");
        assertThat(typesBehind(told, "StartRejected")).containsExactly(0x33);
    }

    @Test
    void neverStarted() {
        ChargingOrder order = opened();
        started(order);
        stage.happens(order, new OrderEvent.TimerFired(OrderTimer.Kind.START_DEADLINE));
        ExplanationView told = explained(order);
        assertThat(told.why()).isEqualTo(Why.START_TIMEOUT);
        assertThat(told.steps()).extracting(ExplanationView.Step::event).contains("TimerFired START_DEADLINE");
        assertThat(typesBehind(told, "StartSent")).containsExactly(0x34);
    }

    @Test
    void nobodyPluggedIn() {
        ChargingOrder order = opened();
        started(order);
        seen(order, Direction.UP, reply(order, false, 5));
        stage.happens(order, new OrderEvent.StartAwaitsPlug());
        stage.happens(order, new OrderEvent.TimerFired(OrderTimer.Kind.PLUG_GRACE));
        assertThat(explained(order).why()).isEqualTo(Why.NOT_PLUGGED);
    }

    @Test
    void cancelledBeforeItBeganAndOfflineBeforeItCouldBeSent() {
        ChargingOrder cancelled = opened();
        stage.happens(cancelled, new OrderEvent.StopRequested(StopCause.DRIVER, "driver:1"));
        assertThat(explained(cancelled).why()).isEqualTo(Why.CANCELLED);
        ChargingOrder offline = opened();
        stage.happens(offline, new OrderEvent.StartUnsendable());
        assertThat(explained(offline).why()).isEqualTo(Why.PILE_OFFLINE);
    }

    @Test
    void theRecordNeverCame() {
        ChargingOrder order = charging();
        stage.happens(order, new OrderEvent.IdleSeen());
        stage.happens(order, new OrderEvent.IdleSeen());
        assertThat(explained(order).why()).isEqualTo(Why.RECORD_MISSING);
        stage.happens(order, new OrderEvent.TimerFired(OrderTimer.Kind.RECORD_GIVE_UP));
        ExplanationView told = explained(order);
        assertThat(told.state()).isEqualTo(OrderState.NEEDS_PERSON);
        assertThat(told.why()).isEqualTo(Why.RECORD_MISSING);
        assertThat(told.steps())
                .extracting(ExplanationView.Step::ruleEn)
                .contains("two idle reports in a row mean that it is over");
    }

    @Test
    void theRecordContradictsWhatCanBe() {
        ChargingOrder order = charging();
        record(order, 50_000_000, 0x40);
        ExplanationView told = explained(order);
        assertThat(told.why()).isEqualTo(Why.RECORD_IN_REVIEW);
        assertThat(told.steps()).extracting(ExplanationView.Step::event).contains("REVIEW", "RECORD_QUARANTINED");
        assertThat(told.zh()).contains("(");
    }

    @Test
    void nothingWasDelivered() {
        ChargingOrder order = opened();
        started(order);
        stage.happens(order, new OrderEvent.StartAccepted());
        record(order, 0, 0x5A);
        ExplanationView told = explained(order);
        assertThat(told.why()).isIn(Why.NOTHING_DELIVERED, Why.START_FAILED);
        assertThat(told.zh()).contains("BRM");
    }

    @Test
    void aDriverIsToldTheSameReasonInFewerWordsAndOthersNothing() {
        ChargingOrder order = charging();
        record(order, 20_000, 0x71);
        Scope.Driver owner = stage.driver(Objects.requireNonNull(order.terms().driverId()));
        ExplanationView brief =
                Objects.requireNonNull(explainer.forDriver(owner, read(order)).block(PATIENCE));
        assertThat(brief.why()).isEqualTo(Why.PILE_FAULT);
        assertThat(brief.steps()).isNotEmpty().allMatch(step -> step.frames().isEmpty());
        assertThat(Objects.requireNonNull(brief.code()).operatorAdviceZh()).isNull();
        assertThat(brief.steps()).hasSizeLessThan(explained(order).steps().size());
    }

    // ---- a life, with the frames of it ----

    private static ChargingOrder opened() {
        pile++;
        wall = NOW.plusMillis(10L * pile);
        // A clock of its own: frames' numbers never go back, and each of these lives begins at the same hour.
        recorder = new FrameRecorder(FrameLimits.BOOK, () -> wall, new SimpleMeterRegistry());
        recorder.durable.add(log::tell);
        return stage.opened(stage.driverWith(new Money(10_000)), StoreStage.gun(pile, 1));
    }

    private static void started(ChargingOrder order) {
        wall = NOW.plus(FIVE).plusMillis(10L * pile);
        GunId gun = order.gun();
        seen(
                order,
                Direction.DOWN,
                new RemoteStart(order.tradeNo(), gun.pileNo(), gun.gunNo(), NO_CARD, NO_CARD, new Money(3_000)));
        stage.happens(order, new OrderEvent.StartSent());
    }

    private static ChargingOrder charging() {
        ChargingOrder order = opened();
        started(order);
        seen(order, Direction.UP, reply(order, true, 0));
        stage.happens(order, new OrderEvent.StartAccepted());
        return stage.happens(order, new OrderEvent.ChargingSeen(null)).order();
    }

    private static RemoteStartReply reply(ChargingOrder order, boolean yes, int reason) {
        return new RemoteStartReply(
                order.tradeNo(), order.gun().pileNo(), order.gun().gunNo(), yes ? 1 : 0, reason);
    }

    private static void stop(ChargingOrder order, StopCause cause, String by) {
        stage.happens(order, new OrderEvent.StopRequested(cause, by));
        seen(
                order,
                Direction.DOWN,
                new RemoteStop(order.gun().pileNo(), order.gun().gunNo()));
        seen(
                order,
                Direction.UP,
                new RemoteStopReply(order.gun().pileNo(), order.gun().gunNo(), 1, 0));
        stage.happens(order, new OrderEvent.StopAccepted());
    }

    private static void record(ChargingOrder order, long energy, int stopReason) {
        wall = NOW.plusSeconds(3_700).plusMillis(10L * pile);
        ChargeRecord good = StoreStage.recordOf(order.tradeNo(), order.gun(), energy);
        ChargeRecord record = new ChargeRecord(
                good.tradeNo(),
                good.gun(),
                good.startedAt(),
                good.endedAt(),
                good.periods(),
                good.meterStartTenThousandthsKwh(),
                good.meterEndTenThousandthsKwh(),
                good.total(),
                good.lossTotal(),
                good.pileAmount(),
                good.startedBy(),
                stopReason,
                true);
        stage.settle(stage.kept(record));
        seen(order, Direction.DOWN, TradeConfirm.received(order.tradeNo()));
    }

    private static void seen(ChargingOrder order, Direction direction, Message message) {
        ByteBuf frame = Unpooled.buffer();
        FrameWriter.STANDARD.write(message, 1, frame);
        SessionId session = new SessionId(order.gun().pileNo(), 77);
        recorder.frame(direction, Keeping.DURABLE, session, SOURCE, frame, 0, frame.readableBytes());
    }

    private static ChargingOrder read(ChargingOrder order) {
        return Objects.requireNonNull(stage.lists.get(stage.staff, order.id()).block(PATIENCE));
    }

    private static ExplanationView explained(ChargingOrder order) {
        log.flush().block(PATIENCE);
        assertThat(log.lost()).isZero();
        return Objects.requireNonNull(
                explainer.forStaff(stage.staff, read(order)).block(PATIENCE));
    }

    /** The types of the frames that a step names: each is in the log and can be decoded. */
    private static List<Integer> typesBehind(ExplanationView told, String event) {
        List<String> ids = told.steps().stream()
                .filter(step -> step.event().equals(event))
                .findFirst()
                .orElseThrow()
                .frames();
        return ids.stream()
                .map(id -> Objects.requireNonNull(stage.general
                        .sql()
                        .sql("SELECT HEX(frame) AS hex FROM frame_log WHERE id = " + id)
                        .map(row -> FrameDescriber.describe(Objects.requireNonNull(row.get("hex", String.class)))
                                .orElseThrow())
                        .one()
                        .block(PATIENCE)))
                .filter(FrameDescription::acceptable)
                .map(FrameDescription::typeCode)
                .toList();
    }

    @Test
    void framesOfAnOrderAreFoundByIt() {
        ChargingOrder order = charging();
        log.flush().block(PATIENCE);
        assertThat(frames.of(stage.staff, read(order), 10)
                        .map(LoggedFrame::typeCode)
                        .collectList()
                        .block(PATIENCE))
                .containsExactly(0x34, 0x33);
    }
}
