package io.ohmgate.ykc.session;

import io.ohmgate.gateway.link.Admission;
import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.PileTariff;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.ykc.message.BillingModel;
import io.ohmgate.ykc.message.BillingReply;
import io.ohmgate.ykc.message.BillingRequest;
import io.ohmgate.ykc.message.BillingVerify;
import io.ohmgate.ykc.message.BillingVerifyAck;
import io.ohmgate.ykc.message.Heartbeat;
import io.ohmgate.ykc.message.HeartbeatAck;
import io.ohmgate.ykc.message.Login;
import io.ohmgate.ykc.message.LoginAck;
import io.ohmgate.ykc.message.ParallelRequest;
import io.ohmgate.ykc.message.PileStartRequest;
import io.ohmgate.ykc.message.TradeReport;
import io.ohmgate.ykc.message.Uplink;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a conversation stands. Pure: no channel, no clock, no gateway.
 *
 * <pre>
 *            Login → judge
 *        ┌────────────────────┐
 *        │                    ▼
 *   New ─┴─ accepted ──► Online ──┐ Login of another pile → judge (concentrator)
 *    │                     ▲ └────┘ everything else: answered, reported, kept
 *    │ refused             └ Login again: answered, nothing reset
 *    ▼
 *   Leaving ── 1 s ──► closed
 *
 *   New ── 10 s or 512 bytes without a verdict ──► closed
 * </pre>
 *
 * Silence is watched by the gateway, for every protocol alike (reference 7.2).
 */
sealed interface Phase {
    /** Only verdicts move a conversation on; a message has effects. */
    void on(Uplink message, Effects effects);

    /** The gateway's verdict on a login that was asked for in this or an earlier phase. */
    Phase judged(PileNo pileNo, Admission admission, Effects effects);

    /** The time for a login is over. */
    default void loginTimeIsOver(Effects effects) {}

    default boolean beforeLogin() {
        return false;
    }

    /** Nobody has logged in on this connection yet. */
    record New() implements Phase {
        @Override
        public void on(Uplink message, Effects effects) {
            if (message instanceof Login login) {
                effects.judge(login);
            } else {
                effects.count(Oddity.BEFORE_LOGIN);
            }
        }

        @Override
        public Phase judged(PileNo pileNo, Admission admission, Effects effects) {
            return switch (admission) {
                case Admission.Accepted accepted -> {
                    effects.reply(LoginAck.accepted(pileNo));
                    yield new Online(Map.of(pileNo, accepted.session()));
                }
                case Admission.Refused ignored -> {
                    // Unknown, disabled and refused look alike from outside: numbers must not be guessed (invariants
                    // 4.1).
                    effects.reply(LoginAck.refused(pileNo));
                    effects.closeSoon(CloseReason.LOGIN_REFUSED);
                    yield new Leaving();
                }
            };
        }

        @Override
        public void loginTimeIsOver(Effects effects) {
            effects.close(CloseReason.NO_LOGIN_IN_TIME);
        }

        @Override
        public boolean beforeLogin() {
            return true;
        }
    }

    /** One pile or, behind a concentrator, several. */
    record Online(Map<PileNo, SessionId> sessions) implements Phase {
        @Override
        public void on(Uplink message, Effects effects) {
            SessionId session = sessions.get(message.pileNo());
            if (session == null) {
                stranger(message, effects);
                return;
            }
            effects.heard(session);
            switch (message) {
                case Heartbeat heartbeat -> {
                    effects.reply(HeartbeatAck.of(heartbeat));
                    Translator.health(heartbeat).ifPresent(health -> effects.report(session, health));
                }
                case Login repeated -> {
                    effects.count(Oddity.LOGIN_REPEATED);
                    effects.reply(LoginAck.accepted(repeated.pileNo()));
                }
                case BillingVerify verify -> answer(verify, session, effects);
                case BillingRequest request -> answer(request, session, effects);
                case TradeReport record -> effects.keep(session, record);
                case PileStartRequest request -> {
                    effects.remember(request);
                    effects.report(session, StartTranslator.asked(request));
                }
                case ParallelRequest request -> {
                    effects.remember(request);
                    effects.report(session, StartTranslator.asked(request));
                }
                default -> told(message, session, effects);
            }
        }

        private void stranger(Uplink message, Effects effects) {
            SessionId neighbour = sessions.values().iterator().next();
            switch (message) {
                case Login login -> effects.judge(login);
                case TradeReport record -> effects.keepForeign(neighbour, record);
                default -> {
                    effects.count(Oddity.FOREIGN_PILE);
                    effects.foreign(neighbour, message.pileNo());
                }
            }
        }

        /** Without one of its sessions, if it is one of them; the others go on. */
        Online without(SessionId session) {
            Map<PileNo, SessionId> rest = new HashMap<>(sessions);
            rest.remove(session.pileNo(), session);
            return new Online(Map.copyOf(rest));
        }

        private static void told(Uplink message, SessionId session, Effects effects) {
            Optional<PileReport> report = Translator.report(message);
            if (report.isPresent()) {
                effects.report(session, report.get());
            } else {
                effects.count(Oddity.NOT_HANDLED);
            }
        }

        /** 0000 never matches: it says that the pile has no model (reference 5.6). */
        private static void answer(BillingVerify verify, SessionId session, Effects effects) {
            Optional<PileTariff> tariff = effects.tariffOf(verify.pileNo());
            String wanted = tariff.map(Translator::modelNo).orElse(Translator.NO_MODEL);
            boolean same = tariff.isPresent() && wanted.equals(verify.billingModelNo());
            int result = same ? BillingVerifyAck.SAME : BillingVerifyAck.DIFFERENT;
            effects.reply(new BillingVerifyAck(verify.pileNo(), wanted, result));
            if (same) {
                effects.report(
                        session,
                        new PileReport.TariffHeld(verify.pileNo(), tariff.get().modelNo()));
            }
        }

        private static void answer(BillingRequest request, SessionId session, Effects effects) {
            Optional<PileTariff> tariff = effects.tariffOf(request.pileNo());
            if (tariff.isEmpty()) {
                effects.count(Oddity.NO_TARIFF);
                return;
            }
            PileTariff wanted = tariff.get();
            BillingModel model = BillingModel.of(wanted.tariff());
            effects.reply(new BillingReply(request.pileNo(), Translator.modelNo(wanted), model));
            effects.report(session, new PileReport.TariffTold(request.pileNo(), wanted.modelNo()));
        }

        @Override
        public Phase judged(PileNo pileNo, Admission admission, Effects effects) {
            return switch (admission) {
                case Admission.Accepted accepted -> {
                    effects.reply(LoginAck.accepted(pileNo));
                    Map<PileNo, SessionId> more = new HashMap<>(sessions);
                    more.put(pileNo, accepted.session());
                    yield new Online(Map.copyOf(more));
                }
                case Admission.Refused ignored -> {
                    // One pile of a concentrator is refused; its neighbours stay.
                    effects.reply(LoginAck.refused(pileNo));
                    yield this;
                }
            };
        }
    }

    /** Refused; only waits to be closed. */
    record Leaving() implements Phase {
        @Override
        public void on(Uplink message, Effects effects) {
            effects.count(Oddity.BEFORE_LOGIN);
        }

        @Override
        public Phase judged(PileNo pileNo, Admission admission, Effects effects) {
            return this;
        }

        @Override
        public boolean beforeLogin() {
            return true;
        }
    }
}
