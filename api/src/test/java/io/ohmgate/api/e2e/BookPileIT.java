package io.ohmgate.api.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ohmgate.api.e2e.Rest.Answer;
import io.ohmgate.api.e2e.Site.Driver;
import io.ohmgate.gateway.pile.PileNo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** A pile that shares no line with the product charges against it, and both come to the same energy. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BookPileIT {
    private static final PileNo PILE = new PileNo("32010699020001");
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Duration CHARGES_FOR = Duration.ofSeconds(12);
    private static final Set<String> NOT_YET = Set.of("PILE_OFFLINE", "GUN_NOT_PLUGGED", "PILE_TARIFF_NOT_READY");

    private RunningProduct product;
    private Rest rest;
    private Site site;
    private BookPile pile;

    @BeforeAll
    void open() throws Exception {
        RunningProduct.Place place = RunningProduct.Place.fresh("book-pile");
        product = RunningProduct.start(place).ready();
        rest = product.rest();
        site = Site.open(rest, PILE, 1);
        pile = new BookPile(PILE.digits(), place.pilePort());
    }

    @AfterAll
    void close() throws IOException {
        if (pile != null) {
            pile.close();
        }
        if (product != null) {
            product.close();
        }
    }

    @Test
    void aPileWrittenFromTheBookAloneChargesAndIsBilled() throws Exception {
        Driver driver = site.driver("13900020001", 20_000);
        pile.plug();
        Map<String, Object> request = Map.of("gunId", PILE.gun(1).digits());
        Answer started = await().atMost(SOON)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> rest.post("/api/v1/charging-orders", driver.token(), request),
                        found -> !NOT_YET.contains(found.code()));
        String order = started.good().get("id").asString();
        awaitState(order, driver, "CHARGING");
        await().pollDelay(CHARGES_FOR).atMost(SOON).until(() -> true);

        rest.post("/api/v1/charging-orders/" + order + "/stop", driver.token(), Map.of())
                .good();
        awaitState(order, driver, "SETTLED");

        assertThat(pile.confirmed).isTrue();
        assertThat(pile.recordedEnergy).isPositive();
        JsonNode bill = order(order, driver).get("bill");
        assertThat(bill.get("energy").asLong()).isEqualTo(pile.recordedEnergy);
        assertThat(bill.get("paidFen").asLong())
                .isPositive()
                .isEqualTo(bill.get("payableFen").asLong());
        assertThat(pile.heard).contains(0x02, 0x06, 0x0A, 0x04, 0x34, 0x36, 0x40, 0x56);
    }

    @Test
    void itSharesNoClassWithTheProduct() throws IOException {
        Path source = Path.of("src", "test", "java", "io", "ohmgate", "api", "e2e", "BookPile.java");

        assertThat(Files.readAllLines(source))
                .noneMatch(line -> line.startsWith("import io.") || line.contains("io.netty"));
    }

    private JsonNode order(String id, Driver driver) throws Exception {
        return rest.get("/api/v1/charging-orders/" + id, driver.token()).good();
    }

    private void awaitState(String id, Driver driver, String state) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> order(id, driver).get("state").asString(), state::equals);
    }
}
