package io.ohmgate.simulator.pile;

import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.simulator.battery.Vehicle;
import io.ohmgate.simulator.pile.PileAction.Why;
import io.ohmgate.ykc.message.BillingModel;
import io.ohmgate.ykc.message.Downlink;
import io.ohmgate.ykc.message.FrameType;
import io.ohmgate.ykc.message.LoginAck;
import io.ohmgate.ykc.message.Realtime;
import io.ohmgate.ykc.message.TradeReport;
import io.ohmgate.ykc.message.Uplink;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A pile (充电桩) without I/O: what it hears, the time, and what people do to it are arguments; what it wants done comes
 * back as {@link PileAction}s. The same seed and the same calls give the same life, in real or in virtual time.
 *
 * <p>Whoever runs it calls {@link #tick} at {@link #due} or soon after, carries the actions out in order, and gives each
 * pile to one thread. Charging goes on while the link is down; only the record waits.
 */
public final class SimulatedPile {
    private static final long METER_START_MAX = 500_000_0000L;
    private static final Duration RECONNECT_PAUSE = Duration.ofSeconds(1);
    private static final Instant YEAR_1970 = Instant.EPOCH;
    private static final DateTimeFormatter SERIAL_TIME = DateTimeFormatter.ofPattern("yyMMddHHmmss");
    private static final int SERIALS = 10_000;
    private static final int UNKNOWN_BODY_MAX = 64;

    private final PileSpec spec;
    private final Behaviour behaviour;
    private final RandomGenerator random;
    private final RecordStore records;
    private final List<Gun> guns;
    private final List<GroundLock> locks;
    private final CardList cards;
    private final ParallelGroups parallel;
    private final Maintenance maintenance;
    private final Conversation conversation;
    private final Hearing hearing;
    private final Map<Integer, String> qrCodes = new TreeMap<>();
    private PileClock clock;
    private @Nullable TariffModel model;
    private List<PileAction> actions = new ArrayList<>();
    private Instant muteFrom = Instant.MAX;
    private Instant deafFrom = Instant.MAX;
    private Instant stopsReading = Instant.MAX;
    private Instant unknownDue = Instant.MAX;
    private boolean mute;
    private int serial;
    private long chargesStarted;
    private long chargesEnded;

    /**
     * @param zone of the site, in whose wall time tariffs and records are written
     * @param firstConnect when it connects for the first time
     */
    public SimulatedPile(
            PileSpec plate, Behaviour behaviour, ZoneId zone, Instant firstConnect, RandomGenerator random) {
        List<PileNo> cloned = behaviour.get(Quirks.CLONE_OF);
        this.spec = cloned.isEmpty() ? plate : plate.numbered(cloned.getFirst());
        this.behaviour = behaviour;
        this.random = random;
        this.records = new RecordStore(behaviour);
        this.cards = new CardList(spec.pileNo());
        this.maintenance = new Maintenance(spec, behaviour, random);
        this.clock = new PileClock(
                zone, behaviour.get(Quirks.CLOCK_OFFSET), behaviour.get(Quirks.CLOCK_DRIFT), firstConnect);
        resetClock(firstConnect);
        GunHost host = new Host();
        this.guns = IntStream.rangeClosed(1, spec.guns())
                .mapToObj(gunNo ->
                        new Gun(host, spec.pileNo().gun(gunNo), EnergyMeter.reading(random.nextLong(METER_START_MAX))))
                .toList();
        boolean stuck = behaviour.is(Quirks.GROUND_LOCK_STUCK);
        this.locks = IntStream.rangeClosed(1, behaviour.is(Quirks.GROUND_LOCKS) ? spec.guns() : 0)
                .mapToObj(gunNo -> new GroundLock(spec.pileNo().gun(gunNo), stuck))
                .toList();
        this.parallel = new ParallelGroups(guns);
        int heartbeats = behaviour.is(Quirks.HEARTBEAT_PER_PILE) ? 1 : spec.guns();
        this.conversation = new Conversation(this, heartbeats, firstConnect);
        this.hearing = new Hearing(this);
    }

    // What happens to it

    /** When {@link #tick} has something to do. */
    public Instant due() {
        Instant due = earlier(conversation.due(), parallel.due());
        for (Gun gun : guns) {
            due = earlier(due, gun.due());
        }
        due = earlier(due, earlier(maintenance.due(), earlier(stopsReading, unknownDue)));
        if (conversation.phase() instanceof LinkPhase.Online) {
            for (GroundLock lock : locks) {
                due = earlier(due, lock.due());
            }
        }
        return earlier(due, uploadAllowed() ? records.nextDue() : Instant.MAX);
    }

    private static Instant earlier(Instant a, Instant b) {
        return b.isBefore(a) ? b : a;
    }

    public List<PileAction> tick(Instant now) {
        live(now);
        return taken();
    }

    public List<PileAction> connected(Instant now) {
        live(now);
        conversation.connected(now);
        return taken();
    }

    /** The connection could not be made, or is gone. */
    public List<PileAction> disconnected(Instant now) {
        conversation.disconnected(now);
        live(now);
        return taken();
    }

    /** @param sequence the two bytes of the frame, which a reply repeats */
    public List<PileAction> on(Downlink message, int sequence, Instant now) {
        live(now);
        boolean heard = message instanceof LoginAck || conversation.phase().loggedIn();
        if (heard && now.isBefore(deafFrom)) {
            hearing.hear(message, sequence, now);
        }
        live(now);
        return taken();
    }

    /** A vehicle is plugged in, if no other is. */
    public List<PileAction> plug(int gunNo, Vehicle vehicle, Instant now) {
        live(now);
        gun(gunNo).plug(vehicle, now);
        live(now);
        return taken();
    }

    /** The plug is pulled; a charge that runs ends at once. */
    public List<PileAction> unplug(int gunNo, Instant now) {
        live(now);
        gun(gunNo).unplug(now);
        live(now);
        return taken();
    }

    public List<PileAction> pressStop(int gunNo, Instant now) {
        live(now);
        gun(gunNo).pressStop(now);
        return taken();
    }

    /** A card is held to the reader. */
    public List<PileAction> swipe(int gunNo, String physicalCardNo, Instant now) {
        return identify(gunNo, StartAtPile.card(physicalCardNo), now);
    }

    /** The pile reads the vehicle's number and asks to start by it (即插即充). */
    public List<PileAction> startByVin(int gunNo, Instant now) {
        return identify(gunNo, StartAtPile.vin(), now);
    }

    /** Somebody starts at the pile; without a link it decides by its list of offline cards. */
    public List<PileAction> identify(int gunNo, StartAtPile start, Instant now) {
        live(now);
        gun(gunNo).identify(start, now);
        return taken();
    }

    /** Somebody starts one vehicle on several guns at the pile (并充). */
    public List<PileAction> identifyInParallel(List<Integer> gunNos, StartAtPile start, Instant now) {
        live(now);
        if (conversation.phase().loggedIn() && gunNos.size() > 1) {
            gunNos.forEach(this::gun);
            parallel.request(gunNos, start, clock.at(now).format(SERIAL_TIME), now);
        }
        return taken();
    }

    /** @param bits as in reference 6.2; 0 clears the fault */
    public List<PileAction> fault(int gunNo, int bits, Instant now) {
        live(now);
        gun(gunNo).fault(bits, now);
        return taken();
    }

    /** Power is gone: charges end, the link drops without a word, records stay; it comes back after a reboot. */
    public List<PileAction> powerCut(Instant now) {
        live(now);
        goDown(Why.POWER_CUT, now);
        return taken();
    }

    public PileView view(Instant now) {
        return new PileView(
                spec.pileNo(),
                conversation.phase(),
                clock.at(now),
                modelNo(),
                records.kept(),
                records.sent(),
                records.confirmed(),
                records.rejected(),
                records.overwritten(),
                chargesStarted,
                chargesEnded,
                maintenance.locked(),
                maintenance.percent(),
                maintenance.softwareVersion(),
                cards.size(),
                Map.copyOf(qrCodes),
                guns.stream().map(Gun::view).toList());
    }

    public GunView gunView(int gunNo) {
        return gun(gunNo).view();
    }

    public boolean online() {
        return conversation.phase() instanceof LinkPhase.Online;
    }

    public int chargingGuns() {
        int charging = 0;
        for (Gun gun : guns) {
            charging += gun.charging() ? 1 : 0;
        }
        return charging;
    }

    public int recordsKept() {
        return records.kept();
    }

    public long chargesStarted() {
        return chargesStarted;
    }

    public long chargesEnded() {
        return chargesEnded;
    }

    // Its life

    private void live(Instant now) {
        mute = !now.isBefore(muteFrom);
        conversation.advance(now);
        parallel.advance(now);
        for (Gun gun : guns) {
            gun.advance(now);
        }
        lookAfterFirmware(now);
        reportLocks(now);
        misbehave(now);
        sendRecords(now);
        conversation.advance(now);
    }

    private void lookAfterFirmware(Instant now) {
        boolean idle = allIdle();
        if (maintenance.advance(idle, now) || (maintenance.rebootsWhenIdle() && idle)) {
            reboot(now);
        } else if (maintenance.owesReport() && online()) {
            say(maintenance.report());
        }
    }

    private void reportLocks(Instant now) {
        if (!online()) {
            return;
        }
        for (int i = 0; i < locks.size(); i++) {
            if (locks.get(i).advance(guns.get(i).plugged(), now)) {
                say(locks.get(i).report(now));
            }
        }
    }

    private void misbehave(Instant now) {
        if (!now.isBefore(stopsReading)) {
            stopsReading = Instant.MAX;
            act(new PileAction.StopReading(behaviour.get(Quirks.NEVER_READS).isPositive()));
        }
        if (!now.isBefore(unknownDue)) {
            unknownDue = now.plus(behaviour.get(Quirks.UNKNOWN_TYPES));
            sayUnknown();
        }
    }

    private void sayUnknown() {
        int code = random.nextInt(256);
        while (FrameType.ofCode(code) != null) {
            code = random.nextInt(256);
        }
        byte[] body = new byte[random.nextInt(UNKNOWN_BODY_MAX)];
        random.nextBytes(body);
        if (!mute) {
            act(new PileAction.SayRaw(code, HexFormat.of().formatHex(body)));
        }
    }

    private void sendRecords(Instant now) {
        if (uploadAllowed()) {
            records.due(now).forEach(this::say);
        }
    }

    /** Not before 0x06: the upload is a step of its own in the order of the login. */
    private boolean uploadAllowed() {
        return !(conversation.phase() instanceof LinkPhase.Verifying);
    }

    private List<PileAction> taken() {
        if (actions.isEmpty()) {
            return List.of();
        }
        List<PileAction> taken = actions;
        actions = new ArrayList<>();
        return taken;
    }

    void reboot(Instant now) {
        goDown(Why.REBOOT, now);
    }

    private void goDown(Why why, Instant now) {
        conversation.hangUp(why, Conversation.REBOOT, now);
        guns.forEach(gun -> gun.powerCut(now));
        maintenance.rebooted();
        qrCodes.clear();
        resetClock(now);
    }

    private void resetClock(Instant now) {
        if (behaviour.is(Quirks.CLOCK_1970)) {
            clock = new PileClock(clock.zone(), Duration.between(now, YEAR_1970), clock.driftPartsPerMillion(), now);
        }
    }

    // For the conversation

    void loggedIn(Instant now) {
        muteFrom = after(Quirks.MUTE, now);
        deafFrom = after(Quirks.DEAF, now);
        Instant slow = after(Quirks.SLOW_READER, now);
        Instant never = after(Quirks.NEVER_READS, now);
        stopsReading = earlier(slow, never);
        unknownDue = after(Quirks.UNKNOWN_TYPES, now);
    }

    private Instant after(Quirk<Duration> quirk, Instant now) {
        Duration span = behaviour.get(quirk);
        return span.isPositive() ? now.plus(span) : Instant.MAX;
    }

    void linkLost() {
        muteFrom = Instant.MAX;
        deafFrom = Instant.MAX;
        stopsReading = Instant.MAX;
        unknownDue = Instant.MAX;
        mute = false;
    }

    void wentOnline(Instant now) {
        records.takeReports().forEach(this::say);
        guns.forEach(gun -> gun.report(now));
    }

    boolean mute() {
        return mute;
    }

    PileAction login() {
        return Identity.login(spec, behaviour, maintenance.softwareVersion());
    }

    int firstFaultyGun() {
        for (int i = 0; i < guns.size(); i++) {
            if (guns.get(i).faulty()) {
                return i;
            }
        }
        return 0;
    }

    boolean faulty(int index) {
        return guns.get(index).faulty();
    }

    // For those that live in it

    Gun gun(int gunNo) {
        if (gunNo < 1 || gunNo > guns.size()) {
            throw new IllegalArgumentException("pile " + spec.pileNo() + " has no gun " + gunNo);
        }
        return guns.get(gunNo - 1);
    }

    @Nullable
    GroundLock groundLock(int gunNo) {
        return locks.isEmpty() ? null : locks.get(gunNo - 1);
    }

    boolean allIdle() {
        return guns.stream().allMatch(Gun::idle);
    }

    boolean store(@Nullable String modelNo, BillingModel received, Instant now) {
        var tariff = received.tariff();
        if (modelNo == null || tariff.isEmpty()) {
            return false;
        }
        model = new TariffModel(modelNo, tariff.get());
        conversation.modelStored(now);
        return true;
    }

    void setClock(LocalDateTime time, Instant now) {
        clock = clock.set(time, now);
    }

    LocalDateTime time(Instant now) {
        return clock.at(now);
    }

    void showQrCode(int gunNo, String url) {
        qrCodes.put(gunNo, url);
    }

    PileSpec spec() {
        return spec;
    }

    Behaviour behaviour() {
        return behaviour;
    }

    RandomGenerator random() {
        return random;
    }

    RecordStore records() {
        return records;
    }

    Conversation conversation() {
        return conversation;
    }

    ParallelGroups parallel() {
        return parallel;
    }

    Maintenance maintenance() {
        return maintenance;
    }

    CardList cards() {
        return cards;
    }

    String modelNo() {
        return model == null ? TariffModel.NO_MODEL : model.modelNo();
    }

    boolean hasModel() {
        return model != null;
    }

    void act(PileAction action) {
        actions.add(action);
    }

    void say(Uplink message) {
        if (conversation.phase().loggedIn() && !mute) {
            act(new PileAction.Say(message));
        }
    }

    void reply(Uplink message, int sequence) {
        if (conversation.phase().loggedIn() && !mute) {
            act(new PileAction.Reply(message, sequence));
        }
    }

    public PileNo pileNo() {
        return spec.pileNo();
    }

    private final class Host implements GunHost {
        @Override
        public PileSpec spec() {
            return spec;
        }

        @Override
        public Behaviour behaviour() {
            return behaviour;
        }

        @Override
        public RandomGenerator random() {
            return random;
        }

        @Override
        public LocalDateTime time(Instant now) {
            return clock.at(now);
        }

        @Override
        public @Nullable TariffModel modelToStartWith() {
            return conversation.modelOutdated() ? null : model;
        }

        @Override
        public boolean loggedIn() {
            return conversation.phase().loggedIn();
        }

        @Override
        public boolean online() {
            return conversation.phase() instanceof LinkPhase.Online;
        }

        @Override
        public boolean locked() {
            return maintenance.locked();
        }

        @Override
        public int offeredWatts() {
            return maintenance.offeredWatts(chargingGuns());
        }

        @Override
        public boolean knowsOfflineCard(String physicalCardNo) {
            return cards.knows(physicalCardNo);
        }

        @Override
        public TradeNo ownSerial(GunId gunId, Instant now) {
            serial = (serial + 1) % SERIALS;
            return new TradeNo(gunId.digits() + clock.at(now).format(SERIAL_TIME) + "%04d".formatted(serial));
        }

        @Override
        public void say(Uplink message) {
            SimulatedPile.this.say(message);
        }

        @Override
        public void reply(Uplink message, int sequence) {
            SimulatedPile.this.reply(message, sequence);
        }

        @Override
        public void storeReport(Realtime report, int most) {
            records.keep(report, most);
        }

        @Override
        public void keep(TradeReport trade, Instant now) {
            chargesEnded++;
            records.keep(trade, now);
            sendRecords(now);
        }

        @Override
        public void chargeStarted() {
            chargesStarted++;
        }

        @Override
        public void reconnect(Instant now) {
            if (conversation.phase().loggedIn()) {
                conversation.hangUp(Why.BEHAVIOUR, RECONNECT_PAUSE, now);
            }
        }

        @Override
        public void losePower(Instant now) {
            goDown(Why.POWER_CUT, now);
        }
    }
}
