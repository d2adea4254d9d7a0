package io.ohmgate.api.qr;

import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.store.QrTables;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.GunState;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.qr.QrForm;
import io.ohmgate.gateway.qr.QrMask.Named;
import io.ohmgate.gateway.qr.QrOption;
import io.ohmgate.gateway.qr.ScannedText;
import io.ohmgate.gateway.session.PileEntry;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * From a scanned text to a gun of the caller's tenant. A code of another host that happens to carry one of our numbers is
 * not ours: a form counts only if it is our own address, what we told this very pile to show, or what the tenant wrote down.
 */
@Component
@EnableConfigurationProperties(QrSettings.class)
public class QrResolver {
    private final GatewayParts gateway;
    private final QrTables codes;
    private final QrSettings settings;

    QrResolver(GatewayParts gateway, QrTables codes, QrSettings settings) {
        this.gateway = gateway;
        this.codes = codes;
        this.settings = settings;
    }

    /**
     * A gun, or the guns of a pile to choose from: {@code gun} is null if the code names only the pile and it cannot be told
     * which of its guns is meant.
     */
    public record Found(PileEntry pile, @Nullable GunId gun, QrForm form) {
        public List<GunId> choices() {
            return gun == null ? pile.guns() : List.of(gun);
        }
    }

    /** Fails with {@code QR_NOT_OURS} or {@code QR_NOT_IN_SERVICE}. */
    public Mono<Found> resolve(long tenantId, ScannedText scanned) {
        return Mono.justOrEmpty(fromMemory(tenantId, scanned))
                .switchIfEmpty(Mono.defer(() -> asTold(tenantId, scanned)))
                .switchIfEmpty(Mono.defer(() -> byMask(tenantId, scanned)))
                .switchIfEmpty(Mono.error(() -> ProblemException.of(ProblemCode.QR_NOT_OURS)))
                .map(QrResolver::inService);
    }

    /** The two forms that need no database. */
    private Optional<Found> fromMemory(long tenantId, ScannedText scanned) {
        return scanned.plain()
                .flatMap(named -> found(tenantId, named, QrForm.PLAIN))
                .or(() -> scanned.after(settings.baseUrl()).flatMap(named -> found(tenantId, named, QrForm.OWN_URL)));
    }

    /** What one of the tenant's piles shows because we told it to. */
    private Mono<Found> asTold(long tenantId, ScannedText scanned) {
        return Flux.fromIterable(scanned.candidates())
                .mapNotNull(pileNo -> own(tenantId, pileNo))
                .concatMap(pile -> codes.optionOf(tenantId, pile.pileNo())
                        .mapNotNull(option -> shows(pile, option, scanned).orElse(null)))
                .next();
    }

    private Optional<Found> shows(PileEntry pile, QrOption option, ScannedText scanned) {
        QrForm form = option.form().isPrefix() ? QrForm.PILE_PREFIX : QrForm.GUN_URL;
        List<GunId> meant = pile.guns().stream()
                .filter(gun -> scanned.says(option.textFor(gun)))
                .toList();
        if (meant.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Found(pile, meant.size() == 1 ? meant.getFirst() : likely(pile), form));
    }

    private Mono<Found> byMask(long tenantId, ScannedText scanned) {
        return codes.masksOf(tenantId)
                .mapNotNull(mask -> mask.mask()
                        .match(scanned.text())
                        .flatMap(named -> found(tenantId, named, QrForm.MASK))
                        .orElse(null))
                .next();
    }

    private Optional<Found> found(long tenantId, Named named, QrForm form) {
        PileEntry pile = own(tenantId, named.pileNo());
        if (pile == null) {
            return Optional.empty();
        }
        Integer gunNo = named.gunNo();
        if (gunNo == null) {
            return Optional.of(new Found(pile, likely(pile), form));
        }
        GunId gun = pile.pileNo().gun(gunNo);
        return pile.has(gun) ? Optional.of(new Found(pile, gun, form)) : Optional.empty();
    }

    private @Nullable PileEntry own(long tenantId, PileNo pileNo) {
        PileEntry pile = gateway.directory.find(pileNo);
        return pile != null && pile.tenantId() == tenantId ? pile : null;
    }

    /** The only gun, or the only one that is plugged in and does not charge yet: that is where the driver stands. */
    private @Nullable GunId likely(PileEntry pile) {
        if (pile.gunCount() == 1) {
            return pile.pileNo().gun(1);
        }
        List<GunId> ready = pile.guns().stream().filter(this::isReady).toList();
        return ready.size() == 1 ? ready.getFirst() : null;
    }

    private boolean isReady(GunId gun) {
        GunLive live = gateway.liveGuns.find(gun);
        return live != null && Objects.equals(live.plugged(), true) && live.state() == GunState.IDLE;
    }

    private static Found inService(Found found) {
        if (!found.pile().enabled() || !found.pile().stationOpen()) {
            throw ProblemException.of(ProblemCode.QR_NOT_IN_SERVICE);
        }
        return found;
    }
}
