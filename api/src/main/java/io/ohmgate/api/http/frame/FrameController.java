package io.ohmgate.api.http.frame;

import io.ohmgate.api.account.AuditAction;
import io.ohmgate.api.frames.FrameExport;
import io.ohmgate.api.frames.FrameLog;
import io.ohmgate.api.frames.FrameReader;
import io.ohmgate.api.frames.FrameSettings;
import io.ohmgate.api.frames.FrameView;
import io.ohmgate.api.http.Cursor;
import io.ohmgate.api.http.Found;
import io.ohmgate.api.http.Page;
import io.ohmgate.api.http.PathIds;
import io.ohmgate.api.http.Scopes;
import io.ohmgate.api.http.staff.StaffDesk;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.FrameTables.Query;
import io.ohmgate.api.store.OrderLists;
import io.ohmgate.api.store.PileTables;
import io.ohmgate.api.store.Scope;
import io.ohmgate.gateway.frames.FrameRecorder.RefusedSource;
import io.ohmgate.gateway.link.FrameTap.Direction;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.pile.PileNo;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What piles said. Cards, vehicles and passwords are masked; who takes a file of it away is written down. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "frames", description = "报文日志 / what piles said")
class FrameController {
    private static final Pattern TYPE = Pattern.compile("(?:0[xX])?([0-9a-fA-F]{1,2})");
    private static final int HEX = 16;

    private final FrameReader reader;
    private final FrameExport export;
    private final FrameLog log;
    private final FrameSettings settings;
    private final PileTables piles;
    private final OrderLists orders;
    private final StaffDesk desk;

    /** How the log does: {@code lost} frames are missing in it, {@code waiting} are not written yet. */
    public record FrameLogView(long lost, int waiting, int retentionDays) {}

    /** Addresses whose frames were refused, in memory only. */
    public record RefusedSources(List<RefusedSource> items) {
        public RefusedSources {
            items = List.copyOf(items);
        }
    }

    /** What was refused from one address. */
    public record RefusedFrames(List<FrameView> items) {
        public RefusedFrames {
            items = List.copyOf(items);
        }
    }

    FrameController(
            FrameReader reader,
            FrameExport export,
            FrameLog log,
            FrameSettings settings,
            PileTables piles,
            OrderLists orders,
            StaffDesk desk) {
        this.reader = reader;
        this.export = export;
        this.log = log;
        this.settings = settings;
        this.piles = piles;
        this.orders = orders;
        this.desk = desk;
    }

    @GetMapping("/piles/{pileNo}/frames")
    @Operation(
            summary = "报文查询：按时间、类型、方向、订单，最新在前 / Frames by time, type, direction or order, the newest first",
            description = "type 如 0x13；给出 orderId 时按时间正序列出该订单的全部报文。心跳与重复的实时数据只在内存中保留最近的。 / type is"
                    + " written 0x13. With orderId all frames behind that order, the oldest first. Of heartbeats and"
                    + " repeated readings only the last are there, in memory.")
    Mono<Page<FrameView>> frames(
            Caller.Staff me,
            @PathVariable String pileNo,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable Direction direction,
            @RequestParam(required = false) @Nullable String orderId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit) {
        Scope.TenantStaff scope = Scopes.of(me);
        Query query = query(pileNo, from, to, type, direction, Cursor.number(cursor, Long.MAX_VALUE));
        if (orderId != null) {
            return order(scope, query.pileNo(), orderId)
                    .flatMap(order -> reader.of(scope, order)
                            .filter(view -> type == null || isOf(view, query))
                            .filter(view -> direction == null || view.direction() == direction)
                            .collectList())
                    .map(views -> new Page<>(views, null));
        }
        return known(scope, query.pileNo()).then(Page.of(reader.find(scope, query, limit), view -> view));
    }

    private static boolean isOf(FrameView view, Query query) {
        return view.type() != null
                && query.typeCode() != null
                && Integer.parseInt(view.type().substring(2), HEX) == query.typeCode();
    }

    @GetMapping(path = "/piles/{pileNo}/frames/export", produces = MediaType.APPLICATION_NDJSON_VALUE)
    @Operation(
            summary = "导出报文文件，可由 simulator replay 回放 / A file of frames that the simulator plays back",
            description = "每行一个 JSON：hex、direction、afterMillis；敏感字段已一致替换且 CRC 正确；最多 10000 条。 / One JSON a line."
                    + " Secrets are replaced, the same by the same, and check sums fit. At most 10000 frames.")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = MediaType.APPLICATION_NDJSON_VALUE, schema = @Schema(type = "string")))
    Mono<ResponseEntity<String>> exported(
            Caller.Staff me,
            @PathVariable String pileNo,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(required = false) @Nullable String orderId,
            ServerWebExchange exchange) {
        Scope.TenantStaff scope = Scopes.of(me);
        Query query = query(pileNo, from, to, null, null, Long.MAX_VALUE);
        Mono<String> file = orderId == null
                ? known(scope, query.pileNo()).then(export.of(scope, query))
                : order(scope, query.pileNo(), orderId).flatMap(order -> export.of(scope, order));
        return desk.change(
                        me,
                        exchange,
                        AuditAction.FRAMES_EXPORTED,
                        query.pileNo().digits(),
                        Map.of(),
                        file)
                .map(lines -> ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_NDJSON)
                        .header(
                                HttpHeaders.CONTENT_DISPOSITION,
                                "attachment; filename=\"frames-"
                                        + query.pileNo().digits() + ".ndjson\"")
                        .body(lines));
    }

    @GetMapping("/frame-log")
    @Operation(summary = "报文日志状态：缺失数、待写数、保留天数 / How the log does: what is missing, what waits")
    FrameLogView status(Caller.Staff me) {
        return new FrameLogView(log.lost(), log.waiting(), settings.retentionDays());
    }

    @GetMapping("/refused-frames")
    @Operation(summary = "被拒来源（登录前或无法解码） / Addresses that were refused before login or not understood")
    RefusedSources refused(Caller.Staff me) {
        return new RefusedSources(reader.refusedSources(Scopes.of(me)));
    }

    @GetMapping("/refused-frames/{source}")
    @Operation(summary = "某来源被拒的报文，最新在前 / What was refused from one address, the newest first")
    RefusedFrames refusedFrom(Caller.Staff me, @PathVariable String source) {
        return new RefusedFrames(reader.refusedFrom(Scopes.of(me), source));
    }

    private Mono<PileTables.Pile> known(Scope.TenantStaff scope, PileNo pileNo) {
        return Found.orNot(piles.get(scope, pileNo));
    }

    private Mono<ChargingOrder> order(Scope.TenantStaff scope, PileNo pileNo, String orderId) {
        return Found.orNot(orders.get(scope, PathIds.order(orderId))
                .filter(order -> order.gun().pileNo().equals(pileNo)));
    }

    private static Query query(
            String pileNo,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String type,
            @Nullable Direction direction,
            long before) {
        return new Query(PathIds.pile(pileNo), from, to, type == null ? null : typeCode(type), direction, before);
    }

    private static Integer typeCode(String type) {
        var matcher = TYPE.matcher(type);
        if (!matcher.matches()) {
            throw ProblemException.of(ProblemCode.INVALID_REQUEST, "type", "形如 0x13 / written 0x13");
        }
        return Integer.valueOf(matcher.group(1), HEX);
    }
}
