package io.ohmgate.gateway.record;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.Price;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.link.EndCause;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileLink;
import io.ohmgate.gateway.link.PileReport.GunReported;
import io.ohmgate.gateway.link.PileReport.StartAnswer;
import io.ohmgate.gateway.link.PileReport.StartAnswered;
import io.ohmgate.gateway.link.PileReport.StopAnswer;
import io.ohmgate.gateway.link.PileReport.StopAnswered;
import io.ohmgate.gateway.link.RawRecord;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.link.Telemetry;
import io.ohmgate.gateway.order.ChargeLimit;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.GunFacts;
import io.ohmgate.gateway.order.OrderMachine;
import io.ohmgate.gateway.order.OrderNotice;
import io.ohmgate.gateway.order.OrderService;
import io.ohmgate.gateway.order.OrderTimings;
import io.ohmgate.gateway.order.Piles;
import io.ohmgate.gateway.order.ProgressWriter;
import io.ohmgate.gateway.order.SilenceWatch;
import io.ohmgate.gateway.order.StartOutcome;
import io.ohmgate.gateway.order.StartPolicy;
import io.ohmgate.gateway.order.StartRequest;
import io.ohmgate.gateway.order.TimerPoller;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.GunState;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.gateway.session.RecordingLink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The order and record services on tables in memory and virtual time; the test plays the pile. */
public final class GatewayStage {
    public static final ZoneId SITE = ZoneId.of("Asia/Shanghai");
    public static final Instant START = Instant.parse("2026-03-01T04:00:00Z");
    public static final PileNo PILE = new PileNo("32010600019236");
    public static final GunId GUN = PILE.gun(1);
    /** Of the stop reasons of this stage's pile only one means anything. */
    public static final int FULL_CODE = 0x41;

    public static final long DRIVER = 7;
    public static final long TARIFF = 3;
    /** 1.00 yuan of electricity and 0.50 of service, all day. */
    public static final Tariff PRICES = Tariff.flat(new Price(new UnitPrice(100_000), new UnitPrice(50_000)));

    public final MemoryDatabase db;
    public final VirtualTimeScheduler time;
    public final InstantSource clock;
    public final RecordingLink link = new RecordingLink("10.0.0.1", 4000);
    public final List<OrderNotice> notices = Collections.synchronizedList(new ArrayList<>());
    public final OrderService orders;
    public final RecordIntake intake;
    public final TimerPoller timers;
    public final Settler settler;
    public final ProgressWriter progress;
    public final SilenceWatch silence;
    public final SessionId session = new SessionId(PILE, 1);
    public final Piles piles = new StagePiles();
    /** The station's limit, if it has one. */
    public OptionalInt capacityWatts = OptionalInt.empty();

    public boolean online = true;
    public GunState state = GunState.IDLE;

    public GatewayStage() {
        this(new MemoryDatabase(), VirtualTimeScheduler.create());
        db.fund(DRIVER, 100_000);
        db.tariffs.put(TARIFF, PRICES);
    }

    private GatewayStage(MemoryDatabase db, VirtualTimeScheduler time) {
        this.db = db;
        this.time = time;
        this.clock = () -> START.plusMillis(time.now(TimeUnit.MILLISECONDS));
        Random random = new Random(db.orders().size());
        this.orders = new OrderService(
                db,
                db,
                piles,
                notices::add,
                OrderService.Settings.of(OrderTimings.BOOK, StartPolicy.DEFAULT, SITE),
                random,
                clock,
                time);
        this.settler = new Settler(
                db,
                new Settlement(
                        new OrderMachine(OrderTimings.BOOK),
                        random,
                        SITE,
                        code -> code == FULL_CODE ? EndCause.FULL : EndCause.UNKNOWN),
                orders,
                notices::add,
                clock,
                time,
                new SimpleMeterRegistry());
        this.intake = new RecordIntake(
                db, RecordIntake.Settings.DEFAULT, Unkept.FORGOTTEN, settler::nudge, time, new SimpleMeterRegistry());
        this.timers = new TimerPoller(db, orders::fire, clock, time);
        this.progress = new ProgressWriter(db, orders, time);
        this.silence = new SilenceWatch(orders, time);
        silence.start();
        timers.start();
        settler.start();
        progress.start();
    }

    /** The gateway dies and comes back on the same tables. */
    public GatewayStage restarted() {
        timers.dispose();
        settler.dispose();
        progress.dispose();
        silence.dispose();
        GatewayStage next = new GatewayStage(db, time);
        next.orders.recover().subscribe();
        return next;
    }

    public GatewayStage passes(Duration duration) {
        time.advanceTimeBy(duration);
        return this;
    }

    public GatewayStage passes(int seconds) {
        return passes(Duration.ofSeconds(seconds));
    }

    public StartRequest tap(String key) {
        return new StartRequest(1, DRIVER, GUN, new ChargeLimit.Full(), key, false);
    }

    /** Starts an order, which is accepted. */
    public ChargingOrder start() {
        return start(new ChargeLimit.Full());
    }

    public ChargingOrder start(ChargeLimit limit) {
        StartOutcome outcome = orders.start(new StartRequest(1, DRIVER, GUN, limit, "tap " + clock.instant(), false))
                .block(Duration.ZERO);
        if (outcome instanceof StartOutcome.Accepted accepted) {
            return accepted.order();
        }
        throw new AssertionError("not accepted: " + outcome);
    }

    public ChargingOrder charging(long units) {
        ChargingOrder order = start();
        answersStart(order, StartAnswer.ACCEPTED);
        reportsCharging(order.tradeNo(), units);
        return db.order(order.id());
    }

    public void answersStart(ChargingOrder order, StartAnswer answer) {
        orders.reported(session, new StartAnswered(order.tradeNo(), order.gun(), answer, 0));
    }

    public void answersStop(StopAnswer answer) {
        orders.reported(session, new StopAnswered(GUN, answer, 0));
    }

    public void reportsCharging(@Nullable TradeNo tradeNo, long units) {
        Telemetry telemetry =
                new Telemetry(4_000, 1_500, null, 50, null, null, null, new Energy(units), new Amount(units * 3 / 2));
        orders.reported(session, new GunReported(GUN, tradeNo, GunState.CHARGING, true, false, telemetry, 0));
    }

    public void reportsIdle() {
        orders.reported(session, new GunReported(GUN, null, GunState.IDLE, true, false, Telemetry.NONE, 0));
    }

    /** A record of so much energy at the right price, started ten hours before now. */
    public static RawRecord record(TradeNo tradeNo, long units) {
        return record(tradeNo, units, units * 3 / 2);
    }

    public static RawRecord record(TradeNo tradeNo, long units, long pileAmount) {
        LocalDateTime end = LocalDateTime.of(2026, 3, 1, 12, 0);
        ChargeRecord fields = new ChargeRecord(
                tradeNo,
                GUN,
                end.minusHours(10),
                end,
                List.of(new ChargeRecord.Period(
                        PriceLevel.FLAT,
                        new UnitPrice(150_000),
                        new Energy(units),
                        Energy.ZERO,
                        new Amount(pileAmount))),
                1_000_000,
                1_000_000 + units,
                new Energy(units),
                Energy.ZERO,
                new Amount(pileAmount),
                ChargeRecord.StartedBy.APP,
                0x40,
                true);
        byte[] frame = ("head " + tradeNo + " " + units + " " + pileAmount).getBytes(StandardCharsets.US_ASCII);
        return new RawRecord("test", fields, frame, 5, frame.length);
    }

    public boolean sendsRecord(RawRecord raw, Runnable onKept) {
        return intake.offer(IncomingRecord.of(raw, clock.instant(), session, "node"), onKept);
    }

    public <C extends PileCommand> List<C> sent(Class<C> kind) {
        return link.sent.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    public boolean told(Class<? extends OrderNotice> kind) {
        return notices.stream().anyMatch(kind::isInstance);
    }

    public Money balance() {
        return db.wallet(DRIVER).balance();
    }

    private final class StagePiles implements Piles {
        @Override
        public OptionalInt capacityWattsOf(long stationId) {
            return capacityWatts;
        }

        @Override
        public Optional<PileLink> linkOf(PileNo pileNo) {
            return online ? Optional.of(link) : Optional.empty();
        }

        @Override
        public Optional<GunFacts> factsOf(GunId gun) {
            return Optional.of(new GunFacts(
                    1, 2, true, true, online, state, true, 120_000, new GunFacts.ConfirmedTariff(TARIFF, PRICES)));
        }
    }
}
