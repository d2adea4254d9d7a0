package io.ohmgate.api.boot;

import io.ohmgate.api.failure.StartupFailure;
import io.ohmgate.api.failure.StartupProblem;
import io.ohmgate.api.redis.RedisAddress;
import io.ohmgate.api.redis.RedisAddress.Place;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks an operator's Redis, before anything else is built, whether it is there, lets us in, and is new enough. */
final class RedisProbe {
    private static final Pattern VERSION = Pattern.compile("redis_version:((\\d+)\\.(\\d+)[^\\s]*)");
    private static final Pattern MODE = Pattern.compile("redis_mode:(\\w+)");
    private static final Map<RedisAddress.Form, String> SUFFIX = Map.of(
            RedisAddress.Form.SINGLE,
            "",
            RedisAddress.Form.SENTINEL,
            "-sentinel",
            RedisAddress.Form.CLUSTER,
            "-cluster");
    private static final int MAJOR_MIN = 6;
    private static final int MINOR_MIN = 2;

    private RedisProbe() {}

    static void requireUsable(RedisAddress address) {
        switch (address.form()) {
            case SINGLE -> requireUsable(address, address.places());
            case CLUSTER -> requireUsable(address, address.places());
            case SENTINEL -> requireUsable(address, List.of(master(address)));
        }
    }

    /** The first that answers stands for the others. */
    private static void requireUsable(RedisAddress address, List<Place> places) {
        IOException failure = null;
        for (Place place : places) {
            try (Talk talk = Talk.with(place, address.tls())) {
                talk.logIn(address.user(), address.password());
                String info = talk.ask("INFO", "server").getFirst();
                requireLetIn(place, info);
                requireVersion(place, info);
                requireMode(address, place, info);
                return;
            } catch (IOException e) {
                failure = e;
            }
        }
        throw unreachable(address, Objects.requireNonNull(failure));
    }

    private static Place master(RedisAddress address) {
        IOException failure = null;
        for (Place sentinel : address.places()) {
            try (Talk talk = Talk.with(sentinel, address.tls())) {
                talk.logIn(null, address.sentinelPassword());
                List<String> answer =
                        talk.ask("SENTINEL", "get-master-addr-by-name", Objects.requireNonNull(address.master()));
                if (answer.size() == 2) {
                    return new Place(answer.getFirst(), Integer.parseInt(answer.getLast()));
                }
                requireLetIn(sentinel, answer.isEmpty() || isUnknownCommand(answer) ? "" : answer.getFirst());
                throw StartupProblem.REDIS_MODE_WRONG.with(
                        sentinel, "redis-sentinel://…#" + address.master(), answer.isEmpty() ? "?" : "no Sentinel");
            } catch (IOException e) {
                failure = e;
            }
        }
        throw unreachable(address, Objects.requireNonNull(failure));
    }

    private static boolean isUnknownCommand(List<String> answer) {
        return answer.getFirst().startsWith("-ERR");
    }

    private static StartupFailure unreachable(RedisAddress address, IOException failure) {
        return StartupProblem.REDIS_UNREACHABLE.causedBy(
                failure, address, failure.getClass().getSimpleName());
    }

    private static void requireLetIn(Place place, String answer) {
        if (answer.startsWith("-")) {
            throw StartupProblem.REDIS_ACCESS_DENIED.with(place);
        }
    }

    /** A cluster behind a plain URL would refuse most keys, and a Sentinel all of them. */
    private static void requireMode(RedisAddress address, Place place, String info) {
        Matcher matcher = MODE.matcher(info);
        String mode = matcher.find() ? matcher.group(1) : "standalone";
        String wanted = address.form() == RedisAddress.Form.CLUSTER ? "cluster" : "standalone";
        if (!mode.equals(wanted)) {
            throw StartupProblem.REDIS_MODE_WRONG.with(place, "redis" + SUFFIX.get(address.form()) + "://", mode);
        }
    }

    static void requireVersion(Place place, String info) {
        Matcher matcher = VERSION.matcher(info);
        if (!matcher.find()) {
            throw StartupProblem.REDIS_TOO_OLD.with(place, "?");
        }
        int major = Integer.parseInt(matcher.group(2));
        int minor = Integer.parseInt(matcher.group(3));
        if (major < MAJOR_MIN || (major == MAJOR_MIN && minor < MINOR_MIN)) {
            throw StartupProblem.REDIS_TOO_OLD.with(place, matcher.group(1));
        }
    }
}
