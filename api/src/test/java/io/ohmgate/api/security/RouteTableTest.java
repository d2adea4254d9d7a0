package io.ohmgate.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;

/** The table of routes finds one rule for each request, and none for what is not in it. */
class RouteTableTest {
    private static final Caller DRIVER = new Caller.Driver(1, 1, 1);

    @ParameterizedTest
    @EnumSource
    void everyRuleIsFoundByItsOwnPath(RouteRule rule) {
        String path = rule.pattern()
                .getPatternString()
                .replaceAll("\\{\\*[^}]*}", "a/b")
                .replaceAll("\\{[^}]*}", "x1");
        assertThat(RouteTable.find(rule.method(), PathContainer.parsePath(path)))
                .hasValue(rule);
    }

    @Test
    void theMoreSpecificPathWins() {
        assertThat(find(HttpMethod.POST, "/api/v1/piles/import")).containsExactly(RouteRule.PILE_IMPORT);
    }

    @Test
    void whatIsNotInTheTableHasNoRule() {
        assertThat(find(HttpMethod.DELETE, "/api/v1/stations")).isEmpty();
        assertThat(find(HttpMethod.GET, "/api/v1/stations/1/secret")).isEmpty();
        assertThat(find(HttpMethod.GET, "/api/v1/STATIONS")).isEmpty();
        assertThat(find(HttpMethod.GET, "/api/v1/stations/")).isEmpty();
        assertThat(find(HttpMethod.GET, "/actuator/env")).isEmpty();
        assertThat(find(HttpMethod.GET, "/")).isEmpty();
    }

    @Test
    void whoeverReadsMayAlsoAskForTheHeadersOnly() {
        assertThat(find(HttpMethod.HEAD, "/api/v1/wallet")).containsExactly(RouteRule.WALLET);
    }

    @Test
    void noTwoRulesAreForTheSameRoute() {
        List<String> routes = Stream.of(RouteRule.values())
                .map(rule -> rule.method() + " " + rule.pattern().getPatternString())
                .toList();
        assertThat(routes).doesNotHaveDuplicates();
    }

    @Test
    void aViewerMayChangeNothing() {
        Caller viewer = new Caller.Staff(1, 1, "v", StaffRole.VIEWER, 1);
        for (RouteRule rule : RouteRule.values()) {
            if (!rule.method().equals(HttpMethod.GET)
                    && EnumSet.complementOf(EnumSet.of(Who.ANYONE, Who.SIGNED_IN))
                            .contains(rule.who())) {
                assertThat(rule.who().admits(viewer)).as("%s", rule).isFalse();
            }
        }
    }

    @Test
    void aDriverMayChangeNothingButTheirOwnChargeCardsAndVehicles() {
        assertThat(Stream.of(RouteRule.values())
                        .filter(rule -> !rule.method().equals(HttpMethod.GET) && rule.who() != Who.ANYONE)
                        .filter(rule -> rule.who().admits(DRIVER)))
                .containsExactlyInAnyOrder(
                        RouteRule.LOGOUT,
                        RouteRule.WS_TICKET,
                        // Looks a code up; it is a POST because codes are long.
                        RouteRule.QR_SCAN,
                        RouteRule.ORDER_START,
                        RouteRule.ORDER_STOP,
                        RouteRule.MY_CARD_BLOCK,
                        RouteRule.MY_VEHICLE_ENTER,
                        RouteRule.MY_VEHICLE_CHANGE,
                        RouteRule.MY_VEHICLE_REMOVE);
    }

    private static List<RouteRule> find(HttpMethod method, String path) {
        return RouteTable.find(method, PathContainer.parsePath(path)).stream().toList();
    }
}
