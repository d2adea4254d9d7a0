package io.ohmgate.api.http.qr;

import io.ohmgate.api.account.AuditAction;
import io.ohmgate.api.http.PathIds;
import io.ohmgate.api.http.Scopes;
import io.ohmgate.api.http.staff.StaffDesk;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.qr.QrResolver;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.QrTables;
import io.ohmgate.gateway.qr.QrMask;
import io.ohmgate.gateway.qr.ScannedText;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** From a scanned code to a gun (扫码). */
@RestController
@RequestMapping("/api/v1/qr")
@Tag(name = "qr", description = "扫码 / QR codes")
class QrController {
    private final QrResolver resolver;
    private final QrTables codes;
    private final StaffDesk desk;

    QrController(QrResolver resolver, QrTables codes, StaffDesk desk) {
        this.resolver = resolver;
        this.codes = codes;
        this.desk = desk;
    }

    @PostMapping("/resolve")
    @Operation(
            summary = "扫码：由二维码内容或手输编号找到充电枪 / From a scanned or typed code to a gun",
            description = "支持自有固定码、桩显示的 0xF0/0x9E 码、按掩码识别的他方码与手输编号；不属于本平台返回 QR_NOT_OURS，未投运返回"
                    + " QR_NOT_IN_SERVICE。 / Our own codes, what piles draw, others by mask, and typed numbers.")
    Mono<ScanView> resolve(Caller me, @Valid @RequestBody ScanRequest request) {
        return resolver.resolve(me.tenantId(), new ScannedText(request.text())).map(ScanView::of);
    }

    @GetMapping("/resolve")
    @Operation(summary = "扫码（查询参数方式） / The same, by a query parameter")
    Mono<ScanView> resolve(Caller me, @RequestParam @NotBlank @Size(max = ScannedText.TEXT_MAX) String text) {
        return resolver.resolve(me.tenantId(), new ScannedText(text)).map(ScanView::of);
    }

    @GetMapping("/masks")
    @Operation(summary = "他方二维码掩码 / The forms of others' codes that this tenant takes")
    Flux<MaskView> masks(Caller.Staff me) {
        return codes.masksOf(me.tenantId()).map(MaskView::of);
    }

    @PostMapping("/masks")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "新增掩码 / Take another form of codes")
    Mono<MaskView> add(Caller.Staff me, @Valid @RequestBody NewMask request, ServerWebExchange exchange) {
        return desk.change(
                me,
                exchange,
                AuditAction.QR_MASK_ADDED,
                request.name(),
                Map.of("mask", request.mask()),
                Mono.defer(() -> {
                    check(request.mask());
                    return codes.addMask(Scopes.of(me), request.name(), request.mask())
                            .map(MaskView::of);
                }));
    }

    private static void check(String mask) {
        try {
            QrMask.parse(mask);
        } catch (IllegalArgumentException senseless) {
            throw ProblemException.of(
                    ProblemCode.INVALID_REQUEST, "mask", "须含一个 {gun}，或一个 {pile} / needs one {gun}, or one {pile}");
        }
    }

    @DeleteMapping("/masks/{maskId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "删除掩码 / Do not take it any more")
    Mono<Void> remove(Caller.Staff me, @PathVariable String maskId, ServerWebExchange exchange) {
        return desk.change(
                        me,
                        exchange,
                        AuditAction.QR_MASK_REMOVED,
                        maskId,
                        Map.of(),
                        Mono.defer(() -> codes.removeMask(Scopes.of(me), PathIds.number(maskId))))
                .then();
    }
}
