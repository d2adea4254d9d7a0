package io.ohmgate.simulator.pile;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.simulator.battery.Supply;
import io.ohmgate.simulator.battery.Vehicle;
import io.ohmgate.simulator.pile.PileAction.Why;
import io.ohmgate.ykc.message.AtGun;
import io.ohmgate.ykc.message.BalanceUpdate;
import io.ohmgate.ykc.message.BalanceUpdateReply;
import io.ohmgate.ykc.message.BillingModel;
import io.ohmgate.ykc.message.BillingReply;
import io.ohmgate.ykc.message.BillingSet;
import io.ohmgate.ykc.message.BillingSetReply;
import io.ohmgate.ykc.message.BillingVerifyAck;
import io.ohmgate.ykc.message.Downlink;
import io.ohmgate.ykc.message.HeartbeatAck;
import io.ohmgate.ykc.message.Login;
import io.ohmgate.ykc.message.LoginAck;
import io.ohmgate.ykc.message.PileStartReply;
import io.ohmgate.ykc.message.ReadRealtime;
import io.ohmgate.ykc.message.RemoteStart;
import io.ohmgate.ykc.message.RemoteStartReply;
import io.ohmgate.ykc.message.RemoteStop;
import io.ohmgate.ykc.message.RemoteStopReply;
import io.ohmgate.ykc.message.TimeSync;
import io.ohmgate.ykc.message.TimeSyncReply;
import io.ohmgate.ykc.message.TradeConfirm;
import io.ohmgate.ykc.message.TradeRecord;
import io.ohmgate.ykc.message.Uplink;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
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
    private static final int PROTOCOL_VERSION_1_6 = 0x10;
    private static final String SOFTWARE_VERSION = "OHM1.0";
    private static final int NETWORK_LAN = 1;
    private static final int CARRIER_OTHER = 4;
    private static final String NO_SIM = "0".repeat(20);
    private static final long METER_START_MAX = 500_000_0000L;

    private final PileSpec spec;
    private final Behaviour behaviour;
    private final RandomGenerator random;
    private final RecordStore records;
    private final List<Gun> guns;
    private final Conversation conversation;
    private PileClock clock;
    private @Nullable TariffModel model;
    private List<PileAction> actions = new ArrayList<>();
    private long chargesStarted;
    private long chargesEnded;

    /**
     * @param zone of the site, in whose wall time tariffs and records are written
     * @param firstConnect when it connects for the first time
     */
    public SimulatedPile(
            PileSpec spec, Behaviour behaviour, ZoneId zone, Instant firstConnect, RandomGenerator random) {
        this.spec = spec;
        this.behaviour = behaviour;
        this.random = random;
        this.records = new RecordStore(behaviour);
        this.clock = new PileClock(zone, behaviour.clockOffset(), behaviour.clockDriftPartsPerMillion(), firstConnect);
        GunHost host = new Host();
        this.guns = IntStream.rangeClosed(1, spec.guns())
                .mapToObj(gunNo ->
                        new Gun(host, spec.pileNo().gun(gunNo), EnergyMeter.reading(random.nextLong(METER_START_MAX))))
                .toList();
        int heartbeats = behaviour.heartbeatPerPile() ? 1 : spec.guns();
        this.conversation = new Conversation(this, heartbeats, firstConnect);
    }

    // What happens to it

    /** When {@link #tick} has something to do. */
    public Instant due() {
        Instant due = conversation.due();
        for (Gun gun : guns) {
            Instant each = gun.due();
            due = each.isBefore(due) ? each : due;
        }
        Instant record = uploadAllowed() ? records.nextDue() : Instant.MAX;
        return record.isBefore(due) ? record : due;
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
        hear(message, sequence, now);
        live(now);
        return taken();
    }

    /** A vehicle is plugged in, if no other is. */
    public List<PileAction> plug(int gunNo, Vehicle vehicle, Instant now) {
        live(now);
        gun(gunNo).plug(vehicle, now);
        return taken();
    }

    /** The plug is pulled; a charge that runs ends at once. */
    public List<PileAction> unplug(int gunNo, Instant now) {
        live(now);
        gun(gunNo).unplug(now);
        return taken();
    }

    public List<PileAction> pressStop(int gunNo, Instant now) {
        live(now);
        gun(gunNo).pressStop(now);
        return taken();
    }

    /** A card is held to the reader. */
    public List<PileAction> swipe(int gunNo, String physicalCardNo, Instant now) {
        live(now);
        gun(gunNo).swipe(physicalCardNo, now);
        return taken();
    }

    /** The pile reads the vehicle's number and asks to start by it (即插即充). */
    public List<PileAction> startByVin(int gunNo, Instant now) {
        live(now);
        gun(gunNo).startByVin(now);
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
        conversation.hangUp(Why.POWER_CUT, Conversation.REBOOT, now);
        guns.forEach(gun -> gun.powerCut(now));
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

    private Gun gun(int gunNo) {
        if (gunNo < 1 || gunNo > guns.size()) {
            throw new IllegalArgumentException("pile " + spec.pileNo() + " has no gun " + gunNo);
        }
        return guns.get(gunNo - 1);
    }

    private void live(Instant now) {
        conversation.advance(now);
        for (Gun gun : guns) {
            gun.advance(now);
        }
        sendRecords(now);
        conversation.advance(now);
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

    // What the platform says

    private void hear(Downlink message, int sequence, Instant now) {
        if (message instanceof LoginAck ack) {
            conversation.on(ack, now);
            return;
        }
        if (!conversation.phase().loggedIn()) {
            return;
        }
        switch (message) {
            case HeartbeatAck ack -> conversation.heartbeatAnswered();
            case BillingVerifyAck ack -> conversation.on(ack, now);
            case BillingReply reply -> store(reply.billingModelNo(), reply.model(), now);
            case BillingSet set -> {
                boolean stored = store(set.billingModelNo(), set.model(), now);
                reply(new BillingSetReply(spec.pileNo(), stored ? BillingSetReply.SUCCESS : 0), sequence);
            }
            case TimeSync sync -> setClock(sync, sequence, now);
            case TradeConfirm confirm ->
                records.confirm(
                        confirm.tradeNo(),
                        confirm.confirmResult() == null ? TradeConfirm.RECEIVED : confirm.confirmResult());
            case RemoteStart start -> {
                if (isMine(start)) {
                    gun(start.gunNo()).on(start, sequence, now);
                } else {
                    reply(notMine(start), sequence);
                }
            }
            case RemoteStop stop -> {
                if (isMine(stop)) {
                    gun(stop.gunNo()).on(stop, sequence, now);
                } else {
                    reply(notMine(stop), sequence);
                }
            }
            case BalanceUpdate update -> {
                if (isMine(update)) {
                    gun(update.gunNo()).on(update, sequence);
                } else {
                    reply(notMine(update), sequence);
                }
            }
            case ReadRealtime read -> {
                if (isMine(read)) {
                    gun(read.gunNo()).on(read, sequence, now);
                }
            }
            case PileStartReply reply -> {
                if (isMine(reply)) {
                    gun(reply.gunNo()).on(reply, now);
                }
            }
            default -> {
                // Types of later issues: a pile that does not know a command stays silent.
            }
        }
    }

    private boolean isMine(AtGun message) {
        return message.pileNo().equals(spec.pileNo()) && message.gunNo() <= guns.size();
    }

    private RemoteStartReply notMine(RemoteStart start) {
        int reason = start.pileNo().equals(spec.pileNo())
                ? RemoteStartReply.PILE_FAULT
                : RemoteStartReply.PILE_NUMBER_MISMATCH;
        return new RemoteStartReply(start.tradeNo(), spec.pileNo(), start.gunNo(), 0, reason);
    }

    private RemoteStopReply notMine(RemoteStop stop) {
        int reason = stop.pileNo().equals(spec.pileNo())
                ? RemoteStopReply.NOT_CHARGING
                : RemoteStopReply.PILE_NUMBER_MISMATCH;
        return new RemoteStopReply(spec.pileNo(), stop.gunNo(), 0, reason);
    }

    private BalanceUpdateReply notMine(BalanceUpdate update) {
        int result = update.pileNo().equals(spec.pileNo())
                ? BalanceUpdateReply.CARD_NUMBER_WRONG
                : BalanceUpdateReply.PILE_NUMBER_WRONG;
        return new BalanceUpdateReply(spec.pileNo(), update.physicalCardNo(), result);
    }

    private boolean store(@Nullable String modelNo, BillingModel received, Instant now) {
        var tariff = received.tariff();
        if (modelNo == null || tariff.isEmpty()) {
            return false;
        }
        model = new TariffModel(modelNo, tariff.get());
        conversation.modelStored(now);
        return true;
    }

    private void setClock(TimeSync sync, int sequence, Instant now) {
        if (sync.currentTime() != null) {
            clock = clock.set(sync.currentTime(), now);
        }
        reply(new TimeSyncReply(spec.pileNo(), clock.at(now)), sequence);
    }

    // For the conversation

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

    String modelNo() {
        return model == null ? TariffModel.NO_MODEL : model.modelNo();
    }

    boolean hasModel() {
        return model != null;
    }

    Login login() {
        return new Login(
                spec.pileNo(),
                spec.supply() == Supply.DC ? Login.PILE_TYPE_DC : Login.PILE_TYPE_AC,
                spec.guns(),
                PROTOCOL_VERSION_1_6,
                SOFTWARE_VERSION,
                NETWORK_LAN,
                NO_SIM,
                CARRIER_OTHER);
    }

    void reportAll(Instant now) {
        guns.forEach(gun -> gun.report(now));
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

    void act(PileAction action) {
        actions.add(action);
    }

    void say(Uplink message) {
        if (conversation.phase().loggedIn()) {
            act(new PileAction.Say(message));
        }
    }

    private void reply(Uplink message, int sequence) {
        if (conversation.phase().loggedIn()) {
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
        public void say(Uplink message) {
            SimulatedPile.this.say(message);
        }

        @Override
        public void reply(Uplink message, int sequence) {
            SimulatedPile.this.reply(message, sequence);
        }

        @Override
        public void keep(TradeRecord trade, Instant now) {
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
                conversation.hangUp(Why.BEHAVIOUR, Duration.ofSeconds(1), now);
            }
        }
    }
}
