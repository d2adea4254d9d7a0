package io.ohmgate.simulator.pile;

import io.ohmgate.ykc.message.Uplink;

/** What a pile wants done in the world outside; whoever runs the pile does it, in this order. */
public sealed interface PileAction {
    /** Open a connection; answer with {@link SimulatedPile#connected} or {@link SimulatedPile#disconnected}. */
    record Connect() implements PileAction {}

    /** A frame of the pile's own, with the next sequence number. */
    record Say(Uplink message) implements PileAction {}

    /** An answer, with the sequence bytes of what it answers. */
    record Reply(Uplink message, int sequence) implements PileAction {}

    /** A frame that is none of the protocol's, with the next sequence number: a misbehaviour. */
    record SayRaw(int typeCode, String bodyHex) implements PileAction {}

    record HangUp(Why why) implements PileAction {}

    /** Leave the connection open and unused: a misbehaviour, as of a pile behind a router that has forgotten it. */
    record Abandon() implements PileAction {}

    /** From now on read slowly, or nothing: a misbehaviour. */
    record StopReading(boolean entirely) implements PileAction {}

    /** Why a pile closes its connection. */
    enum Why {
        CONNECT_TIMEOUT,
        LOGIN_REFUSED,
        LOGIN_UNANSWERED,
        HEARTBEATS_UNANSWERED,
        BEHAVIOUR,
        REBOOT,
        POWER_CUT
    }
}
