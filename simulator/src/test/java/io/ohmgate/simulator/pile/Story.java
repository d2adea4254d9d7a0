package io.ohmgate.simulator.pile;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.Price;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.simulator.battery.Battery;
import io.ohmgate.simulator.battery.BatteryPack;
import io.ohmgate.simulator.battery.Supply;
import io.ohmgate.simulator.battery.Vehicle;
import io.ohmgate.simulator.link.WireWriter;
import io.ohmgate.ykc.message.BillingModel;
import io.ohmgate.ykc.message.BillingReply;
import io.ohmgate.ykc.message.BillingRequest;
import io.ohmgate.ykc.message.BillingVerify;
import io.ohmgate.ykc.message.BillingVerifyAck;
import io.ohmgate.ykc.message.Downlink;
import io.ohmgate.ykc.message.Heartbeat;
import io.ohmgate.ykc.message.HeartbeatAck;
import io.ohmgate.ykc.message.Login;
import io.ohmgate.ykc.message.LoginAck;
import io.ohmgate.ykc.message.RemoteStart;
import io.ohmgate.ykc.message.TradeConfirm;
import io.ohmgate.ykc.message.TradeReport;
import io.ohmgate.ykc.message.Uplink;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** One pile and a platform that keeps to the book, on virtual time. */
final class Story {
    static final PileNo PILE = new PileNo("32010600019236");
    static final TradeNo TRADE = new TradeNo("32010600019236012611220800000001");
    static final TradeNo NEXT_TRADE = new TradeNo("32010600019236012611220900000002");
    static final Instant MORNING = LocalDateTime.parse("2026-11-22T08:00:00")
            .atZone(io.ohmgate.simulator.link.FleetOptions.CHINA)
            .toInstant();
    static final Duration CONNECT_DELAY = Duration.ofMillis(20);
    private static final int SEQUENCE = 0x1234;

    /** What the pile said, when, and whether it was a reply. */
    record Said(Instant at, Uplink message, boolean reply) {}

    final SimulatedPile pile;
    final List<Said> said = new ArrayList<>();
    final List<PileAction.Why> hangUps = new ArrayList<>();
    final List<PileAction.SayRaw> raws = new ArrayList<>();
    /** Everything it said, as it stands on the wire. */
    final ByteBuf wire = Unpooled.buffer();

    private final WireWriter writer;
    Instant now;
    int connects;
    int abandoned;
    int stoppedReading;

    boolean reachable = true;
    boolean confirms = true;
    boolean answersHeartbeats = true;
    String modelNo = "0001";
    Tariff tariff = flat(130_000);
    private Instant linkUpAt = Instant.MAX;
    private boolean linked;

    private Story(Instant start, PileSpec spec, Behaviour behaviour, long seed) {
        this.now = start;
        this.writer = new WireWriter(behaviour, new SplittableRandom(seed + 1));
        this.pile = new SimulatedPile(
                spec, behaviour, io.ohmgate.simulator.link.FleetOptions.CHINA, start, new SplittableRandom(seed));
    }

    static Story of(Behaviour behaviour) {
        return at(MORNING, behaviour);
    }

    static Story at(Instant start, Behaviour behaviour) {
        return new Story(start, new PileSpec(PILE, Supply.DC, 2, 120_000), behaviour, 7);
    }

    static Story ofAc() {
        return new Story(MORNING, new PileSpec(PILE, Supply.AC, 1, 7_000), Behaviour.GOOD, 7);
    }

    static Story random(long seed, PileSpec spec) {
        return random(seed, spec, Behaviour.GOOD);
    }

    static Story random(long seed, PileSpec spec, Behaviour behaviour) {
        return new Story(MORNING, spec, behaviour, seed);
    }

    static Vehicle car() {
        return Vehicle.of("LOHM0000000000001", BatteryPack.FAMILY_CAR, 200);
    }

    static Vehicle nearlyFull() {
        return Vehicle.of("LOHM0000000000002", BatteryPack.FAMILY_CAR, 985);
    }

    /** Prices in 0.00001 yuan per kWh; all of it electricity. */
    static Tariff flat(long price) {
        return new Tariff(
                java.util.Collections.nCopies(Tariff.SLOTS, PriceLevel.FLAT), prices(price, price, price, price));
    }

    static Map<PriceLevel, Price> prices(long sharp, long peak, long flat, long valley) {
        Map<PriceLevel, Price> prices = new EnumMap<>(PriceLevel.class);
        prices.put(PriceLevel.SHARP, new Price(new UnitPrice(sharp), UnitPrice.ZERO));
        prices.put(PriceLevel.PEAK, new Price(new UnitPrice(peak), UnitPrice.ZERO));
        prices.put(PriceLevel.FLAT, new Price(new UnitPrice(flat), UnitPrice.ZERO));
        prices.put(PriceLevel.VALLEY, new Price(new UnitPrice(valley), UnitPrice.ZERO));
        return prices;
    }

    Story online() {
        passes(Duration.ofSeconds(2));
        assertThat(pile.online()).isTrue();
        return this;
    }

    Story passes(Duration time) {
        Instant until = now.plus(time);
        while (true) {
            Instant due = earlier(pile.due(), linkUpAt);
            Instant next = due.isBefore(now) ? now : due;
            if (next.isAfter(until)) {
                break;
            }
            now = next;
            if (!now.isBefore(linkUpAt)) {
                linkComesUp();
            }
            carryOut(pile.tick(now));
        }
        now = until;
        carryOut(pile.tick(now));
        return this;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private void linkComesUp() {
        linkUpAt = Instant.MAX;
        linked = reachable;
        carryOut(reachable ? pile.connected(now) : pile.disconnected(now));
    }

    Story linkBreaks() {
        linked = false;
        carryOut(pile.disconnected(now));
        return this;
    }

    Story hears(Downlink message) {
        carryOut(pile.on(message, SEQUENCE, now));
        return this;
    }

    Story hearsStart(long balanceFen) {
        return hearsStart(TRADE, balanceFen);
    }

    Story hearsStart(TradeNo tradeNo, long balanceFen) {
        return hears(new RemoteStart(tradeNo, PILE, 1, "0".repeat(16), "0".repeat(16), new Money(balanceFen)));
    }

    Story plugs(Vehicle vehicle) {
        carryOut(pile.plug(1, vehicle, now));
        return this;
    }

    Story does(List<PileAction> actions) {
        carryOut(actions);
        return this;
    }

    /** Plugged, started with plenty of money, past the handshake. */
    Story charging() {
        plugs(car()).hearsStart(1_000_000).passes(Duration.ofSeconds(15));
        assertThat(gun().charging()).isTrue();
        return this;
    }

    private void carryOut(List<PileAction> actions) {
        for (PileAction action : actions) {
            switch (action) {
                case PileAction.Connect connect -> {
                    writer.connected();
                    connects++;
                    linkUpAt = now.plus(CONNECT_DELAY);
                }
                case PileAction.HangUp hangUp -> {
                    hangUps.add(hangUp.why());
                    linked = false;
                    linkUpAt = Instant.MAX;
                }
                case PileAction.Abandon abandon -> {
                    abandoned++;
                    linked = false;
                    linkUpAt = Instant.MAX;
                }
                case PileAction.StopReading stop -> stoppedReading++;
                case PileAction.SayRaw raw -> {
                    if (linked) {
                        writer.say(raw, wire);
                        raws.add(raw);
                    }
                }
                case PileAction.Say say -> {
                    if (linked) {
                        writer.say(say.message(), wire);
                    }
                    platformHears(say.message(), false);
                }
                case PileAction.Reply reply -> {
                    if (linked) {
                        writer.reply(reply, wire);
                    }
                    platformHears(reply.message(), true);
                }
            }
        }
    }

    private void platformHears(Uplink message, boolean reply) {
        if (!linked) {
            return;
        }
        said.add(new Said(now, message, reply));
        switch (message) {
            case Login login -> hears(LoginAck.accepted(PILE));
            case Heartbeat heartbeat -> {
                if (answersHeartbeats) {
                    hears(HeartbeatAck.of(heartbeat));
                }
            }
            case BillingVerify verify ->
                hears(new BillingVerifyAck(
                        PILE,
                        modelNo,
                        modelNo.equals(verify.billingModelNo()) ? BillingVerifyAck.SAME : BillingVerifyAck.DIFFERENT));
            case BillingRequest request -> hears(new BillingReply(PILE, modelNo, BillingModel.of(tariff)));
            case TradeReport trade -> {
                if (confirms) {
                    hears(TradeConfirm.received(trade.tradeNo()));
                }
            }
            default -> {}
        }
    }

    // What came of it

    GunView gun() {
        return pile.gunView(1);
    }

    <T extends Uplink> List<T> all(Class<T> type) {
        return said.stream()
                .map(Said::message)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    <T extends Uplink> T last(Class<T> type) {
        return all(type).getLast();
    }

    /** When each message of a type was said, in seconds since {@code since}. */
    List<Long> secondsOf(Class<? extends Uplink> type, Instant since) {
        return said.stream()
                .filter(each -> type.isInstance(each.message()))
                .map(each -> Duration.between(since, each.at()).toSeconds())
                .toList();
    }

    void forgetSaid() {
        said.clear();
    }

    int socPermille() {
        Vehicle vehicle = gun().vehicle();
        Battery battery = vehicle == null ? null : vehicle.battery();
        return battery == null ? -1 : battery.socPermille();
    }
}
