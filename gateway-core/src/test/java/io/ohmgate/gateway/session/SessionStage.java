package io.ohmgate.gateway.session;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ohmgate.billing.Price;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.link.Admission;
import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.link.PileTariff;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileEntry.PileKind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Sessions on virtual time, with one registered pile and everything that is told written down. */
public final class SessionStage {
    public static final PileNo PILE = new PileNo("32010200000001");
    public static final long TENANT = 7;
    public static final long STATION = 70;
    public static final PileTariff TARIFF =
            new PileTariff(1, 1, Tariff.flat(new Price(new UnitPrice(60_000), new UnitPrice(40_000))));

    public final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    public final GatewayTime time = GatewayTime.of(clock);
    public final PileDirectory directory = new PileDirectory();
    public final List<PileEvent> events = new ArrayList<>();
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public boolean charging;
    public final PileSessions sessions;

    public SessionStage() {
        this(SessionSettings.BOOK);
    }

    public SessionStage(SessionSettings settings) {
        clock.advanceTimeBy(Duration.ofDays(20_000));
        directory.put(entry(PILE, true));
        sessions = new PileSessions(directory, settings, time, events::add, pileNo -> charging, meters);
        sessions.watch();
    }

    public static PileEntry entry(PileNo pileNo, boolean enabled) {
        return new PileEntry(pileNo, TENANT, STATION, true, enabled, PileKind.DC, 2, 120_000, TARIFF);
    }

    public Device device(String address, String simNo) {
        return device(PILE, address, simNo);
    }

    public Device device(PileNo pileNo, String address, String simNo) {
        return new Device(pileNo, address, simNo);
    }

    public void pass(Duration duration) {
        clock.advanceTimeBy(duration);
    }

    public <E extends PileEvent> List<E> told(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** A pile that dials in. */
    public final class Device {
        public final PileHello hello;
        public RecordingLink link;
        public @Nullable Admission answer;

        Device(PileNo pileNo, String address, String simNo) {
            InetSocketAddress source = new InetSocketAddress(literal(address), 40_000);
            this.hello = new PileHello(pileNo, true, 2, "1.6", "fw-1", simNo, source);
            this.link = new RecordingLink(source);
        }

        public Device dials() {
            link = new RecordingLink(hello.source());
            answer = null;
            sessions.login(hello, link, admission -> answer = admission);
            return this;
        }

        /** Over a connection another pile is on already: a concentrator. */
        public Device dialsOn(RecordingLink shared) {
            shared.shared = true;
            link = shared;
            return dialsAgainOnTheSameConnection();
        }

        public Device dialsAgainOnTheSameConnection() {
            answer = null;
            sessions.login(hello, link, admission -> answer = admission);
            return this;
        }

        public void speaks() {
            sessions.heard(id());
        }

        public void hangsUp() {
            sessions.closed(id(), CloseReason.BY_PEER);
        }

        public SessionId id() {
            return ((Admission.Accepted) Objects.requireNonNull(answer)).session();
        }

        public boolean isIn() {
            return answer instanceof Admission.Accepted && link.closedBecause == null && sessions.isCurrent(id());
        }

        public Admission.@Nullable LoginRefusal refusal() {
            return answer instanceof Admission.Refused refused ? refused.reason() : null;
        }

        private static InetAddress literal(String address) {
            try {
                return InetAddress.getByName(address);
            } catch (UnknownHostException impossible) {
                throw new IllegalArgumentException(impossible);
            }
        }
    }
}
