package io.ohmgate.api.http.operation;

import io.ohmgate.api.account.AuditAction;
import io.ohmgate.api.http.Found;
import io.ohmgate.api.http.PathIds;
import io.ohmgate.api.http.Scopes;
import io.ohmgate.api.http.staff.StaffDesk;
import io.ohmgate.api.security.Caller;
import io.ohmgate.gateway.pile.PileNo;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.Map;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The controls of one pile: what it was told, and its QR codes. */
@RestController
@Tag(name = "operations", description = "设备操作 / operations on piles")
class ControlController {
    private final PileControlsDesk controls;
    private final StaffDesk desk;

    ControlController(PileControlsDesk controls, StaffDesk desk) {
        this.controls = controls;
        this.desk = desk;
    }

    @GetMapping("/api/v1/piles/{pileNo}/controls")
    @Operation(summary = "桩的控制状态：锁桩与功率、时钟偏差、地锁、二维码、进行中的操作 / What a pile was told and shows of it")
    Mono<PileControls> get(Caller.Staff me, @PathVariable String pileNo) {
        return Found.orNot(controls.of(Scopes.of(me), PathIds.pile(pileNo)));
    }

    @PutMapping("/api/v1/piles/{pileNo}/qr")
    @Operation(
            summary = "设置桩显示的二维码 / Which QR codes the pile shows",
            description = "PREFIX_*：每次登录后下发 0xF0 前缀；GUN_URL*：向每把枪下发完整内容，可用 {gunId}、{pileNo}、{gunNo}。"
                    + " / A prefix is told after every login; an address is told to each gun.")
    Mono<QrOptionView> setQr(
            Caller.Staff me,
            @PathVariable String pileNo,
            @Valid @RequestBody QrOptionView.Wanted wanted,
            ServerWebExchange exchange) {
        PileNo pile = PathIds.pile(pileNo);
        return desk.change(
                me,
                exchange,
                AuditAction.PILE_QR_SET,
                pile.digits(),
                Map.of("form", String.valueOf(wanted.form())),
                Mono.defer(() -> controls.setQr(Scopes.of(me), pile, wanted)));
    }

    @DeleteMapping("/api/v1/piles/{pileNo}/qr")
    @Operation(summary = "不再下发二维码 / Tell the pile no QR codes any more")
    Mono<PileControls> removeQr(Caller.Staff me, @PathVariable String pileNo, ServerWebExchange exchange) {
        PileNo pile = PathIds.pile(pileNo);
        return desk.change(
                me,
                exchange,
                AuditAction.PILE_QR_SET,
                pile.digits(),
                Map.of("form", "NONE"),
                Mono.defer(() -> controls.removeQr(Scopes.of(me), pile)));
    }
}
