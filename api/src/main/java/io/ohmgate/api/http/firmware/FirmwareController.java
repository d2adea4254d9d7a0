package io.ohmgate.api.http.firmware;

import io.ohmgate.api.account.AuditAction;
import io.ohmgate.api.firmware.FirmwareFiles;
import io.ohmgate.api.http.Cursor;
import io.ohmgate.api.http.Found;
import io.ohmgate.api.http.Page;
import io.ohmgate.api.http.PathIds;
import io.ohmgate.api.http.Scopes;
import io.ohmgate.api.http.staff.StaffDesk;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.CampaignTables;
import io.ohmgate.api.store.FirmwareTables;
import io.ohmgate.gateway.campaign.Campaign;
import io.ohmgate.gateway.session.PileEntry.PileKind;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
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

/** Programs for piles and their rollouts (固件与升级批次). */
@RestController
@RequestMapping("/api/v1/firmware")
@Tag(name = "firmware", description = "固件升级 / firmware")
class FirmwareController {
    private final FirmwareTables files;
    private final FirmwareFiles bytes;
    private final CampaignTables campaigns;
    private final CampaignDesk rollouts;
    private final StaffDesk desk;

    FirmwareController(
            FirmwareTables files,
            FirmwareFiles bytes,
            CampaignTables campaigns,
            CampaignDesk rollouts,
            StaffDesk desk) {
        this.files = files;
        this.bytes = bytes;
        this.campaigns = campaigns;
        this.rollouts = rollouts;
        this.desk = desk;
    }

    @GetMapping("/files")
    @Operation(summary = "固件文件，最新在前 / Programs, the newest first")
    Mono<Page<FirmwareView>> files(
            Caller.Staff me,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit) {
        return Page.of(files.list(Scopes.of(me), Cursor.position(cursor), limit), FirmwareView::of);
    }

    @PostMapping(path = "/files", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "上传固件（最大 64 MB） / Upload a program, at most 64 MB",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                                            schema = @Schema(type = "string", format = "binary"))))
    Mono<FirmwareView> upload(
            Caller.Staff me,
            @RequestParam @NotBlank @Size(max = 120) String name,
            @RequestParam @NotBlank @Size(max = 32) String version,
            @RequestParam PileKind kind,
            @RequestBody Flux<DataBuffer> body,
            ServerWebExchange exchange) {
        return bytes.receive(body)
                .flatMap(upload -> desk.change(
                        me,
                        exchange,
                        AuditAction.FIRMWARE_UPLOADED,
                        name + " " + version,
                        Map.of("sha256", upload.sha256()),
                        rollouts.keep(Scopes.of(me), upload, name, version, kind)))
                .map(FirmwareView::of);
    }

    @GetMapping("/campaigns")
    @Operation(summary = "升级批次，最新在前 / Rollouts, the newest first")
    Mono<Page<CampaignView>> campaigns(
            Caller.Staff me,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit) {
        return Page.of(
                campaigns.list(Scopes.of(me), Cursor.position(cursor), limit),
                campaign -> CampaignView.of(campaign, null));
    }

    @PostMapping("/campaigns")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "新建升级批次（待他人审批） / Plan a rollout; somebody else approves it",
            description = "缺省先 1 台、再 10 台、再全部；一批内失败超过上限自动暂停。"
                    + " / One pile first, then ten, then all, unless said otherwise; too many failures pause it.")
    Mono<CampaignView> create(Caller.Staff me, @Valid @RequestBody NewCampaign request, ServerWebExchange exchange) {
        return desk.change(
                        me,
                        exchange,
                        AuditAction.CAMPAIGN_CREATED,
                        request.name(),
                        Map.of("fileId", request.fileId()),
                        Mono.defer(() -> rollouts.create(Scopes.of(me), request)))
                .flatMap(rollouts::show);
    }

    @GetMapping("/campaigns/{campaignId}")
    @Operation(summary = "升级批次与各批进度 / A rollout and how its waves stand")
    Mono<CampaignView> get(Caller.Staff me, @PathVariable String campaignId) {
        return Found.orNot(campaigns.get(Scopes.of(me), PathIds.number(campaignId)))
                .flatMap(rollouts::show);
    }

    @GetMapping("/campaigns/{campaignId}/piles")
    @Operation(summary = "批次内每台桩的状态 / Each pile of a rollout")
    Mono<Page<CampaignPileView>> piles(
            Caller.Staff me,
            @PathVariable String campaignId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit) {
        return Page.of(
                campaigns.piles(Scopes.of(me), PathIds.number(campaignId), Cursor.position(cursor), limit),
                CampaignPileView::of);
    }

    @PostMapping("/campaigns/{campaignId}/approve")
    @Operation(summary = "审批（不得为创建人） / Approve; not by whoever planned it")
    Mono<CampaignView> approve(Caller.Staff me, @PathVariable String campaignId, ServerWebExchange exchange) {
        return moved(
                me,
                exchange,
                AuditAction.CAMPAIGN_APPROVED,
                campaignId,
                rollouts.approve(Scopes.of(me), PathIds.number(campaignId)));
    }

    @PostMapping("/campaigns/{campaignId}/pause")
    @Operation(summary = "暂停：未下发的撤回，已下发的继续 / Pause: what was not sent is taken back")
    Mono<CampaignView> pause(Caller.Staff me, @PathVariable String campaignId, ServerWebExchange exchange) {
        return moved(
                me,
                exchange,
                AuditAction.CAMPAIGN_PAUSED,
                campaignId,
                rollouts.pause(Scopes.of(me), PathIds.number(campaignId)));
    }

    @PostMapping("/campaigns/{campaignId}/resume")
    @Operation(summary = "继续：已有失败不再计入 / Go on: failures so far count no more")
    Mono<CampaignView> resume(Caller.Staff me, @PathVariable String campaignId, ServerWebExchange exchange) {
        return moved(
                me,
                exchange,
                AuditAction.CAMPAIGN_RESUMED,
                campaignId,
                rollouts.resume(Scopes.of(me), PathIds.number(campaignId)));
    }

    @PostMapping("/campaigns/{campaignId}/cancel")
    @Operation(summary = "取消批次 / Cancel a rollout")
    Mono<CampaignView> cancel(Caller.Staff me, @PathVariable String campaignId, ServerWebExchange exchange) {
        return moved(
                me,
                exchange,
                AuditAction.CAMPAIGN_CANCELLED,
                campaignId,
                rollouts.cancel(Scopes.of(me), PathIds.number(campaignId)));
    }

    private Mono<CampaignView> moved(
            Caller.Staff me, ServerWebExchange exchange, AuditAction action, String id, Mono<Campaign> work) {
        return desk.change(me, exchange, action, id, Map.of(), work).flatMap(rollouts::show);
    }
}
