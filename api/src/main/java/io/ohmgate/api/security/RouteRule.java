package io.ohmgate.api.security;

import static io.ohmgate.api.security.Who.ADMINS;
import static io.ohmgate.api.security.Who.ANYONE;
import static io.ohmgate.api.security.Who.CASHIERS;
import static io.ohmgate.api.security.Who.DECIDERS;
import static io.ohmgate.api.security.Who.DRIVERS;
import static io.ohmgate.api.security.Who.DRIVERS_AND_OPERATORS;
import static io.ohmgate.api.security.Who.OPERATORS;
import static io.ohmgate.api.security.Who.SIGNED_IN;
import static io.ohmgate.api.security.Who.STAFF;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import org.springframework.http.HttpMethod;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The table of routes: what there is and who may call it. Security is built from it and denies everything else, the
 * authorization tests and the OpenAPI document are checked against it. A new endpoint starts with a line here.
 */
@SuppressWarnings("ImmutableEnumChecker") // HttpMethod and PathPattern are immutable, but do not say so
public enum RouteRule {
    LOGIN(POST, "/api/v1/auth/login", ANYONE),
    SMS_CODE(POST, "/api/v1/auth/sms-codes", ANYONE),
    SMS_LOGIN(POST, "/api/v1/auth/sms-login", ANYONE),
    LOGOUT(POST, "/api/v1/auth/logout", SIGNED_IN),
    WS_TICKET(POST, "/api/v1/ws-tickets", SIGNED_IN),

    STAFF_LIST(GET, "/api/v1/staff", ADMINS),
    STAFF_CREATE(POST, "/api/v1/staff", ADMINS),
    STAFF_DISABLE(POST, "/api/v1/staff/{staffId}/disable", ADMINS),
    STAFF_ENABLE(POST, "/api/v1/staff/{staffId}/enable", ADMINS),

    STATION_LIST(GET, "/api/v1/stations", SIGNED_IN),
    STATION_CREATE(POST, "/api/v1/stations", OPERATORS),
    STATION_GET(GET, "/api/v1/stations/{stationId}", SIGNED_IN),
    STATION_UPDATE(PUT, "/api/v1/stations/{stationId}", OPERATORS),
    STATION_OPEN(POST, "/api/v1/stations/{stationId}/open", OPERATORS),
    STATION_CLOSE(POST, "/api/v1/stations/{stationId}/close", OPERATORS),
    STATION_TARIFF(PUT, "/api/v1/stations/{stationId}/tariff", OPERATORS),

    TARIFF_LIST(GET, "/api/v1/tariffs", STAFF),
    TARIFF_CREATE(POST, "/api/v1/tariffs", OPERATORS),
    TARIFF_GET(GET, "/api/v1/tariffs/{tariffId}", STAFF),
    TARIFF_VERSION(POST, "/api/v1/tariffs/{tariffId}/versions", OPERATORS),

    TARIFF_DELIVERY(GET, "/api/v1/tariffs/versions/{versionId}/delivery", STAFF),

    PILE_LIST(GET, "/api/v1/piles", STAFF),
    PILE_CREATE(POST, "/api/v1/piles", OPERATORS),
    PILE_IMPORT(POST, "/api/v1/piles/import", OPERATORS),
    PILE_GET(GET, "/api/v1/piles/{pileNo}", STAFF),
    PILE_ENABLE(POST, "/api/v1/piles/{pileNo}/enable", OPERATORS),
    PILE_DISABLE(POST, "/api/v1/piles/{pileNo}/disable", OPERATORS),
    PILE_FRAMES(GET, "/api/v1/piles/{pileNo}/frames", OPERATORS),
    PILE_FRAMES_EXPORT(GET, "/api/v1/piles/{pileNo}/frames/export", OPERATORS),
    FRAME_LOG(GET, "/api/v1/frame-log", OPERATORS),
    REFUSED_SOURCES(GET, "/api/v1/refused-frames", ADMINS),
    REFUSED_FRAMES(GET, "/api/v1/refused-frames/{source}", ADMINS),
    PILE_TRUST(GET, "/api/v1/piles/{pileNo}/trust", STAFF),
    PILE_BIND(PUT, "/api/v1/piles/{pileNo}/binding", OPERATORS),
    PILE_BINDING_FORGET(POST, "/api/v1/piles/{pileNo}/binding/forget", OPERATORS),
    PILE_UNLOCK(POST, "/api/v1/piles/{pileNo}/unlock", OPERATORS),
    PILE_DIALECT(PUT, "/api/v1/piles/{pileNo}/dialect", OPERATORS),
    PILE_SECURITY_EVENTS(GET, "/api/v1/piles/{pileNo}/security-events", STAFF),
    SECURITY_EVENTS(GET, "/api/v1/security-events", ADMINS),
    STATION_MINIMUM_TRUST(PUT, "/api/v1/stations/{stationId}/minimum-trust", OPERATORS),
    PILE_CONTROLS(GET, "/api/v1/piles/{pileNo}/controls", STAFF),
    PILE_QR_SET(PUT, "/api/v1/piles/{pileNo}/qr", OPERATORS),
    PILE_QR_REMOVE(DELETE, "/api/v1/piles/{pileNo}/qr", OPERATORS),
    PILE_OPERATE(POST, "/api/v1/piles/{pileNo}/operations", OPERATORS),
    OPERATION_BULK(POST, "/api/v1/operations", OPERATORS),
    OPERATION_LIST(GET, "/api/v1/operations", STAFF),
    OPERATION_GET(GET, "/api/v1/operations/{operationId}", STAFF),
    OPERATION_CANCEL(POST, "/api/v1/operations/{operationId}/cancel", OPERATORS),
    QR_SCAN(POST, "/api/v1/qr/resolve", SIGNED_IN),
    QR_LOOK(GET, "/api/v1/qr/resolve", SIGNED_IN),
    QR_MASKS(GET, "/api/v1/qr/masks", STAFF),
    QR_MASK_ADD(POST, "/api/v1/qr/masks", OPERATORS),
    QR_MASK_REMOVE(DELETE, "/api/v1/qr/masks/{maskId}", OPERATORS),
    FIRMWARE_FILES(GET, "/api/v1/firmware/files", STAFF),
    FIRMWARE_UPLOAD(POST, "/api/v1/firmware/files", OPERATORS),
    CAMPAIGN_LIST(GET, "/api/v1/firmware/campaigns", STAFF),
    CAMPAIGN_CREATE(POST, "/api/v1/firmware/campaigns", OPERATORS),
    CAMPAIGN_GET(GET, "/api/v1/firmware/campaigns/{campaignId}", STAFF),
    CAMPAIGN_PILES(GET, "/api/v1/firmware/campaigns/{campaignId}/piles", STAFF),
    CAMPAIGN_APPROVE(POST, "/api/v1/firmware/campaigns/{campaignId}/approve", OPERATORS),
    CAMPAIGN_PAUSE(POST, "/api/v1/firmware/campaigns/{campaignId}/pause", OPERATORS),
    CAMPAIGN_RESUME(POST, "/api/v1/firmware/campaigns/{campaignId}/resume", OPERATORS),
    CAMPAIGN_CANCEL(POST, "/api/v1/firmware/campaigns/{campaignId}/cancel", OPERATORS),
    GUN_GET(GET, "/api/v1/guns/{gunId}", SIGNED_IN),

    DRIVER_LIST(GET, "/api/v1/drivers", STAFF),
    DRIVER_GET(GET, "/api/v1/drivers/{driverId}", STAFF),
    DRIVER_BAR(POST, "/api/v1/drivers/{driverId}/bar", OPERATORS),
    DRIVER_UNBAR(POST, "/api/v1/drivers/{driverId}/unbar", OPERATORS),
    DRIVER_CREDIT(POST, "/api/v1/drivers/{driverId}/credit", CASHIERS, Keyed.REQUIRED),

    ORDER_START(POST, "/api/v1/charging-orders", DRIVERS, Keyed.REQUIRED),
    ORDER_LIST(GET, "/api/v1/charging-orders", SIGNED_IN),
    ORDER_GET(GET, "/api/v1/charging-orders/{orderId}", SIGNED_IN),
    ORDER_STOP(POST, "/api/v1/charging-orders/{orderId}/stop", DRIVERS_AND_OPERATORS, Keyed.ACCEPTED),
    WALLET(GET, "/api/v1/wallet", DRIVERS),

    CARD_LIST(GET, "/api/v1/cards", STAFF),
    CARD_CREATE(POST, "/api/v1/cards", OPERATORS),
    CARD_GET(GET, "/api/v1/cards/{cardId}", STAFF),
    CARD_BIND(PUT, "/api/v1/cards/{cardId}/driver", OPERATORS),
    CARD_CAP(PUT, "/api/v1/cards/{cardId}/daily-cap", OPERATORS),
    CARD_BLOCK(POST, "/api/v1/cards/{cardId}/block", OPERATORS),
    CARD_UNBLOCK(POST, "/api/v1/cards/{cardId}/unblock", OPERATORS),
    VEHICLE_BLOCK(POST, "/api/v1/vehicles/{vehicleId}/block", OPERATORS),
    STATION_START_RULE(GET, "/api/v1/stations/{stationId}/start-rule", STAFF),
    STATION_START_RULE_SET(PUT, "/api/v1/stations/{stationId}/start-rule", OPERATORS),
    PILE_CARDS(GET, "/api/v1/piles/{pileNo}/cards", STAFF),
    PILE_CARDS_ADD(POST, "/api/v1/piles/{pileNo}/cards", OPERATORS),
    PILE_CARDS_CLEAR(POST, "/api/v1/piles/{pileNo}/cards/clear", OPERATORS),
    PILE_CARDS_CHECK(POST, "/api/v1/piles/{pileNo}/cards/check", OPERATORS),
    MY_NOTICES(GET, "/api/v1/my/notices", DRIVERS),
    MY_CARDS(GET, "/api/v1/my/cards", DRIVERS),
    MY_CARD_BLOCK(POST, "/api/v1/my/cards/{cardId}/block", DRIVERS),
    MY_VEHICLES(GET, "/api/v1/my/vehicles", DRIVERS),
    MY_VEHICLE_ENTER(POST, "/api/v1/my/vehicles", DRIVERS),
    MY_VEHICLE_CHANGE(PUT, "/api/v1/my/vehicles/{vehicleId}", DRIVERS),
    MY_VEHICLE_REMOVE(DELETE, "/api/v1/my/vehicles/{vehicleId}", DRIVERS),
    ORDER_EXPLANATION(GET, "/api/v1/charging-orders/{orderId}/explanation", SIGNED_IN),
    CODES(GET, "/api/v1/codes", SIGNED_IN),
    WORK_ORDER_LIST(GET, "/api/v1/work-orders", STAFF),
    WORK_ORDER_GET(GET, "/api/v1/work-orders/{workOrderId}", STAFF),
    WORK_ORDER_ASSIGN(POST, "/api/v1/work-orders/{workOrderId}/assign", OPERATORS),
    WORK_ORDER_CLOSE(POST, "/api/v1/work-orders/{workOrderId}/close", OPERATORS),

    QUARANTINE(GET, "/api/v1/quarantine", STAFF),
    ABNORMAL_LIST(GET, "/api/v1/abnormal-orders", STAFF),
    ABNORMAL_GET(GET, "/api/v1/abnormal-orders/{orderId}", STAFF),
    ABNORMAL_DECIDE(POST, "/api/v1/abnormal-orders/{orderId}/decisions", DECIDERS, Keyed.REQUIRED),
    ABNORMAL_APPROVE(POST, "/api/v1/abnormal-orders/{orderId}/proposals/{proposalId}/approve", DECIDERS),
    ABNORMAL_REJECT(POST, "/api/v1/abnormal-orders/{orderId}/proposals/{proposalId}/reject", DECIDERS),
    LEDGER_CHECK(GET, "/api/v1/ledger/check", STAFF),
    AUDIT_LIST(GET, "/api/v1/audit-log", ADMINS),

    OVERLOAD(GET, "/api/v1/overload", STAFF),
    LIMITS(GET, "/api/v1/limits", ADMINS),

    /** The socket says who it is in its first message, by a one-use ticket. */
    SOCKET(GET, "/ws/v1", ANYONE),

    OPENAPI(GET, "/openapi.json", ANYONE),
    DOCS(GET, "/docs", ANYONE),
    DOCS_FILES(GET, "/swagger-ui/{*file}", ANYONE),
    DOCS_CONFIG(GET, "/openapi.json/swagger-config", ANYONE),
    ASYNCAPI(GET, "/asyncapi.yaml", ANYONE),

    HEALTH(GET, "/actuator/health", ANYONE),
    HEALTH_GROUP(GET, "/actuator/health/**", ANYONE),
    INFO(GET, "/actuator/info", ADMINS),
    METRICS(GET, "/actuator/prometheus", ADMINS);

    /** Whether an Idempotency-Key is needed, taken, or means nothing. */
    public enum Keyed {
        NO,
        ACCEPTED,
        REQUIRED
    }

    private final HttpMethod method;
    private final PathPattern pattern;
    private final Who who;
    private final Keyed keyed;

    RouteRule(HttpMethod method, String pattern, Who who) {
        this(method, pattern, who, Keyed.NO);
    }

    RouteRule(HttpMethod method, String pattern, Who who, Keyed keyed) {
        this.method = method;
        this.pattern = PathPatternParser.defaultInstance.parse(pattern);
        this.who = who;
        this.keyed = keyed;
    }

    public HttpMethod method() {
        return method;
    }

    public PathPattern pattern() {
        return pattern;
    }

    public Who who() {
        return who;
    }

    public Keyed keyed() {
        return keyed;
    }
}
