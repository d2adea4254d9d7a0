package io.ohmgate.simulator.pile;

import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.simulator.battery.Battery;
import io.ohmgate.simulator.battery.Supply;
import io.ohmgate.simulator.battery.Vehicle;
import io.ohmgate.simulator.pile.GunActivity.Answering;
import io.ohmgate.simulator.pile.GunActivity.Charging;
import io.ohmgate.simulator.pile.GunActivity.Ending;
import io.ohmgate.simulator.pile.GunActivity.Idle;
import io.ohmgate.simulator.pile.GunActivity.Starting;
import io.ohmgate.simulator.pile.GunActivity.WaitingForPlatform;
import io.ohmgate.simulator.pile.GunActivity.WaitingForPlug;
import io.ohmgate.ykc.message.BalanceUpdate;
import io.ohmgate.ykc.message.BalanceUpdateReply;
import io.ohmgate.ykc.message.PileStartReply;
import io.ohmgate.ykc.message.ReadRealtime;
import io.ohmgate.ykc.message.RemoteStart;
import io.ohmgate.ykc.message.RemoteStartReply;
import io.ohmgate.ykc.message.RemoteStop;
import io.ohmgate.ykc.message.RemoteStopReply;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One gun (枪): its plug, its meter, the charge that runs on it and what it reports. See {@link GunActivity}. */
final class Gun {
    /** Energy is counted at least this often, so that limits are met to the second. */
    static final Duration STEP = Duration.ofSeconds(1);

    static final Duration PLUG_GRACE = Duration.ofSeconds(60);
    static final Duration PLATFORM_WAIT = Duration.ofSeconds(15);
    static final Duration RECORD_DELAY_MAX = Duration.ofSeconds(2);
    static final Duration REPORT_IDLE = Duration.ofMinutes(5);
    static final Duration REPORT_CHARGING = Duration.ofSeconds(15);

    private static final int DC_HANDSHAKE_MILLIS_MIN = 4_000;
    private static final int DC_HANDSHAKE_MILLIS_MAX = 9_000;
    private static final int AC_HANDSHAKE_MILLIS_MIN = 1_000;
    private static final int AC_HANDSHAKE_MILLIS_MAX = 3_000;
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);
    private static final int RECORD_DELAY_MILLIS_MIN = 300;
    private static final int RECORD_DELAY_MILLIS_MAX = 1_800;
    private static final int SUBSTEPS_MAX = 600;
    private static final int SUBSTEP_MILLIS = 1_000;
    private static final String NO_CARD = "0".repeat(16);
    private static final GunActivity IDLE = new Idle();

    private final GunHost host;
    private final GunId gunId;
    private final GunReports reports;
    private EnergyMeter meter;
    private @Nullable Vehicle vehicle;
    private int faultBits;
    private GunActivity activity = IDLE;
    private int watts;
    private @Nullable Integer screenRefusal;
    private Instant reportDue = Instant.MAX;
    private Instant plugDue = Instant.MAX;
    private Instant reconnectDue = Instant.MAX;

    Gun(GunHost host, GunId gunId, EnergyMeter meter) {
        this.host = host;
        this.gunId = gunId;
        this.meter = meter;
        this.reports = new GunReports(gunId, host);
    }

    // Time

    Instant due() {
        Instant due = earlier(activity.due(), plugDue);
        due = earlier(due, reconnectDue);
        return reportsNow() ? earlier(due, reportDue) : due;
    }

    private static Instant earlier(Instant a, Instant b) {
        return b.isBefore(a) ? b : a;
    }

    private boolean reportsNow() {
        return host.loggedIn() && (host.online() || activity instanceof Charging);
    }

    /** Lives up to {@code now}. */
    void advance(Instant now) {
        if (!now.isBefore(plugDue)) {
            plug(RandomVehicles.next(host.random()), now);
        }
        if (activity instanceof Charging charging) {
            chargeUpTo(charging, now);
        } else if (!now.isBefore(activity.due())) {
            expire(now);
        }
        if (!now.isBefore(reconnectDue)) {
            scheduleReconnect(now);
            host.reconnect(now);
        }
        if (reportsNow() && !now.isBefore(reportDue)) {
            report(now);
        }
    }

    private void expire(Instant now) {
        switch (activity) {
            case Answering answering -> answerStart(answering.order(), answering.sequence(), now);
            case WaitingForPlug waiting -> activity = IDLE;
            case WaitingForPlatform waiting -> activity = IDLE;
            case Starting starting -> handshakeOver(starting, now);
            case Ending ending -> makeRecord(ending, now);
            case Idle idle -> {}
            case Charging charging -> {}
        }
    }

    // What the platform says

    void on(RemoteStart start, int sequence, Instant now) {
        long balance = start.balance() == null ? 0 : start.balance().fen();
        String card = start.physicalCardNo() == null ? NO_CARD : start.physicalCardNo();
        Charge.Order order = new Charge.Order(start.tradeNo(), card, balance, Charge.Mode.APP);
        Duration late = host.behaviour().startReplyAfter();
        if (late.isPositive() && activity instanceof Idle) {
            activity = new Answering(order, sequence, now.plus(late));
        } else {
            answerStart(order, sequence, now);
        }
    }

    private void answerStart(Charge.Order order, int sequence, Instant now) {
        if (activity instanceof Answering) {
            activity = IDLE;
        }
        if (order.tradeNo().equals(tradeNo())) {
            host.reply(reports.startReply(order.tradeNo(), 0), sequence);
            return;
        }
        int refusal = refusal();
        if (refusal == RemoteStartReply.NOT_PLUGGED) {
            activity = new WaitingForPlug(order, sequence, now.plus(PLUG_GRACE));
            Duration plugInAfter = host.behaviour().plugInAfter();
            plugDue = plugInAfter == null ? plugDue : now.plus(plugInAfter);
        }
        if (refusal == 0) {
            accept(order, sequence, now);
        } else {
            host.reply(reports.startReply(order.tradeNo(), refusal), sequence);
        }
    }

    /** The checks of reference 7.3, in its order; the pile number was checked before. */
    private int refusal() {
        if (faultBits != 0) {
            return RemoteStartReply.PILE_FAULT;
        }
        if (!(activity instanceof Idle) && !(activity instanceof WaitingForPlug)) {
            return RemoteStartReply.ALREADY_CHARGING;
        }
        if (host.modelToStartWith() == null) {
            return RemoteStartReply.PILE_FAULT;
        }
        return vehicle == null ? RemoteStartReply.NOT_PLUGGED : 0;
    }

    private void accept(Charge.Order order, int sequence, Instant now) {
        host.reply(reports.startReply(order.tradeNo(), 0), sequence);
        if (host.behaviour().duplicateStartReply()) {
            host.reply(reports.startReply(order.tradeNo(), 0), sequence);
        }
        start(order, now);
    }

    void on(RemoteStop stop, int sequence, Instant now) {
        if (host.behaviour().ignoreStop() && tradeNo() != null) {
            return;
        }
        boolean stopped = switch (activity) {
            case Idle idle -> false;
            case WaitingForPlatform waiting -> false;
            case Answering answering -> toIdle();
            case WaitingForPlug waiting -> toIdle();
            case Starting starting -> true;
            case Charging charging -> true;
            case Ending ending -> true;
        };
        host.reply(reports.stopReply(stopped ? 0 : RemoteStopReply.NOT_CHARGING), sequence);
        end(StopReason.REMOTE_STOP, StopReason.REMOTE_STOP, false, now);
    }

    private boolean toIdle() {
        activity = IDLE;
        return true;
    }

    void on(BalanceUpdate update, int sequence) {
        Charge charge = charge();
        String card = update.physicalCardNo() == null ? NO_CARD : update.physicalCardNo();
        boolean known =
                charge != null && !(activity instanceof Ending) && (card.equals(NO_CARD) || charge.belongsTo(card));
        if (charge != null && known && update.balance() != null) {
            charge.limitTo(update.balance().fen());
        }
        int result = known ? BalanceUpdateReply.SUCCESS : BalanceUpdateReply.CARD_NUMBER_WRONG;
        host.reply(new BalanceUpdateReply(gunId.pileNo(), card, result), sequence);
    }

    void on(ReadRealtime read, int sequence, Instant now) {
        host.reply(reports.realtime(view(), faultBits, chargedMinutes(now)), sequence);
    }

    void on(PileStartReply reply, Instant now) {
        if (!(activity instanceof WaitingForPlatform waiting)) {
            return;
        }
        activity = IDLE;
        if (!reply.accepted()) {
            screenRefusal = reply.failReason() == null ? 0 : reply.failReason();
            return;
        }
        long balance = reply.balance() == null ? 0 : reply.balance().fen();
        start(new Charge.Order(reply.tradeNo(), waiting.physicalCardNo(), balance, waiting.mode()), now);
    }

    // What people do

    boolean plug(Vehicle arriving, Instant now) {
        plugDue = Instant.MAX;
        if (vehicle != null) {
            return false;
        }
        vehicle = arriving;
        if (activity instanceof WaitingForPlug waiting) {
            activity = IDLE;
            int refusal = refusal();
            if (refusal == 0) {
                accept(waiting.order(), waiting.sequence(), now);
            } else {
                host.reply(reports.startReply(waiting.order().tradeNo(), refusal), waiting.sequence());
            }
        }
        report(now);
        return true;
    }

    /** @return the vehicle that leaves, or null if there was none */
    @Nullable
    Vehicle unplug(Instant now) {
        Vehicle leaving = vehicle;
        vehicle = null;
        screenRefusal = null;
        if (leaving == null) {
            return null;
        }
        if (!end(StopReason.PLUG_LOST, StopReason.START_PLUG_LOST, true, now)) {
            if (activity instanceof WaitingForPlatform) {
                activity = IDLE;
            }
            report(now);
        }
        return leaving;
    }

    boolean pressStop(Instant now) {
        return end(StopReason.STOPPED_MANUALLY, StopReason.STOPPED_MANUALLY, false, now);
    }

    /** A card held to the reader starts a charge, or ends the one it belongs to. */
    boolean swipe(String physicalCardNo, Instant now) {
        Charge charge = charge();
        if (charge != null && charge.belongsTo(physicalCardNo)) {
            return pressStop(now);
        }
        return ask(Charge.Mode.CARD, physicalCardNo, now);
    }

    boolean startByVin(Instant now) {
        return ask(Charge.Mode.VIN, NO_CARD, now);
    }

    private boolean ask(Charge.Mode mode, String physicalCardNo, Instant now) {
        Vehicle here = vehicle;
        if (!(activity instanceof Idle) || here == null || refusal() != 0 || !host.loggedIn()) {
            return false;
        }
        screenRefusal = null;
        activity = new WaitingForPlatform(mode, physicalCardNo, now.plus(PLATFORM_WAIT));
        host.say(reports.startRequest(mode, physicalCardNo, here.vin()));
        return true;
    }

    void fault(int bits, Instant now) {
        if (faultBits == bits) {
            return;
        }
        faultBits = bits;
        if (bits == 0 || !end(StopReason.EMERGENCY_STOP, StopReason.START_EMERGENCY_STOP, true, now)) {
            report(now);
        }
    }

    void powerCut(Instant now) {
        end(StopReason.POWER_LOST, StopReason.POWER_LOST, true, now);
        activity = IDLE;
    }

    // A charge's life

    private void start(Charge.Order order, Instant now) {
        TariffModel model = host.modelToStartWith();
        Vehicle here = vehicle;
        if (model == null || here == null) {
            return;
        }
        screenRefusal = null;
        Charge charge =
                new Charge(order, model, host.behaviour().amountRounding(), here.vin(), now, host.time(now), meter);
        activity = starting(charge, now);
        host.chargeStarted();
    }

    private Starting starting(Charge charge, Instant now) {
        if (charge.order().balanceFen() <= 0) {
            return new Starting(charge, StopReason.START_WITHOUT_BALANCE, now.plus(STEP));
        }
        if (host.behaviour().startFails()) {
            return new Starting(charge, StopReason.START_HANDSHAKE_TIMEOUT, now.plus(HANDSHAKE_TIMEOUT));
        }
        boolean dc = host.spec().supply() == Supply.DC;
        int millis = dc
                ? host.random().nextInt(DC_HANDSHAKE_MILLIS_MIN, DC_HANDSHAKE_MILLIS_MAX)
                : host.random().nextInt(AC_HANDSHAKE_MILLIS_MIN, AC_HANDSHAKE_MILLIS_MAX);
        return new Starting(charge, null, now.plusMillis(millis));
    }

    private void handshakeOver(Starting starting, Instant now) {
        if (starting.failure() != null) {
            end(starting.failure(), starting.failure(), true, now);
            return;
        }
        activity = new Charging(starting.charge(), now);
        scheduleReconnect(now);
        report(now);
    }

    private void scheduleReconnect(Instant now) {
        Duration every = host.behaviour().reconnectDuringCharging();
        reconnectDue = every == null ? Instant.MAX : now.plus(every);
    }

    /** Counts energy in slices that end where a second or a half hour of the pile's clock ends. */
    private void chargeUpTo(Charging charging, Instant now) {
        Instant at = charging.steppedTo();
        while (at.isBefore(now) && activity instanceof Charging) {
            long slice = Math.min(
                    Math.min(
                            STEP.toMillis(),
                            Math.max(1, Duration.between(at, now).toMillis())),
                    TariffModel.millisUntilNextSlot(host.time(at)));
            StopReason stop = flow(charging.charge(), charging.charge().levelAt(host.time(at)), slice);
            at = at.plusMillis(slice);
            activity = new Charging(charging.charge(), at);
            if (stop != null) {
                end(stop, stop, false, at);
            }
        }
    }

    /** @param millis of the clock; battery and meter live {@code timeLapse} times as long */
    private @Nullable StopReason flow(Charge charge, int level, long millis) {
        long virtual = millis * host.behaviour().timeLapse();
        long substep = Math.max(SUBSTEP_MILLIS, Math.ceilDiv(virtual, SUBSTEPS_MAX));
        StopReason stop = null;
        while (virtual > 0 && stop == null) {
            stop = flowOnce(charge, level, Math.min(virtual, substep));
            virtual -= substep;
        }
        return stop;
    }

    private @Nullable StopReason flowOnce(Charge charge, int level, long millis) {
        Vehicle here = vehicle;
        if (here == null) {
            return StopReason.PLUG_LOST;
        }
        int offered = host.spec().ratedWatts();
        Battery.Charged charged = here.battery().charge(host.spec().supply(), offered, millis);
        long left = charge.pulsesLeft(level);
        boolean usedUp = meter.plus(charged.deliveredMillijoules()).pulsesSince(meter) > left;
        if (usedUp) {
            // The contactor opens within the second, when the last affordable pulse has been counted.
            long affordable = Math.max(0, left * EnergyMeter.PULSE_MILLIJOULES - meter.remainderMillijoules());
            long shorter = millis * affordable / charged.deliveredMillijoules();
            charged = here.battery().charge(host.spec().supply(), offered, shorter);
        }
        EnergyMeter next = meter.plus(charged.deliveredMillijoules());
        charge.count(level, next.pulsesSince(meter));
        meter = next;
        watts = charged.watts();
        Vehicle fuller = here.after(charged);
        vehicle = fuller;
        if (usedUp) {
            return StopReason.BALANCE_USED_UP;
        }
        return fuller.wantsMore() && charged.watts() > 0 ? null : StopReason.BATTERY_FULL;
    }

    /** Ends what runs on the gun. @return false if nothing did */
    private boolean end(StopReason whileCharging, StopReason whileStarting, boolean atOnce, Instant now) {
        Ending ending;
        switch (activity) {
            case Starting starting -> ending = ending(starting.charge(), whileStarting, atOnce, now);
            case Charging charging -> ending = ending(charging.charge(), whileCharging, atOnce, now);
            case Ending already -> ending = already;
            case Idle idle -> {
                return false;
            }
            case Answering answering -> {
                return false;
            }
            case WaitingForPlug waiting -> {
                return false;
            }
            case WaitingForPlatform waiting -> {
                return false;
            }
        }
        watts = 0;
        reconnectDue = Instant.MAX;
        activity = ending;
        if (atOnce) {
            makeRecord(ending, now);
        }
        return true;
    }

    private Ending ending(Charge charge, StopReason reason, boolean atOnce, Instant now) {
        int delay = atOnce ? 0 : host.random().nextInt(RECORD_DELAY_MILLIS_MIN, RECORD_DELAY_MILLIS_MAX);
        int minutes = (int) Duration.between(charge.startedAt(), now).toMinutes();
        return new Ending(charge, reason, host.time(now), minutes, now.plusMillis(delay));
    }

    private void makeRecord(Ending ending, Instant now) {
        activity = IDLE;
        host.keep(reports.record(ending, meter), now);
        report(now);
    }

    // Reports

    /** After a login and whenever something has changed. */
    void report(Instant now) {
        boolean charging = activity instanceof Charging;
        reportDue = now.plus(charging ? REPORT_CHARGING : REPORT_IDLE);
        if (!host.loggedIn() || activity instanceof Ending || activity instanceof Starting) {
            return;
        }
        if (!charging && !host.online()) {
            return;
        }
        GunView view = view();
        host.say(reports.realtime(view, faultBits, chargedMinutes(now)));
        Charge charge = charge();
        if (charging && charge != null && host.spec().supply() == Supply.DC) {
            host.say(reports.bmsDemand(view, charge, chargedMinutes(now)));
            host.say(reports.bmsInfo(view, charge));
        }
    }

    private int chargedMinutes(Instant now) {
        Charge charge = charge();
        if (charge == null) {
            return 0;
        }
        return activity instanceof Ending ending
                ? ending.minutes()
                : (int) Duration.between(charge.startedAt(), now).toMinutes();
    }

    private @Nullable Charge charge() {
        return switch (activity) {
            case Starting starting -> starting.charge();
            case Charging charging -> charging.charge();
            case Ending ending -> ending.charge();
            case Idle idle -> null;
            case Answering answering -> null;
            case WaitingForPlug waiting -> null;
            case WaitingForPlatform waiting -> null;
        };
    }

    private @Nullable TradeNo tradeNo() {
        Charge charge = charge();
        return charge == null ? null : charge.tradeNo();
    }

    boolean charging() {
        return activity instanceof Charging;
    }

    boolean faulty() {
        return faultBits != 0;
    }

    GunView view() {
        Charge charge = charge();
        Vehicle here = vehicle;
        int volts = here == null || watts == 0
                ? 0
                : here.battery().outputDecivolts(host.spec().supply(), watts);
        return new GunView(
                gunId,
                doing(),
                here,
                faultBits != 0,
                tradeNo(),
                watts,
                volts,
                volts == 0 ? 0 : (int) ((long) watts * 100 / volts),
                charge == null ? 0 : charge.pulses(),
                charge == null ? 0 : charge.amount(),
                meter.reading(),
                screenRefusal);
    }

    private GunView.Doing doing() {
        return switch (activity) {
            case Idle idle -> GunView.Doing.IDLE;
            case Answering answering -> GunView.Doing.ANSWERING;
            case WaitingForPlug waiting -> GunView.Doing.WAITING_FOR_PLUG;
            case WaitingForPlatform waiting -> GunView.Doing.WAITING_FOR_PLATFORM;
            case Starting starting -> GunView.Doing.STARTING;
            case Charging charging -> GunView.Doing.CHARGING;
            case Ending ending -> GunView.Doing.ENDING;
        };
    }
}
