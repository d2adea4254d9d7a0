package io.ohmgate.api.http;

import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import java.util.function.Function;

/** Reads names out of an address. What cannot be a name names nothing, so it is not found. */
public final class PathIds {
    private PathIds() {}

    public static OrderId order(String text) {
        return parse(text, OrderId::new);
    }

    public static PileNo pile(String text) {
        return parse(text, PileNo::new);
    }

    public static GunId gun(String text) {
        return parse(text, GunId::parse);
    }

    public static long number(String text) {
        return parse(text, Long::parseLong);
    }

    private static <T> T parse(String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(ProblemCode.NOT_FOUND);
        }
    }
}
