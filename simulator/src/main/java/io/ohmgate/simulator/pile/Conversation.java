package io.ohmgate.simulator.pile;

import io.ohmgate.simulator.pile.LinkPhase.AskingModel;
import io.ohmgate.simulator.pile.LinkPhase.Connecting;
import io.ohmgate.simulator.pile.LinkPhase.Disconnected;
import io.ohmgate.simulator.pile.LinkPhase.LoggingIn;
import io.ohmgate.simulator.pile.LinkPhase.Next;
import io.ohmgate.simulator.pile.LinkPhase.Online;
import io.ohmgate.simulator.pile.LinkPhase.Replaying;
import io.ohmgate.simulator.pile.LinkPhase.Verifying;
import io.ohmgate.simulator.pile.PileAction.Why;
import io.ohmgate.ykc.message.BillingRequest;
import io.ohmgate.ykc.message.BillingVerify;
import io.ohmgate.ykc.message.BillingVerifyAck;
import io.ohmgate.ykc.message.Heartbeat;
import io.ohmgate.ykc.message.LoginAck;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** Login, model, upload of stored records, heartbeats and what follows when the link fails. See {@link LinkPhase}. */
final class Conversation {
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    static final Duration REPEAT = Duration.ofSeconds(10);
    static final int LOGINS_MAX = 3;
    static final Duration HEARTBEAT = Duration.ofSeconds(10);
    static final Duration HEARTBEATS_UNANSWERED_MAX = HEARTBEAT.multipliedBy(3);
    static final Duration BACK_OFF_MIN = Duration.ofSeconds(3);
    static final Duration BACK_OFF_MAX = Duration.ofSeconds(60);
    static final Duration REFUSED_BACK_OFF = Duration.ofSeconds(60);
    static final Duration REBOOT = Duration.ofSeconds(20);
    private static final Duration FLAP_PAUSE = Duration.ofSeconds(1);
    private static final int JITTER_PERCENT = 20;
    private static final int DOUBLINGS_MAX = 5;

    private final SimulatedPile pile;
    private final Instant[] heartbeatDue;
    private LinkPhase phase;
    private Instant unansweredSince = Instant.MAX;
    private Instant mishapDue = Instant.MAX;

    Conversation(SimulatedPile pile, int heartbeats, Instant firstConnect) {
        this.pile = pile;
        this.heartbeatDue = new Instant[heartbeats];
        Arrays.fill(heartbeatDue, Instant.MAX);
        this.phase = new Disconnected(firstConnect, 0);
    }

    LinkPhase phase() {
        return phase;
    }

    Instant due() {
        Instant due = phase.due();
        if (phase.loggedIn()) {
            for (Instant heartbeat : heartbeatDue) {
                due = heartbeat.isBefore(due) ? heartbeat : due;
            }
            due = mishapDue.isBefore(due) ? mishapDue : due;
        }
        return due;
    }

    void advance(Instant now) {
        if (!now.isBefore(phase.due())) {
            expire(now);
        }
        if (phase.loggedIn()) {
            beat(now);
        }
        if (phase.loggedIn() && !now.isBefore(mishapDue)) {
            mishap(now);
        }
        if (phase instanceof Replaying replaying && pile.records().uploaded()) {
            proceed(replaying.next(), now);
        }
    }

    private void expire(Instant now) {
        switch (phase) {
            case Disconnected disconnected -> {
                phase = new Connecting(now.plus(CONNECT_TIMEOUT), disconnected.attempts());
                pile.act(new PileAction.Connect());
            }
            case Connecting connecting -> hangUp(Why.CONNECT_TIMEOUT, backOff(connecting.attempts()), now);
            case LoggingIn login -> repeatLogin(login, now);
            case Verifying verifying -> verify(now);
            case AskingModel asking -> askModel(now);
            case Replaying replaying -> {}
            case Online online -> {}
        }
    }

    // The link

    void connected(Instant now) {
        if (phase instanceof Connecting connecting) {
            logIn(connecting.attempts(), 0, now);
        }
    }

    void disconnected(Instant now) {
        int attempts = switch (phase) {
            case Disconnected already -> -1;
            case Connecting connecting -> connecting.attempts();
            case LoggingIn login -> login.attempts();
            case Verifying verifying -> 0;
            case Replaying replaying -> 0;
            case AskingModel asking -> 0;
            case Online online -> 0;
        };
        if (attempts >= 0) {
            leave(now.plus(backOff(attempts)), attempts + 1);
        }
    }

    void hangUp(Why why, Duration pause, Instant now) {
        int attempts = switch (phase) {
            case Connecting connecting -> connecting.attempts();
            case LoggingIn login -> login.attempts();
            default -> 0;
        };
        leave(now.plus(pause), attempts + 1);
        pile.act(new PileAction.HangUp(why));
    }

    private void leave(Instant until, int attempts) {
        phase = new Disconnected(until, attempts);
        unansweredSince = Instant.MAX;
        mishapDue = Instant.MAX;
        Arrays.fill(heartbeatDue, Instant.MAX);
        pile.records().linkLost();
        pile.linkLost();
    }

    private void mishap(Instant now) {
        mishapDue = Instant.MAX;
        if (pile.behaviour().get(Quirks.FLAP).isPositive()) {
            hangUp(Why.BEHAVIOUR, FLAP_PAUSE, now);
        } else {
            leave(now.plus(backOff(0)), 1);
            pile.act(new PileAction.Abandon());
        }
    }

    private void scheduleMishap(Instant now) {
        Duration flap = pile.behaviour().get(Quirks.FLAP);
        Duration span = flap.isPositive() ? flap : pile.behaviour().get(Quirks.HALF_OPEN);
        mishapDue = span.isPositive() ? now.plus(span) : Instant.MAX;
    }

    private Duration backOff(int attempts) {
        Duration wait = BACK_OFF_MIN.multipliedBy(1L << Math.min(attempts, DOUBLINGS_MAX));
        Duration bounded = wait.compareTo(BACK_OFF_MAX) > 0 ? BACK_OFF_MAX : wait;
        int percent = pile.random().nextInt(100 - JITTER_PERCENT, 100 + JITTER_PERCENT + 1);
        return bounded.multipliedBy(percent).dividedBy(100);
    }

    // Login and model

    private void logIn(int attempts, int sent, Instant now) {
        phase = new LoggingIn(now.plus(REPEAT), attempts, sent + 1);
        pile.act(pile.login());
    }

    private void repeatLogin(LoggingIn login, Instant now) {
        if (login.sent() >= LOGINS_MAX) {
            hangUp(Why.LOGIN_UNANSWERED, backOff(login.attempts()), now);
        } else {
            logIn(login.attempts(), login.sent(), now);
        }
    }

    void on(LoginAck ack, Instant now) {
        if (!(phase instanceof LoggingIn)) {
            return;
        }
        if (!ack.accepted()) {
            hangUp(Why.LOGIN_REFUSED, REFUSED_BACK_OFF, now);
            return;
        }
        scheduleHeartbeats(now);
        scheduleMishap(now);
        for (int i = 0; i < pile.behaviour().get(Quirks.REPEAT_LOGIN); i++) {
            pile.act(pile.login());
        }
        pile.loggedIn(now);
        pile.records().loggedIn();
        if (pile.behaviour().is(Quirks.SKIP_VERIFY)) {
            phase = new Replaying(Next.ASK_MODEL);
        } else if (pile.behaviour().is(Quirks.UPLOAD_BEFORE_VERIFY)) {
            phase = new Replaying(Next.VERIFY);
        } else {
            verify(now);
        }
    }

    private void verify(Instant now) {
        phase = new Verifying(now.plus(REPEAT));
        pile.say(new BillingVerify(pile.spec().pileNo(), pile.modelNo()));
    }

    void on(BillingVerifyAck ack, Instant now) {
        if (phase instanceof Verifying) {
            boolean same = Integer.valueOf(BillingVerifyAck.SAME).equals(ack.verifyResult());
            phase = new Replaying(same && pile.hasModel() ? Next.ONLINE : Next.ASK_MODEL);
        }
    }

    private void proceed(Next next, Instant now) {
        switch (next) {
            case VERIFY -> verify(now);
            case ASK_MODEL -> askModel(now);
            case ONLINE -> goOnline(now);
        }
    }

    private void askModel(Instant now) {
        phase = new AskingModel(now.plus(REPEAT));
        pile.say(new BillingRequest(pile.spec().pileNo()));
    }

    /** A model came, by 0x0A or 0x58. */
    void modelStored(Instant now) {
        switch (phase) {
            case AskingModel asking -> goOnline(now);
            case Replaying replaying -> {
                if (replaying.next() == Next.ASK_MODEL) {
                    phase = new Replaying(Next.ONLINE);
                }
            }
            case Disconnected disconnected -> {}
            case Connecting connecting -> {}
            case LoggingIn login -> {}
            case Verifying verifying -> {}
            case Online online -> {}
        }
    }

    /** Whether the platform has said that the stored model is not the one it wants. */
    boolean modelOutdated() {
        return phase instanceof AskingModel
                || (phase instanceof Replaying replaying && replaying.next() == Next.ASK_MODEL);
    }

    private void goOnline(Instant now) {
        phase = new Online();
        pile.wentOnline(now);
    }

    // Heartbeats

    private void scheduleHeartbeats(Instant now) {
        if (pile.behaviour().is(Quirks.NO_HEARTBEAT)) {
            return;
        }
        for (int i = 0; i < heartbeatDue.length; i++) {
            heartbeatDue[i] = now.plus(HEARTBEAT.multipliedBy(i).dividedBy(heartbeatDue.length));
        }
    }

    private void beat(Instant now) {
        for (int i = 0; i < heartbeatDue.length; i++) {
            if (now.isBefore(heartbeatDue[i])) {
                continue;
            }
            if (!now.isBefore(unansweredOver())) {
                hangUp(Why.HEARTBEATS_UNANSWERED, backOff(0), now);
                return;
            }
            heartbeatDue[i] = heartbeatDue[i].plus(HEARTBEAT);
            if (unansweredSince.equals(Instant.MAX) && !pile.mute()) {
                unansweredSince = now;
            }
            pile.say(heartbeat(i));
        }
    }

    private Instant unansweredOver() {
        return unansweredSince.equals(Instant.MAX) ? Instant.MAX : unansweredSince.plus(HEARTBEATS_UNANSWERED_MAX);
    }

    /** One for each gun; or one for the pile, which names the first faulty gun, else the first. */
    private Heartbeat heartbeat(int slot) {
        int index = pile.behaviour().is(Quirks.HEARTBEAT_PER_PILE) ? pile.firstFaultyGun() : slot;
        int state = pile.faulty(index) ? Heartbeat.FAULT : Heartbeat.NORMAL;
        return new Heartbeat(pile.spec().pileNo(), index + 1, state);
    }

    void heartbeatAnswered() {
        unansweredSince = Instant.MAX;
    }
}
