package io.ohmgate.simulator.pile;

import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
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
import io.ohmgate.ykc.message.Realtime;
import io.ohmgate.ykc.message.RemoteStart;
import io.ohmgate.ykc.message.RemoteStartReply;
import io.ohmgate.ykc.message.RemoteStop;
import io.ohmgate.ykc.message.RemoteStopReply;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One gun (枪): its plug, the charge that runs on it and what it reports. See {@link GunActivity}. */
final class Gun {
    /** Energy is counted at least this often, so that limits are met to the second. */
    static final Duration STEP = Duration.ofSeconds(1);

    static final Duration PLUG_GRACE = Duration.ofSeconds(60);
    static final Duration PLATFORM_WAIT = Duration.ofSeconds(15);
    static final Duration REPORT_IDLE = Duration.ofMinutes(5);
    static final Duration REPORT_CHARGING = Duration.ofSeconds(15);
    /** For a charge that nobody can limit: the pile is offline, or asks nobody (reference 7.8). */
    static final long UNLIMITED_FEN = 1_000_000;
    /** Ten minutes of an offline charge are kept at 15 s each, even if no quirk asks for more. */
    static final int STORED_REPORTS_OFFLINE = 40;

    private static final int DC_HANDSHAKE_MILLIS_MIN = 4_000;
    private static final int DC_HANDSHAKE_MILLIS_MAX = 9_000;
    private static final int AC_HANDSHAKE_MILLIS_MIN = 1_000;
    private static final int AC_HANDSHAKE_MILLIS_MAX = 3_000;
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration UNASKED_AFTER = Duration.ofSeconds(5);
    private static final int RECORD_DELAY_MILLIS_MIN = 300;
    private static final int RECORD_DELAY_MILLIS_MAX = 1_800;
    private static final String NO_CARD = "0".repeat(16);
    private static final GunActivity IDLE = new Idle();

    private final GunHost host;
    private final GunId gunId;
    private final GunReports reports;
    private final BatteryReports battery;
    private final RecordForms records;
    private final PowerStage power;
    private int faultBits;
    private GunActivity activity = IDLE;
    private @Nullable Integer screenRefusal;
    private Instant reportDue = Instant.MAX;
    private Instant plugDue = Instant.MAX;
    private Instant unaskedDue = Instant.MAX;
    private Instant reconnectDue = Instant.MAX;
    private Instant unplugDue = Instant.MAX;
    private Instant powerLossDue = Instant.MAX;
    private boolean halveNext;

    Gun(GunHost host, GunId gunId, EnergyMeter meter) {
        this.host = host;
        this.gunId = gunId;
        this.power = new PowerStage(host, meter);
        this.reports = new GunReports(gunId, host);
        this.battery = new BatteryReports(gunId);
        this.records = new RecordForms(gunId, host);
    }

    // Time

    Instant due() {
        Instant due = earlier(activity.due(), plugDue);
        due = earlier(earlier(due, reconnectDue), unplugDue);
        due = earlier(earlier(due, powerLossDue), unaskedDue);
        return reportsNow() ? earlier(due, reportDue) : due;
    }

    private static Instant earlier(Instant a, Instant b) {
        return b.isBefore(a) ? b : a;
    }

    private boolean reportsNow() {
        boolean charging = activity instanceof Charging;
        return host.loggedIn() ? host.online() || charging : charging && storedReports() > 0;
    }

    /** Lives up to {@code now}. */
    void advance(Instant now) {
        if (!now.isBefore(plugDue)) {
            plug(RandomVehicles.next(host.random()), now);
        }
        if (!now.isBefore(unaskedDue)) {
            chargeUnasked(now);
        }
        if (activity instanceof Charging charging) {
            chargeUpTo(charging, now);
        } else if (!now.isBefore(activity.due())) {
            expire(now);
        }
        mishap(now);
        if (reportsNow() && !now.isBefore(reportDue)) {
            report(now);
        }
    }

    private void mishap(Instant now) {
        if (!now.isBefore(reconnectDue)) {
            scheduleReconnect(now);
            host.reconnect(now);
        }
        if (!now.isBefore(unplugDue)) {
            unplug(now);
        }
        if (!now.isBefore(powerLossDue)) {
            powerLossDue = Instant.MAX;
            host.losePower(now);
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
        Duration late = host.behaviour().get(Quirks.START_REPLY_AFTER);
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
            Duration plugInAfter = host.behaviour().get(Quirks.PLUG_IN_AFTER);
            plugDue = plugInAfter.isPositive() ? now.plus(plugInAfter) : plugDue;
        }
        if (refusal == 0) {
            accept(order, sequence, now);
        } else {
            host.reply(reports.startReply(order.tradeNo(), refusal), sequence);
        }
    }

    /** The checks of reference 7.3, in its order; the pile number was checked before. 0 if nothing stands against it. */
    int refusal() {
        if (faultBits != 0) {
            return RemoteStartReply.PILE_FAULT;
        }
        if (!(activity instanceof Idle) && !(activity instanceof WaitingForPlug)) {
            return RemoteStartReply.ALREADY_CHARGING;
        }
        if (host.modelToStartWith() == null || host.locked()) {
            return RemoteStartReply.PILE_FAULT;
        }
        return power.vehicle() == null ? RemoteStartReply.NOT_PLUGGED : 0;
    }

    private void accept(Charge.Order order, int sequence, Instant now) {
        Behaviour behaviour = host.behaviour();
        int said = behaviour.is(Quirks.REFUSES_AND_CHARGES) ? RemoteStartReply.PILE_FAULT : 0;
        if (!behaviour.is(Quirks.NO_START_REPLY)) {
            host.reply(reports.startReply(order.tradeNo(), said), sequence);
        }
        if (behaviour.is(Quirks.DUPLICATE_START_REPLY)) {
            host.reply(reports.startReply(order.tradeNo(), said), sequence);
        }
        start(order, now);
    }

    void replyToParallel(TradeNo tradeNo, int refusal, boolean main, String parallelNo, int sequence) {
        host.reply(reports.parallelReply(tradeNo, refusal, main, parallelNo), sequence);
    }

    void on(RemoteStop stop, int sequence, Instant now) {
        if (host.behaviour().is(Quirks.IGNORE_STOP) && tradeNo() != null) {
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
        if (!host.behaviour().is(Quirks.STOP_REPLY_ONLY)) {
            end(StopReason.REMOTE_STOP, StopReason.REMOTE_STOP, false, now);
        }
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
        if (charge != null
                && known
                && update.balance() != null
                && !host.behaviour().is(Quirks.IGNORES_BALANCE)) {
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
        if (!reply.accepted()) {
            refused(reply.failReason());
            return;
        }
        long balance = reply.balance() == null ? 0 : reply.balance().fen();
        started(waiting, reply.tradeNo(), balance, now);
    }

    private void started(WaitingForPlatform waiting, TradeNo tradeNo, long balanceFen, Instant now) {
        activity = IDLE;
        StartAtPile at = waiting.start();
        start(new Charge.Order(tradeNo, at.accountOrCard(), balanceFen, at.mode()), now);
    }

    /** The whole group was accepted by 0xA2. */
    void startOfGroup(TradeNo tradeNo, long balanceFen, Instant now) {
        if (activity instanceof WaitingForPlatform waiting) {
            started(waiting, tradeNo, balanceFen, now);
        }
    }

    void refused(@Nullable Integer reason) {
        if (activity instanceof WaitingForPlatform) {
            activity = IDLE;
            screenRefusal = reason == null ? 0 : reason;
        }
    }

    // What people do

    boolean plug(Vehicle arriving, Instant now) {
        plugDue = Instant.MAX;
        if (power.vehicle() != null) {
            return false;
        }
        power.plug(arriving);
        if (activity instanceof WaitingForPlug waiting) {
            activity = IDLE;
            int refusal = refusal();
            if (refusal == 0) {
                accept(waiting.order(), waiting.sequence(), now);
            } else {
                host.reply(reports.startReply(waiting.order().tradeNo(), refusal), waiting.sequence());
            }
        }
        if (host.behaviour().is(Quirks.CHARGES_UNASKED)) {
            unaskedDue = now.plus(UNASKED_AFTER);
        }
        report(now);
        return true;
    }

    private void chargeUnasked(Instant now) {
        unaskedDue = Instant.MAX;
        if (refusal() == 0) {
            start(new Charge.Order(host.ownSerial(gunId, now), NO_CARD, UNLIMITED_FEN, Charge.Mode.APP), now);
        }
    }

    /** @return the vehicle that leaves, or null if there was none */
    @Nullable
    Vehicle unplug(Instant now) {
        unplugDue = Instant.MAX;
        Vehicle leaving = power.unplug();
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
    boolean identify(StartAtPile start, Instant now) {
        Charge charge = charge();
        if (!start.byVin() && charge != null && charge.belongsTo(start.accountOrCard())) {
            return pressStop(now);
        }
        Vehicle here = power.vehicle();
        if (!awaitPlatform(start, now) || here == null) {
            return false;
        }
        if (host.loggedIn()) {
            host.say(reports.startRequest(start, here.vin()));
            return true;
        }
        activity = IDLE;
        return startOffline(start, now);
    }

    /** One gun of a group: asked by 0xA1, which the pile says for all of them. */
    void askAsOneOf(StartAtPile start, boolean main, String parallelNo) {
        Vehicle here = power.vehicle();
        if (here != null) {
            host.say(reports.parallelRequest(start, here.vin(), main, parallelNo));
        }
    }

    /** @return false if the gun cannot start anything now */
    boolean awaitPlatform(StartAtPile start, Instant now) {
        if (!(activity instanceof Idle) || refusal() != 0) {
            return false;
        }
        screenRefusal = null;
        activity = new WaitingForPlatform(start, now.plus(PLATFORM_WAIT));
        return true;
    }

    /** Without a platform the pile decides by its own list (离线卡, reference 7.7). */
    private boolean startOffline(StartAtPile start, Instant now) {
        if (start.byVin() || !host.knowsOfflineCard(start.accountOrCard())) {
            return false;
        }
        TradeNo own = host.ownSerial(gunId, now);
        start(new Charge.Order(own, start.accountOrCard(), UNLIMITED_FEN, Charge.Mode.OFFLINE_CARD), now);
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

    void start(Charge.Order order, Instant now) {
        TariffModel model = host.modelToStartWith();
        Vehicle here = power.vehicle();
        if (model == null || here == null) {
            return;
        }
        screenRefusal = null;
        Charge charge = new Charge(
                order,
                model,
                host.behaviour().get(Quirks.AMOUNT_ROUNDING),
                here.vin(),
                now,
                host.time(now),
                power.meter());
        if (host.behaviour().is(Quirks.IGNORES_BALANCE)) {
            charge.lifted();
        }
        activity = starting(charge, now);
        host.chargeStarted();
    }

    private Starting starting(Charge charge, Instant now) {
        if (charge.order().balanceFen() <= 0) {
            return new Starting(charge, StopReason.START_WITHOUT_BALANCE, now.plus(STEP));
        }
        if (host.behaviour().is(Quirks.START_FAILS)) {
            return new Starting(charge, StopReason.START_HANDSHAKE_TIMEOUT, now.plus(HANDSHAKE_TIMEOUT));
        }
        int millis = dc()
                ? host.random().nextInt(DC_HANDSHAKE_MILLIS_MIN, DC_HANDSHAKE_MILLIS_MAX)
                : host.random().nextInt(AC_HANDSHAKE_MILLIS_MIN, AC_HANDSHAKE_MILLIS_MAX);
        return new Starting(charge, null, now.plusMillis(millis));
    }

    private boolean dc() {
        return host.spec().supply() == Supply.DC;
    }

    private void handshakeOver(Starting starting, Instant now) {
        Charge charge = starting.charge();
        if (starting.failure() != null) {
            if (dc() && starting.failure() == StopReason.START_HANDSHAKE_TIMEOUT) {
                host.say(battery.handshakeFailed(charge.tradeNo()));
            }
            end(starting.failure(), starting.failure(), true, now);
            return;
        }
        Vehicle here = power.vehicle();
        if (dc() && here != null) {
            host.say(battery.handshake(charge.tradeNo(), here));
            host.say(battery.params(charge.tradeNo(), here));
        }
        charge.begin();
        activity = new Charging(charge, now);
        scheduleMishaps(now);
        report(now);
    }

    private void scheduleMishaps(Instant now) {
        scheduleReconnect(now);
        unplugDue = after(Quirks.UNPLUG_AFTER, now);
        powerLossDue = after(Quirks.REBOOT_DURING_CHARGING, now);
    }

    private void scheduleReconnect(Instant now) {
        reconnectDue = after(Quirks.RECONNECT_DURING_CHARGING, now);
    }

    private Instant after(Quirk<Duration> quirk, Instant now) {
        Duration span = host.behaviour().get(quirk);
        return span.isPositive() ? now.plus(span) : Instant.MAX;
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
            StopReason stop = power.flow(charging.charge(), charging.charge().levelAt(host.time(at)), slice);
            at = at.plusMillis(slice);
            activity = new Charging(charging.charge(), at);
            if (stop != null) {
                end(stop, stop, false, at);
            }
        }
    }

    /** Ends what runs on the gun. @return false if nothing did */
    private boolean end(StopReason whileCharging, StopReason whileStarting, boolean atOnce, Instant now) {
        Ending ending;
        switch (activity) {
            case Starting starting -> ending = ending(starting.charge(), whileStarting, atOnce, now);
            case Charging charging -> {
                ending = ending(charging.charge(), whileCharging, atOnce, now);
                sayWhy(charging.charge(), whileCharging, now);
            }
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
        power.open();
        reconnectDue = Instant.MAX;
        unplugDue = Instant.MAX;
        powerLossDue = Instant.MAX;
        activity = ending;
        if (atOnce) {
            makeRecord(ending, now);
        }
        return true;
    }

    private void sayWhy(Charge charge, StopReason reason, Instant now) {
        if (dc()) {
            host.say(battery.aborted(charge.tradeNo(), reason));
        }
        if (host.behaviour().is(Quirks.IDLE_BEFORE_RECORD)) {
            Realtime idle = reports.idleBeforeRecord(reports.realtime(view(), faultBits, chargedMinutes(now)));
            host.say(idle);
            host.say(idle);
        }
    }

    private Ending ending(Charge charge, StopReason reason, boolean atOnce, Instant now) {
        int delay = atOnce ? 0 : host.random().nextInt(RECORD_DELAY_MILLIS_MIN, RECORD_DELAY_MILLIS_MAX);
        int minutes = (int) Duration.between(charge.startedAt(), now).toMinutes();
        return new Ending(charge, reason, host.time(now), minutes, now.plusMillis(delay));
    }

    private void makeRecord(Ending ending, Instant now) {
        if (dc() && ending.charge().begun()) {
            host.say(battery.end(ending.charge(), power.vehicle(), ending.minutes()));
        }
        activity = IDLE;
        host.keep(records.of(ending, power.meter()), now);
        report(now);
    }

    // Reports

    /** After a login and whenever something has changed. */
    void report(Instant now) {
        boolean charging = activity instanceof Charging;
        reportDue = now.plus(charging ? REPORT_CHARGING : REPORT_IDLE);
        if (activity instanceof Ending || activity instanceof Starting) {
            return;
        }
        if (!host.loggedIn()) {
            if (charging && storedReports() > 0) {
                host.storeReport(reports.realtime(view(), faultBits, chargedMinutes(now)), storedReports());
            }
            return;
        }
        boolean silent = charging ? host.behaviour().is(Quirks.SILENT_WHILE_CHARGING) : !host.online();
        if (!silent) {
            tell(charging, now);
        }
    }

    private int storedReports() {
        int asked = host.behaviour().get(Quirks.STORED_REPORTS);
        Charge charge = charge();
        boolean offline = charge != null && charge.order().mode() == Charge.Mode.OFFLINE_CARD;
        return offline ? Math.max(asked, STORED_REPORTS_OFFLINE) : asked;
    }

    private void tell(boolean charging, Instant now) {
        GunView view = view();
        Realtime report = reports.realtime(view, faultBits, chargedMinutes(now));
        halveNext = charging && !halveNext;
        boolean halved = charging && !halveNext && host.behaviour().is(Quirks.DECREASING_ENERGY);
        host.say(halved ? reports.halved(report) : report);
        if (charging && host.behaviour().is(Quirks.SAME_SERIAL_OTHER_GUN)) {
            host.say(reports.ofGun(report, gunId.gunNo() % host.spec().guns() + 1));
        }
        Charge charge = charge();
        Vehicle here = power.vehicle();
        if (charging && charge != null && dc()) {
            int remaining = here == null ? 0 : reports.remainingMinutes(here, view.watts());
            host.say(battery.demand(view, charge, remaining, chargedMinutes(now)));
            host.say(battery.info(view, charge));
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

    /** Whether nothing runs on it, so that the pile may reboot. */
    boolean idle() {
        return activity instanceof Idle;
    }

    boolean plugged() {
        return power.vehicle() != null;
    }

    boolean faulty() {
        return faultBits != 0;
    }

    GunView view() {
        Charge charge = charge();
        Vehicle here = power.vehicle();
        int watts = power.watts();
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
                power.meter().reading(),
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
