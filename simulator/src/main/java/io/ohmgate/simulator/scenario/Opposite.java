package io.ohmgate.simulator.scenario;

import io.ohmgate.gateway.pile.PileNo;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the side on trial is, and by what names it knows things.
 *
 * @param host of the platform on trial; or where we listen for the pile on trial
 * @param given more names for scenarios, such as {@code card} and {@code vin}
 */
public record Opposite(String host, int port, PileNo pileNo, long seed, Map<String, String> given) {
    public static final String CARD = "00000000D1000000";
    public static final String UNKNOWN_CARD = "00000000EEEEEEEE";
    public static final String VIN = "LOHM0000000000001";

    public Opposite {
        given = Map.copyOf(given);
    }

    Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        names.put("pile", pileNo.digits());
        names.put("card", CARD);
        names.put("unknownCard", UNKNOWN_CARD);
        names.put("vin", VIN);
        names.putAll(given);
        return names;
    }
}
