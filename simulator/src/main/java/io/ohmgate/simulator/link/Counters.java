package io.ohmgate.simulator.link;

import java.util.concurrent.atomic.LongAdder;

/** Counted by all loops of a fleet. */
final class Counters {
    final LongAdder connects = new LongAdder();
    final LongAdder connectionsLost = new LongAdder();
    final LongAdder hangUps = new LongAdder();
    final LongAdder framesSent = new LongAdder();
    final LongAdder framesReceived = new LongAdder();
    final LongAdder unreadableFrames = new LongAdder();
    final LongAdder recordsSent = new LongAdder();
    final LongAdder recordsConfirmed = new LongAdder();
    final LongAdder overflows = new LongAdder();
}
