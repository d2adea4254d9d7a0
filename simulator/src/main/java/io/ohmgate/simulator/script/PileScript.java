package io.ohmgate.simulator.script;

import io.ohmgate.gateway.pile.GunId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.random.RandomGenerator;

/** How the people at a pile behave: a script for each gun, from its own random source. */
@FunctionalInterface
public interface PileScript {
    GunScript forGun(GunId gunId, Instant start, RandomGenerator random);

    /** Nobody comes. What happens is done through the fleet's methods. */
    static PileScript nobody() {
        return (gunId, start, random) -> new Stay(Instant.MAX, random);
    }

    /** A vehicle stands at every gun from the start; when it is full or has left, the next one comes a minute later. */
    static PileScript alwaysPlugged() {
        return (gunId, start, random) -> new Stay(start, random);
    }

    /** A vehicle comes once, {@code after} the start, and stays. */
    static PileScript plugAfter(Duration after) {
        return (gunId, start, random) -> new Stay(start.plus(after), random);
    }

    /** Drivers come and go through the hours of a day, start by app, and leave when they have enough or lose patience. */
    static PileScript believableDay(ZoneId zone) {
        return (gunId, start, random) -> new DayOfVisits(start, zone, Starter.APP, random);
    }

    /** As {@link #believableDay}, but with a card: a charge needs nobody else. */
    static PileScript believableDayWithCards(ZoneId zone, Cards cards) {
        return (gunId, start, random) -> new DayOfVisits(start, zone, new Starter.Card(cards), random);
    }

    /** Back to back: plug, swipe, charge for about {@code charge}, leave, next. For load. */
    static PileScript busy(Cards cards, Duration charge, Duration pause) {
        return (gunId, start, random) -> new BackToBack(start, new Starter.Card(cards), charge, pause, random);
    }
}
