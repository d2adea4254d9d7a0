package io.ohmgate.gateway.live;

import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.live.TopicChannel.Joined;
import io.ohmgate.gateway.order.OrderNotice;
import io.ohmgate.gateway.order.OrderRef;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.session.GatewayTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Scheduler;

/**
 * Tells subscribers what happens: first how things stand, then every change. A topic exists while somebody listens and a
 * while after, so that a subscriber who lost the connection goes on where it was; telling a topic that nobody listens to
 * costs a look into a map. Telemetry reaches a topic at most once a second, the latest values then; state always.
 */
public final class EventHub {
    public static final int TOPICS_MAX = 100_000;
    public static final Duration LINGER = Duration.ofMinutes(5);
    public static final Duration SNAPSHOT_WAIT = Duration.ofSeconds(3);
    private static final Duration FLUSH_EVERY = Duration.ofMillis(250);
    private static final int FLUSHES_PER_SWEEP = 40;
    private static final int SEQ_BITS = 20;
    private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);

    private final GatewayTime time;
    private volatile SnapshotSource snapshots;
    private volatile TopicInterest interest = TopicInterest.NOBODY;
    private final Scheduler deliveries;
    private final Supplier<Duration> telemetryEvery;
    private final Followers followers;
    private final ConcurrentHashMap<Topic, TopicChannel> channels = new ConcurrentHashMap<>();
    private final Set<TopicChannel> pending = ConcurrentHashMap.newKeySet();
    /** A topic that is forgotten and comes back must not begin below where it was. */
    private final AtomicLong firstSeq;

    private long flushes;

    /** {@code deliveries} runs the reading of the {@code Flux} subscribers, never an event loop. */
    public EventHub(GatewayTime time, SnapshotSource snapshots, Scheduler deliveries) {
        this(time, snapshots, deliveries, () -> Duration.ofNanos(TopicChannel.TELEMETRY_EVERY_NANOS));
    }

    /** @param telemetryEvery how often a topic's telemetry goes out at most, now */
    public EventHub(
            GatewayTime time, SnapshotSource snapshots, Scheduler deliveries, Supplier<Duration> telemetryEvery) {
        this.telemetryEvery = telemetryEvery;
        this.time = time;
        this.snapshots = snapshots;
        this.deliveries = deliveries;
        this.followers = new Followers(deliveries);
        this.firstSeq = new AtomicLong(time.wall().instant().getEpochSecond() << SEQ_BITS);
    }

    /** Starts to send values whose second is over and to forget idle topics; disposing ends it. */
    public Disposable start() {
        long every = FLUSH_EVERY.toMillis();
        return time.timer().schedulePeriodically(this::tick, every, every, TimeUnit.MILLISECONDS);
    }

    /** A mailbox for one subscriber and any number of topics. Whoever opens it closes it. */
    public Mailbox open(Runnable wake) {
        return new Mailbox(wake);
    }

    /**
     * Lets the mailbox listen. With {@code after}, the number last read, it goes on from there if that is still
     * possible; otherwise it begins with a snapshot.
     */
    public void subscribe(Mailbox mailbox, Topic topic, @Nullable Long after) {
        TopicChannel channel;
        Joined joined;
        do {
            channel = channelOf(topic);
            if (channel == null) {
                mailbox.end(Mailbox.End.TOO_MANY_TOPICS);
                return;
            }
            joined = channel.join(mailbox, after, time.wall().instant());
        } while (joined == null);
        if (joined.awaitsSnapshot()) {
            begin(mailbox, channel, joined);
        } else {
            mailbox.wakeUp();
        }
    }

    public void unsubscribe(Mailbox mailbox, Topic topic) {
        TopicChannel channel = channels.get(topic);
        if (channel != null) {
            channel.leave(mailbox, time.nanos().getAsLong());
        }
    }

    private @Nullable TopicChannel channelOf(Topic topic) {
        TopicChannel known = channels.get(topic);
        if (known != null || channels.size() >= TOPICS_MAX) {
            return known;
        }
        boolean[] made = {false};
        TopicChannel channel = channels.computeIfAbsent(topic, fresh -> {
            made[0] = true;
            return new TopicChannel(fresh, firstSeq.get(), time.nanos().getAsLong());
        });
        if (made[0]) {
            interest.wanted(topic);
        }
        return channel;
    }

    // ---- other nodes ----

    /** Lets {@code interest} hear of the topics that are listened to here, and snapshots come from wherever they are known. */
    public void joinCluster(TopicInterest heard, UnaryOperator<SnapshotSource> everywhere) {
        snapshots = everywhere.apply(snapshots);
        interest = heard;
    }

    /** The topics that are listened to here. */
    public Set<Topic> wanted() {
        return Set.copyOf(channels.keySet());
    }

    /**
     * For another node: what happens on this one, of the topics it wishes for. Each begins with how things stand here, as
     * {@code here} tells it; what the reader does not take is conflated.
     */
    public Flux<TopicMessage> follow(Flux<TopicWish> wishes, Function<Topic, @Nullable TopicData> here) {
        return followers.follow(wishes, topic -> {
            TopicData data = here.apply(topic);
            return data == null
                    ? null
                    : new TopicMessage(
                            topic, 0, TopicMessage.Type.STATE, time.wall().instant(), data);
        });
    }

    /** Something that happened on another node. */
    public void happenedElsewhere(Topic topic, TopicMessage.Type type, TopicData data, Instant at) {
        switch (type) {
            case TELEMETRY -> telemetryHere(topic, data, at, time.nanos().getAsLong());
            case STATE, SNAPSHOT -> stateHere(topic, data, at);
            case GAP -> {}
        }
    }

    private void begin(Mailbox mailbox, TopicChannel channel, Joined joined) {
        snapshots
                .snapshotOf(channel.topic)
                .timeout(SNAPSHOT_WAIT, time.timer())
                .doOnSuccess(snapshot -> {
                    if (snapshot == null) {
                        mailbox.end(Mailbox.End.NO_SUCH_THING);
                    } else {
                        channel.begin(joined.listener(), snapshot, time.wall().instant());
                        mailbox.wakeUp();
                    }
                })
                .subscribe(snapshot -> {}, failure -> mailbox.end(Mailbox.End.SNAPSHOT_UNAVAILABLE));
    }

    /** The same as a stream. What is not requested waits in the mailbox, where only the latest telemetry is kept. */
    public Flux<TopicMessage> subscribe(Topic topic, @Nullable Long after) {
        return Flux.create(
                sink -> {
                    MailboxReader reader = new MailboxReader(sink, deliveries);
                    Mailbox mailbox = open(reader::wake);
                    reader.read(mailbox);
                    sink.onDispose(() -> {
                        mailbox.close();
                        unsubscribe(mailbox, topic);
                    });
                    subscribe(mailbox, topic, after);
                },
                FluxSink.OverflowStrategy.ERROR);
    }

    /** A gun has changed. */
    public void changed(LiveChange change) {
        changed(change, change.after());
    }

    /** A gun has changed; {@code whole} is what the driver of its charge is shown, with the vehicle's other gun if any. */
    public void changed(LiveChange change, GunLive whole) {
        if (channels.isEmpty() && followers.none()) {
            return;
        }
        GunLive gun = change.after();
        Instant now = time.wall().instant();
        long nanos = time.nanos().getAsLong();
        TopicData view = new TopicData.GunView(gun);
        TopicData inStation = new TopicData.StationView(gun.stationId(), List.of(gun));
        if (change.state()) {
            state(Topic.gun(gun.gun()), view, now);
            state(Topic.station(gun.stationId()), inStation, now);
        } else {
            telemetry(Topic.gun(gun.gun()), view, now, nanos);
            telemetry(Topic.station(gun.stationId()), inStation, now, nanos);
        }
        ChargeLive charge = gun.charge();
        if (charge != null) {
            telemetry(Topic.order(charge.order().shownAs()), new TopicData.GunView(whole), now, nanos);
        }
    }

    /** Something happened to an order. {@code liveOf} tells what its gun does now. */
    public void happened(OrderNotice notice, Function<GunId, @Nullable GunLive> liveOf) {
        OrderRef order = orderOf(notice);
        if (order == null) {
            return;
        }
        GunLive gun = liveOf.apply(order.gun());
        boolean runs = gun != null
                && gun.charge() != null
                && gun.charge().order().orderId().equals(order.orderId());
        TopicData data = new TopicData.OrderHappened(notice, runs ? gun : null);
        state(Topic.order(order.orderId()), data, notice.at());
        if (!order.shownAs().equals(order.orderId())) {
            state(Topic.order(order.shownAs()), data, notice.at());
        }
        state(Topic.ordersOf(order.tenantId()), data, notice.at());
    }

    private static @Nullable OrderRef orderOf(OrderNotice notice) {
        return switch (notice) {
            case OrderNotice.OrderOpened opened -> opened.order();
            case OrderNotice.OrderMoved moved -> moved.order();
            case OrderNotice.StopWentUnconfirmed stop -> stop.order();
            case OrderNotice.RecordWentMissing missing -> missing.order();
            case OrderNotice.LimitRaised raised -> raised.order();
            case OrderNotice.ChargeBilled billed -> billed.order();
            case OrderNotice.BillHeld held -> held.order();
            case OrderNotice.OrphanOpened orphan -> orphan.order();
            case OrderNotice.BillCorrected corrected -> corrected.order();
            case OrderNotice.OrderDecided decided -> decided.order();
            case OrderNotice.ChargeWentSilent silent -> silent.order();
            case OrderNotice.SerialOnOtherGun swapped -> swapped.order();
            case OrderNotice.ReadingNotBelieved odd -> odd.order();
            case OrderNotice.OrphanCharging orphan -> orphan.order();
            case OrderNotice.RecordQuarantined quarantined -> null;
            case OrderNotice.EnergyWithoutOrder energy -> null;
        };
    }

    /** Something happened to a pile; only its tenant's back ends hear of it. */
    public void happened(PileEvent event) {
        Long tenantId = event.tenantId();
        if (tenantId != null) {
            state(Topic.pilesOf(tenantId), new TopicData.PileHappened(event), event.at());
        }
    }

    private void state(Topic topic, TopicData data, Instant at) {
        followers.tell(topic, TopicMessage.Type.STATE, data, at);
        stateHere(topic, data, at);
    }

    private void stateHere(Topic topic, TopicData data, Instant at) {
        TopicChannel channel = channels.get(topic);
        if (channel != null) {
            channel.state(data, at).forEach(Mailbox::wakeUp);
        }
    }

    private void telemetry(Topic topic, TopicData data, Instant at, long nanos) {
        followers.tell(topic, TopicMessage.Type.TELEMETRY, data, at);
        telemetryHere(topic, data, at, nanos);
    }

    private void telemetryHere(Topic topic, TopicData data, Instant at, long nanos) {
        TopicChannel channel = channels.get(topic);
        if (channel == null) {
            return;
        }
        List<Mailbox> awake =
                channel.telemetry(data, at, nanos, telemetryEvery.get().toNanos());
        if (awake == null) {
            pending.add(channel);
        } else {
            awake.forEach(Mailbox::wakeUp);
        }
    }

    void tick() {
        try {
            flushPending();
            flushes++;
            if (flushes % FLUSHES_PER_SWEEP == 0) {
                forgetIdle();
            }
        } catch (RuntimeException broken) {
            LOG.atError().setCause(broken).log("the hub's tick stumbled");
        }
    }

    private void flushPending() {
        long now = time.nanos().getAsLong();
        for (TopicChannel channel : List.copyOf(pending)) {
            // Taken out first: values that come meanwhile put it back in.
            pending.remove(channel);
            List<Mailbox> awake = channel.flush(now, telemetryEvery.get().toNanos());
            if (awake == null) {
                pending.add(channel);
            } else {
                awake.forEach(Mailbox::wakeUp);
            }
        }
    }

    private void forgetIdle() {
        long now = time.nanos().getAsLong();
        for (TopicChannel channel : channels.values()) {
            long last = channel.forget(now, LINGER.toNanos());
            if (last >= 0) {
                firstSeq.accumulateAndGet(last, Math::max);
                channels.remove(channel.topic, channel);
                interest.unwanted(channel.topic);
            }
        }
    }

    public int topics() {
        return channels.size();
    }

    /** Ends every subscription; subscribers come back to another node, or to this one when it is up again. */
    public void endAll() {
        for (TopicChannel channel : channels.values()) {
            channel.everybody().forEach(mailbox -> mailbox.end(Mailbox.End.GATEWAY_STOPPING));
        }
    }
}
