package io.ohmgate.api.e2e;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.simulator.battery.Supply;
import io.ohmgate.simulator.pile.PileSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A station with a time-of-use tariff and piles, made by staff over REST. */
record Site(Rest rest, String admin, String stationId, List<PileSpec> piles) {
    static final int GUNS = 2;
    private static final int WATTS = 60_000;

    static Site open(Rest rest, PileNo first, int piles) throws IOException, InterruptedException {
        String admin = rest.loginAsAdmin();
        Map<String, Object> station = Map.of("code", "e2e", "name", "第一盏灯站", "lat", 32.05, "lon", 118.78, "open", true);
        String stationId =
                rest.post("/api/v1/stations", admin, station).good().get("id").asString();
        String tariff = rest.post("/api/v1/tariffs", admin, timeOfUse())
                .good()
                .get("id")
                .asString();
        rest.put("/api/v1/stations/" + stationId + "/tariff", admin, Map.of("tariffVersionId", tariff))
                .good();
        List<PileSpec> specs = PileSpec.series(first, piles, Supply.DC, GUNS, WATTS);
        int imported = rest.postCsv("/api/v1/piles/import", admin, csv(specs))
                .good()
                .get("imported")
                .asInt();
        if (imported != piles) {
            throw new AssertionError(imported + " of " + piles + " piles imported");
        }
        return new Site(rest, admin, stationId, specs);
    }

    /** Prices with odd digits, so that a fen lost in rounding shows. */
    private static Map<String, Object> timeOfUse() {
        return Map.of(
                "name",
                "分时电价",
                "prices",
                Map.of(
                        "periods",
                        List.of(
                                period("00:00", "07:00", 31_253, 40_009),
                                period("07:00", "11:00", 98_517, 48_011),
                                period("11:00", "18:00", 68_751, 45_013),
                                period("18:00", "22:00", 118_019, 52_007),
                                period("22:00", "24:00", 31_253, 40_009))));
    }

    private static Map<String, Object> period(String from, String to, int electricity, int service) {
        return Map.of("from", from, "to", to, "price", Map.of("electricity", electricity, "service", service));
    }

    private static String csv(List<PileSpec> piles) {
        StringBuilder csv = new StringBuilder("pileNo,stationCode,name,kind,guns,ratedKw\n");
        for (PileSpec pile : piles) {
            csv.append(pile.pileNo()).append(",e2e,快充桩,DC,").append(GUNS).append(',');
            csv.append(WATTS / 1000).append('\n');
        }
        return csv.toString();
    }

    /** A driver with money. */
    record Driver(String id, String token) {}

    Driver driver(String phone, long creditFen) throws IOException, InterruptedException {
        String token = rest.loginAsDriver(phone);
        String id = rest.get("/api/v1/drivers?phone=" + phone, admin)
                .good()
                .get("items")
                .get(0)
                .get("id")
                .asString();
        rest.post("/api/v1/drivers/" + id + "/credit", admin, Map.of("amountFen", creditFen, "reason", "test"))
                .good();
        return new Driver(id, token);
    }
}
