package io.ohmgate.api.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ohmgate.api.store.CampaignTables.CampaignDraft;
import io.ohmgate.api.store.CampaignTables.TargetFilter;
import io.ohmgate.api.store.FirmwareTables.FirmwareFile;
import io.ohmgate.api.store.OperationTables.OperationFilter;
import io.ohmgate.api.store.OperationTables.OperationStep;
import io.ohmgate.gateway.campaign.Campaign;
import io.ohmgate.gateway.campaign.CampaignStatus;
import io.ohmgate.gateway.campaign.WaveTally;
import io.ohmgate.gateway.operation.Operation;
import io.ohmgate.gateway.operation.OperationDraft;
import io.ohmgate.gateway.operation.OperationKind;
import io.ohmgate.gateway.operation.OperationOpenException;
import io.ohmgate.gateway.operation.OperationStatus;
import io.ohmgate.gateway.operation.OperationTask;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.qr.QrOption;
import io.ohmgate.gateway.session.PileEntry.PileKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationTablesIT {
    private static final Instant NOW = StoreStage.NOW;
    private static final int PILES = 40;
    private static final OperationTask LOCK = new OperationTask.WorkMode(true, 80);

    private StoreStage stage;
    private OperationTables operations;
    private CampaignTables campaigns;
    private FirmwareTables files;
    private QrTables codes;
    private int piles;

    @BeforeAll
    void open() {
        stage = new StoreStage();
        stage.withPiles(PILES);
        InstantSource clock = InstantSource.fixed(NOW);
        operations = new OperationTables(stage.general);
        campaigns = new CampaignTables(stage.general, clock);
        files = new FirmwareTables(stage.general, clock);
        codes = new QrTables(stage.general, clock);
    }

    @AfterAll
    void close() {
        stage.close();
    }

    @Test
    void everyKindOfTaskComesBackAsItWasKept() {
        List<OperationTask> all = List.of(
                new OperationTask.WorkMode(true, 30),
                new OperationTask.Reboot(true),
                new OperationTask.SyncClock(),
                new OperationTask.SetQrPrefix("https://x.cn/q?No=", true),
                new OperationTask.PushTariff(),
                new OperationTask.UpdateFirmware(3, 9, true, 30),
                new OperationTask.MoveGroundLock(true),
                new OperationTask.ReadGun(),
                new OperationTask.SetGunQr("https://x.cn/g?id=1&x='", false));
        assertThat(all).extracting(OperationTask::kind).containsExactlyInAnyOrder(OperationKind.values());
        PileNo pile = pile();
        for (OperationTask task : all) {
            boolean gun = task.kind().target() == OperationKind.Target.GUN;
            Operation kept = keep(pile, gun ? 1 : 0, task);
            assertThat(get(kept.id())).isEqualTo(kept);
            assertThat(kept.task()).isEqualTo(task);
        }
        assertThat(ofPile(pile)).hasSize(all.size());
    }

    @Test
    void oneOfAKindIsOpenAtAPileHoweverManyAskAtOnce() {
        PileNo pile = pile();
        List<Throwable> refused = new ArrayList<>();
        List<Operation> kept = Flux.range(0, 20)
                .flatMap(i -> operations.open(draft(pile, 0, LOCK), NOW).onErrorResume(failure -> {
                    synchronized (refused) {
                        refused.add(failure);
                    }
                    return Mono.empty();
                }))
                .collectList()
                .blockOptional(StoreStage.PATIENCE)
                .orElseThrow();
        assertThat(kept).hasSize(1);
        assertThat(refused).hasSize(19).allMatch(OperationOpenException.class::isInstance);
        Operation over = end(kept.getFirst(), OperationStatus.CANCELLED);
        assertThat(over.isOpen()).isFalse();
        assertThat(keep(pile, 0, LOCK).id()).isNotEqualTo(over.id());
    }

    @Test
    void aStepIsKeptWithItsTimeAndOnlyTheNextVersionCounts() {
        Operation kept = keep(pile(), 0, LOCK);
        Operation sent = step(kept, OperationStatus.SENT);
        assertThat(operations
                        .move(kept, sent, "platform", NOW.plusSeconds(3))
                        .blockOptional(StoreStage.PATIENCE)
                        .orElseThrow())
                .isTrue();
        assertThat(operations
                        .move(kept, sent, "platform", NOW.plusSeconds(4))
                        .blockOptional(StoreStage.PATIENCE)
                        .orElseThrow())
                .isFalse();
        List<OperationStep> steps = operations
                .steps(stage.staff, kept.id())
                .blockOptional(StoreStage.PATIENCE)
                .orElseThrow();
        assertThat(steps).extracting(OperationStep::to).containsExactly(OperationStatus.WAITING, OperationStatus.SENT);
        assertThat(steps).extracting(OperationStep::by).containsExactly(stage.staff.actor(), "platform");
        assertThat(steps.getLast().at()).isEqualTo(NOW.plusSeconds(3));
    }

    @Test
    void whatIsOpenIsReadAgainAfterARestart() {
        Operation waiting = keep(pile(), 0, LOCK);
        Operation over = end(keep(pile(), 0, LOCK), OperationStatus.CANCELLED);
        OperationTables afterRestart = new OperationTables(stage.general);
        List<Operation> open = afterRestart
                .allOpen()
                .collectList()
                .blockOptional(StoreStage.PATIENCE)
                .orElseThrow();
        assertThat(open).contains(waiting).doesNotContain(over);
    }

    @Test
    void anotherTenantSeesNothing() {
        Operation kept = keep(pile(), 0, LOCK);
        Scope.Operator other = new Scope.TenantStaff(2, 9);
        assertThat(operations.get(other, kept.id()).blockOptional(StoreStage.PATIENCE))
                .isEmpty();
        assertThat(operations
                        .steps(other, kept.id())
                        .blockOptional(StoreStage.PATIENCE)
                        .orElseThrow())
                .isEmpty();
        OperationFilter any = new OperationFilter(null, null, null, null, false);
        assertThat(operations
                        .list(other, any, null, 50)
                        .blockOptional(StoreStage.PATIENCE)
                        .orElseThrow()
                        .items())
                .isEmpty();
    }

    @Test
    void aListIsFilteredAndPaged() {
        PileNo pile = pile();
        Operation first = end(keep(pile, 0, LOCK), OperationStatus.CANCELLED);
        Operation second = keep(pile, 0, LOCK);
        keep(pile, 1, new OperationTask.ReadGun());
        OperationFilter locks = new OperationFilter(pile, OperationKind.WORK_MODE, null, null, false);
        Page<Operation> page = operations
                .list(stage.staff, locks, null, 1)
                .blockOptional(StoreStage.PATIENCE)
                .orElseThrow();
        assertThat(page.items()).containsExactly(second);
        Page<Operation> rest = operations
                .list(stage.staff, locks, page.nextCursor(), 1)
                .blockOptional(StoreStage.PATIENCE)
                .orElseThrow();
        assertThat(rest.items()).extracting(Operation::id).containsExactly(first.id());
        OperationFilter open = new OperationFilter(pile, null, OperationStatus.WAITING, null, true);
        assertThat(operations
                        .list(stage.staff, open, null, 50)
                        .blockOptional(StoreStage.PATIENCE)
                        .orElseThrow()
                        .items())
                .hasSize(2);
    }

    @Test
    void aRolloutDealsItsPilesToWavesAndCountsHowTheyFare() {
        PileNo canary = pile();
        List<PileNo> named = new ArrayList<>(List.of(canary));
        for (int i = 0; i < 12; i++) {
            named.add(pile());
        }
        FirmwareFile file = file("dealt");
        List<PileNo> found = campaigns
                .targets(stage.staff, new TargetFilter(PileKind.DC, 1_000, 2_000_000, "v9", null, named))
                .blockOptional(StoreStage.PATIENCE)
                .orElseThrow();
        assertThat(found).isEqualTo(named);
        Campaign campaign = campaigns
                .create(stage.staff, new CampaignDraft("r", file.id(), Campaign.WAVES_DEFAULT, 0, true, 15, found))
                .blockOptional(StoreStage.PATIENCE)
                .orElseThrow();
        assertThat(campaign.status()).isEqualTo(CampaignStatus.WAITING_APPROVAL);
        assertThat(campaigns
                        .running()
                        .collectList()
                        .blockOptional(StoreStage.PATIENCE)
                        .orElseThrow())
                .doesNotContain(campaign);
        Campaign running = campaign.approved("staff:2", NOW);
        assertThat(campaigns
                        .move(campaign, running, "staff:2", NOW)
                        .blockOptional(StoreStage.PATIENCE)
                        .orElseThrow())
                .isTrue();
        assertThat(campaigns
                        .move(campaign, running, "staff:2", NOW)
                        .blockOptional(StoreStage.PATIENCE)
                        .orElseThrow())
                .isFalse();
        assertThat(campaigns
                        .running()
                        .collectList()
                        .blockOptional(StoreStage.PATIENCE)
                        .orElseThrow())
                .contains(running);
        assertThat(tally(running, 1)).isEqualTo(new WaveTally(1, 0, 0, 0, 0));
        assertThat(tally(running, 2).total()).isEqualTo(10);
        assertThat(tally(running, 3).total()).isEqualTo(2);
        assertThat(campaigns
                        .pending(running, 50)
                        .collectList()
                        .blockOptional(StoreStage.PATIENCE)
                        .orElseThrow())
                .containsExactly(canary);
        Operation asked = keep(canary, 0, new OperationTask.UpdateFirmware(file.id(), campaign.id(), true, 15));
        campaigns.asked(running, canary, asked.id()).block(StoreStage.PATIENCE);
        assertThat(tally(running, 1)).isEqualTo(new WaveTally(0, 1, 0, 0, 0));
        assertThat(campaigns
                        .waiting(running)
                        .collectList()
                        .blockOptional(StoreStage.PATIENCE)
                        .orElseThrow())
                .hasSize(1);
        end(asked, OperationStatus.EXPIRED);
        assertThat(tally(running, 1)).isEqualTo(new WaveTally(0, 0, 0, 1, 0));
        assertThat(campaigns.hasMore(running).blockOptional(StoreStage.PATIENCE).orElseThrow())
                .isTrue();
    }

    @Test
    void anAccountHoldsOnceAndForHalfAnHourAndANewOneEndsTheOld() {
        PileNo pile = pile();
        FirmwareFile file = file("once");
        byte[] hash = Arrays.copyOf("h".getBytes(StandardCharsets.US_ASCII), 32);
        files.putAccount(1, pile, "user-one-1234567", hash, file.id(), NOW.plusSeconds(1800))
                .block(StoreStage.PATIENCE);
        assertThat(files.useAccount("user-one-1234567", new byte[32]).blockOptional(StoreStage.PATIENCE))
                .isEmpty();
        assertThat(files.useAccount("user-one-1234567", hash).blockOptional(StoreStage.PATIENCE))
                .contains(file);
        assertThat(files.useAccount("user-one-1234567", hash).blockOptional(StoreStage.PATIENCE))
                .isEmpty();
        files.putAccount(1, pile, "user-two-1234567", hash, file.id(), NOW).block(StoreStage.PATIENCE);
        assertThat(files.useAccount("user-two-1234567", hash).blockOptional(StoreStage.PATIENCE))
                .isEmpty();
        files.putAccount(1, pile, "user-3-123456789", hash, file.id(), NOW.plusSeconds(1))
                .block(StoreStage.PATIENCE);
        files.putAccount(1, pile, "user-4-123456789", hash, file.id(), NOW.plusSeconds(1))
                .block(StoreStage.PATIENCE);
        assertThat(files.useAccount("user-3-123456789", hash).blockOptional(StoreStage.PATIENCE))
                .isEmpty();
    }

    @Test
    void aPilesQrOptionReplacesTheOneBeforeAndMasksHaveNamesOfTheirOwn() {
        PileNo pile = pile();
        codes.setOption(stage.staff, pile, new QrOption(QrOption.Form.PREFIX_PILE, "https://a.cn/"))
                .block(StoreStage.PATIENCE);
        QrOption wanted = new QrOption(QrOption.Form.GUN_URL, "https://a.cn/{gunId}");
        codes.setOption(stage.staff, pile, wanted).block(StoreStage.PATIENCE);
        assertThat(codes.optionOf(1, pile).blockOptional(StoreStage.PATIENCE).orElseThrow())
                .isEqualTo(wanted);
        assertThat(codes.optionOf(2, pile).blockOptional(StoreStage.PATIENCE)).isEmpty();
        codes.addMask(stage.staff, "cec", "hlht://{gun}.*").block(StoreStage.PATIENCE);
        assertThatThrownBy(() -> codes.addMask(stage.staff, "cec", "x{pile}")
                        .blockOptional(StoreStage.PATIENCE)
                        .orElseThrow())
                .isInstanceOf(ConflictException.class);
        assertThat(codes.masksOf(2)
                        .collectList()
                        .blockOptional(StoreStage.PATIENCE)
                        .orElseThrow())
                .isEmpty();
    }

    private FirmwareFile file(String name) {
        return files.add(stage.staff, name, "v9", PileKind.DC, 10, "0".repeat(64))
                .blockOptional(StoreStage.PATIENCE)
                .orElseThrow();
    }

    private WaveTally tally(Campaign campaign, int wave) {
        return campaigns
                .tally(campaign, wave)
                .blockOptional(StoreStage.PATIENCE)
                .orElseThrow();
    }

    private PileNo pile() {
        PileNo next = StoreStage.pile(++piles);
        assertThat(piles).isLessThanOrEqualTo(PILES);
        return next;
    }

    private OperationDraft draft(PileNo pile, int gunNo, OperationTask task) {
        return new OperationDraft(1, pile, gunNo, task, stage.staff.actor());
    }

    private Operation keep(PileNo pile, int gunNo, OperationTask task) {
        return operations
                .open(draft(pile, gunNo, task), NOW)
                .blockOptional(StoreStage.PATIENCE)
                .orElseThrow();
    }

    private Operation get(long id) {
        return operations
                .get(stage.staff, id)
                .blockOptional(StoreStage.PATIENCE)
                .orElseThrow();
    }

    private List<Operation> ofPile(PileNo pile) {
        OperationFilter filter = new OperationFilter(pile, null, null, null, false);
        return operations
                .list(stage.staff, filter, null, 50)
                .blockOptional(StoreStage.PATIENCE)
                .orElseThrow()
                .items();
    }

    private Operation end(Operation before, OperationStatus end) {
        Operation after = step(before, end);
        operations.move(before, after, "platform", NOW).block(StoreStage.PATIENCE);
        return get(after.id());
    }

    private static Operation step(Operation o, OperationStatus next) {
        boolean over = next != OperationStatus.SENT;
        return new Operation(
                o.id(),
                o.tenantId(),
                o.pileNo(),
                o.gunNo(),
                o.task(),
                o.requestedBy(),
                o.requestedAt(),
                next,
                null,
                null,
                1L,
                over ? null : NOW.plusSeconds(10),
                NOW,
                null,
                over ? NOW : null,
                o.version() + 1);
    }
}
