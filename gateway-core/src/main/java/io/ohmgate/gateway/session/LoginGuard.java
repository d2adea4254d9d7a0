package io.ohmgate.gateway.session;

import io.ohmgate.gateway.pile.PileNo;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Counts what sources do and bans those that do it too often. A ban is keyed on who misbehaves: a flapping pile on its
 * number <em>and</em> its source, so that a clone cannot lock the true pile out; a guesser on its source. Both memories
 * are bounded. Asked once a login and once a connection, never once a frame.
 */
final class LoginGuard {
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final GuardSettings settings;
    /** Whether a number is on the allow-list by now: a pile that is registered late was not a guess. */
    private final Predicate<PileNo> listed;

    private final Recent<Pair, Flaps> flaps;
    private final Recent<InetAddress, Guesses> guesses;

    LoginGuard(GuardSettings settings, Predicate<PileNo> listed) {
        this.settings = settings;
        this.listed = listed;
        this.flaps = new Recent<>(settings.pairsMax());
        this.guesses = new Recent<>(settings.sourcesMax());
    }

    /** What to do with a login. */
    enum Answer {
        JUDGE,
        REFUSE,
        /** Refuse, and tell: with this login the ban begins. */
        BAN
    }

    /** A login of a listed pile. */
    synchronized Answer login(InetAddress source, PileNo pileNo, long nowNanos) {
        Flaps seen = flaps.computeIfAbsent(new Pair(source, pileNo), pair -> new Flaps(settings.loginsPerMinute()));
        if (seen.banned) {
            if (nowNanos - seen.bannedUntilNanos < 0) {
                return Answer.REFUSE;
            }
            seen.forget();
        }
        if (seen.isOneTooMany(nowNanos)) {
            seen.banned = true;
            seen.bannedUntilNanos = nowNanos + settings.flappingBan().toNanos();
            return Answer.BAN;
        }
        return Answer.JUDGE;
    }

    /** A login of a number that nobody may use. {@link Answer#JUDGE} stands for "refuse this one, and that is all". */
    synchronized Answer failed(InetAddress source, PileNo pileNo, long nowNanos) {
        Guesses seen = guesses.computeIfAbsent(source, address -> new Guesses(nowNanos));
        if (isBanned(seen, nowNanos)) {
            return Answer.REFUSE;
        }
        if (nowNanos - seen.sinceNanos >= settings.failedWithin().toNanos()) {
            seen.numbers.clear();
            seen.sinceNanos = nowNanos;
        }
        seen.banned = false;
        seen.numbers.add(pileNo);
        seen.numbers.removeIf(listed);
        if (seen.numbers.size() < settings.failedNumbersMax()) {
            return Answer.JUDGE;
        }
        seen.banned = true;
        seen.bannedUntilNanos = nowNanos + settings.sourceBan().toNanos();
        return Answer.BAN;
    }

    /** Whether a source has guessed too often. */
    synchronized boolean isBanned(InetAddress source, long nowNanos) {
        Guesses seen = guesses.get(source);
        return seen != null && isBanned(seen, nowNanos);
    }

    private boolean isBanned(Guesses seen, long nowNanos) {
        if (!seen.banned || nowNanos - seen.bannedUntilNanos >= 0) {
            return false;
        }
        // Someone who dialled before the piles were registered has guessed nothing.
        seen.numbers.removeIf(listed);
        return seen.numbers.size() >= settings.failedNumbersMax();
    }

    /** Bans that hold now; for a gauge, so it may take its time. */
    synchronized int bans(long nowNanos) {
        int bans = 0;
        for (Flaps seen : flaps.values()) {
            bans += seen.banned && nowNanos - seen.bannedUntilNanos < 0 ? 1 : 0;
        }
        for (Guesses seen : guesses.values()) {
            bans += seen.banned && nowNanos - seen.bannedUntilNanos < 0 ? 1 : 0;
        }
        return bans;
    }

    Duration banOf(boolean flapping) {
        return flapping ? settings.flappingBan() : settings.sourceBan();
    }

    private record Pair(InetAddress source, PileNo pileNo) {}

    /** The last logins of a pair, as many as a minute may have: the oldest of them tells whether one more is too many. */
    private static final class Flaps {
        private final long[] logins;
        private int count;
        private boolean banned;
        private long bannedUntilNanos;

        Flaps(int perMinute) {
            logins = new long[perMinute];
        }

        boolean isOneTooMany(long nowNanos) {
            int place = count % logins.length;
            boolean full = count >= logins.length;
            boolean tooMany = full && nowNanos - logins[place] < MINUTE_NANOS;
            logins[place] = nowNanos;
            count++;
            return tooMany;
        }

        void forget() {
            banned = false;
            count = 0;
        }
    }

    /** Numbers a source tried in vain. Their count is bounded: with the last of them the ban begins. */
    private static final class Guesses {
        private final Set<PileNo> numbers = new HashSet<>(8);
        private long sinceNanos;
        private boolean banned;
        private long bannedUntilNanos;

        Guesses(long nowNanos) {
            sinceNanos = nowNanos;
        }
    }
}
