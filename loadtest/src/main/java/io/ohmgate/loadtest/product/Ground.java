package io.ohmgate.loadtest.product;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.loadtest.product.Product.Answer;
import io.ohmgate.simulator.battery.Supply;
import io.ohmgate.simulator.pile.PileSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a run stands on: a station, a tariff, piles and drivers with money. Made by the product's own interface. */
public record Ground(String adminToken, List<PileSpec> piles, List<String> driverTokens) {
    public static final int GUNS = 2;

    private static final String STATION = "load-test";
    private static final PileNo FIRST = new PileNo("99000000000001");
    private static final int WATTS = 60_000;
    private static final long CREDIT_FEN = 1_000_000;
    private static final long PHONES_FROM = 13_900_100_000L;

    public static Ground prepare(Product product, int piles, int drivers, long run)
            throws IOException, InterruptedException {
        String admin = product.loginAsAdmin();
        station(product, admin);
        List<PileSpec> specs = PileSpec.series(FIRST, piles, Supply.DC, GUNS, WATTS);
        JsonNode imported =
                product.postCsv("/api/v1/piles/import", admin, csv(specs)).orThrow("import");
        if (imported.get("imported").asInt() != piles) {
            throw new IllegalStateException("not every pile was imported: " + imported);
        }
        List<String> phones = new ArrayList<>();
        for (int i = 0; i < drivers; i++) {
            phones.add(phone(run, i));
        }
        List<String> tokens = product.loginAsDrivers(phones);
        credit(product, admin, tokens, run);
        return new Ground(admin, specs, tokens);
    }

    private static void station(Product product, String admin) throws IOException, InterruptedException {
        var station = product.json()
                .createObjectNode()
                .put("code", STATION)
                .put("name", "压力测试站")
                .put("lat", 32.05)
                .put("lon", 118.78)
                .put("open", true);
        Answer made = product.post("/api/v1/stations", admin, null, station.toString());
        if (made.status() == 409) {
            return;
        }
        String stationId = made.orThrow("station").get("id").asString();
        var tariff = product.json().createObjectNode().put("name", "压力测试电价");
        tariff.putObject("prices").putObject("flat").put("electricity", 70_000).put("service", 30_000);
        String version = product.post("/api/v1/tariffs", admin, null, tariff.toString())
                .orThrow("tariff")
                .get("id")
                .asString();
        var choice = product.json().createObjectNode().put("tariffVersionId", version);
        product.put("/api/v1/stations/" + stationId + "/tariff", admin, choice.toString())
                .orThrow("tariff of station");
    }

    private static String phone(long run, int driver) {
        return Long.toString(PHONES_FROM + run % 1000 * 100 + driver);
    }

    private static String csv(List<PileSpec> piles) {
        StringBuilder csv = new StringBuilder("pileNo,stationCode,name,kind,guns,ratedKw\n");
        for (PileSpec pile : piles) {
            csv.append(pile.pileNo()).append(',').append(STATION).append(",压测桩,DC,");
            csv.append(GUNS).append(',').append(WATTS / 1000).append('\n');
        }
        return csv.toString();
    }

    /** Each driver's id is what the list of drivers says for the phone's turn; the wallet shows whether it arrived. */
    private static void credit(Product product, String admin, List<String> tokens, long run)
            throws IOException, InterruptedException {
        for (int i = 0; i < tokens.size(); i++) {
            String phone = phone(run, i);
            JsonNode found =
                    product.get("/api/v1/drivers?phone=" + phone, admin).orThrow("driver");
            String id = found.get("items").get(0).get("id").asString();
            var money = product.json()
                    .createObjectNode()
                    .put("amountFen", CREDIT_FEN)
                    .put("reason", "load test");
            product.post("/api/v1/drivers/" + id + "/credit", admin, "load-" + run + "-" + i, money.toString())
                    .orThrow("credit");
        }
    }
}
