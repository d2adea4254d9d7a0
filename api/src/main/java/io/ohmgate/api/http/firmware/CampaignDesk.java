package io.ohmgate.api.http.firmware;

import io.ohmgate.api.firmware.FirmwareFiles;
import io.ohmgate.api.firmware.FirmwareSettings;
import io.ohmgate.api.http.Found;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.store.CampaignTables;
import io.ohmgate.api.store.CampaignTables.CampaignDraft;
import io.ohmgate.api.store.CampaignTables.TargetFilter;
import io.ohmgate.api.store.FirmwareTables;
import io.ohmgate.api.store.FirmwareTables.FirmwareFile;
import io.ohmgate.api.store.Scope;
import io.ohmgate.gateway.campaign.Campaign;
import io.ohmgate.gateway.campaign.CampaignRunner;
import io.ohmgate.gateway.campaign.CampaignStatus;
import io.ohmgate.gateway.campaign.PauseReason;
import io.ohmgate.gateway.campaign.Waves;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileEntry.PileKind;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What people do with programs and rollouts. */
@Component
class CampaignDesk {
    private static final int WATTS_PER_KW = 1_000;
    private static final int LEAST_KW = 1;
    private static final int MOST_KW = 2_000;
    private static final int DOWNLOAD_MINUTES = 15;

    private final CampaignTables campaigns;
    private final FirmwareTables files;
    private final FirmwareFiles bytes;
    private final FirmwareSettings settings;
    private final CampaignRunner runner;
    private final InstantSource clock;

    CampaignDesk(
            CampaignTables campaigns,
            FirmwareTables files,
            FirmwareFiles bytes,
            FirmwareSettings settings,
            CampaignRunner runner,
            InstantSource clock) {
        this.campaigns = campaigns;
        this.files = files;
        this.bytes = bytes;
        this.settings = settings;
        this.runner = runner;
        this.clock = clock;
    }

    /** The row first, for its number; should the bytes then be missing, nobody can roll it out. */
    Mono<FirmwareFile> keep(
            Scope.Operator scope, FirmwareFiles.Upload upload, String name, String version, PileKind kind) {
        return files.add(scope, name, version, kind, upload.bytes(), upload.sha256())
                .flatMap(file -> bytes.keep(upload, file.id()).thenReturn(file))
                .onErrorResume(failure -> bytes.delete(upload.file()).then(Mono.error(failure)));
    }

    Mono<Campaign> create(Scope.Operator scope, NewCampaign request) {
        List<Integer> waves = Objects.requireNonNullElse(request.waves(), Campaign.WAVES_DEFAULT);
        check(waves);
        return Found.orNot(files.get(scope.tenantId(), Long.parseLong(request.fileId())))
                .flatMap(file -> campaigns
                        .targets(scope, filter(request, file))
                        .flatMap(piles -> piles.isEmpty()
                                ? Mono.error(ProblemException.of(ProblemCode.CAMPAIGN_WITHOUT_PILES))
                                : campaigns.create(
                                        scope,
                                        new CampaignDraft(
                                                request.name(),
                                                file.id(),
                                                waves,
                                                Objects.requireNonNullElse(request.failuresMax(), 0),
                                                Objects.requireNonNullElse(request.whenIdle(), true),
                                                Objects.requireNonNullElse(
                                                        request.downloadTimeoutMinutes(), DOWNLOAD_MINUTES),
                                                piles))));
    }

    private static void check(List<Integer> waves) {
        try {
            Waves.check(waves);
        } catch (IllegalArgumentException senseless) {
            throw ProblemException.of(
                    ProblemCode.INVALID_REQUEST, "waves", "只有最后一批可为 0（其余全部） / only the last wave can be 0");
        }
    }

    private static TargetFilter filter(NewCampaign request, FirmwareFile file) {
        List<String> named = request.pileNos();
        return new TargetFilter(
                file.kind(),
                Objects.requireNonNullElse(request.leastKw(), LEAST_KW) * WATTS_PER_KW,
                Objects.requireNonNullElse(request.mostKw(), MOST_KW) * WATTS_PER_KW,
                file.version(),
                request.stationId() == null ? null : Long.valueOf(request.stationId()),
                named == null ? null : named.stream().map(PileNo::new).toList());
    }

    Mono<CampaignView> show(Campaign campaign) {
        return Flux.range(1, campaign.waves().size())
                .concatMap(wave -> campaigns.tally(campaign, wave).map(tally -> CampaignView.WaveView.of(wave, tally)))
                .filter(wave -> wave.piles() > 0)
                .collectList()
                .map(progress -> CampaignView.of(campaign, progress));
    }

    /** By somebody else than its maker, and only where piles can fetch anything. */
    Mono<Campaign> approve(Scope.Operator scope, long id) {
        if (!settings.isServed()) {
            return Mono.error(ProblemException.of(ProblemCode.FIRMWARE_NOT_SERVED));
        }
        return move(scope, id, CampaignStatus.RUNNING, campaign -> {
            if (campaign.status() != CampaignStatus.WAITING_APPROVAL) {
                throw ProblemException.of(ProblemCode.CAMPAIGN_STATE);
            }
            return campaign.approved(scope.actor(), clock.instant());
        });
    }

    Mono<Campaign> pause(Scope.Operator scope, long id) {
        return move(scope, id, CampaignStatus.PAUSED, campaign -> campaign.paused(PauseReason.BY_A_PERSON))
                .flatMap(paused -> runner.takeBack(paused).thenReturn(paused));
    }

    Mono<Campaign> resume(Scope.Operator scope, long id) {
        return campaigns
                .get(scope, id)
                .flatMap(known -> campaigns.tally(known, known.wave()))
                .flatMap(tally -> move(scope, id, CampaignStatus.RUNNING, campaign -> {
                    if (campaign.status() != CampaignStatus.PAUSED) {
                        throw ProblemException.of(ProblemCode.CAMPAIGN_STATE);
                    }
                    return campaign.resumed(tally.failed());
                }));
    }

    Mono<Campaign> cancel(Scope.Operator scope, long id) {
        return move(scope, id, CampaignStatus.CANCELLED, campaign -> campaign.cancelled(clock.instant()))
                .flatMap(over -> runner.takeBack(over).thenReturn(over));
    }

    private Mono<Campaign> move(Scope.Operator scope, long id, CampaignStatus to, Function<Campaign, Campaign> step) {
        return campaigns.get(scope, id).flatMap(before -> {
            if (!before.may(to)) {
                return Mono.error(ProblemException.of(ProblemCode.CAMPAIGN_STATE));
            }
            Campaign after;
            try {
                after = step.apply(before);
            } catch (Campaign.SamePersonException same) {
                return Mono.error(ProblemException.of(ProblemCode.CAMPAIGN_SAME_PERSON));
            } catch (ProblemException problem) {
                return Mono.error(problem);
            }
            return campaigns
                    .move(before, after, scope.actor(), clock.instant())
                    .flatMap(moved -> moved ? Mono.just(after) : Mono.error(ProblemException.of(ProblemCode.CONFLICT)))
                    .doOnNext(moved -> runner.nudge());
        });
    }
}
