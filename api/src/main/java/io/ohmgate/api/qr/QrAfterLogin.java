package io.ohmgate.api.qr;

import io.ohmgate.api.store.QrTables;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.operation.Operation;
import io.ohmgate.gateway.operation.OperationDesk;
import io.ohmgate.gateway.operation.OperationDraft;
import io.ohmgate.gateway.operation.OperationOpenException;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.work.Gathering;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Tells a pile its prefix after every login: it forgets it when the power goes (ykc.md 11.1). Most piles have none, and
 * after a restart all log in at once, so the table is asked for many of them together.
 */
@Component
class QrAfterLogin implements DisposableBean {
    private static final String PLATFORM = "platform";
    private static final Logger LOG = LoggerFactory.getLogger(QrAfterLogin.class);

    private final QrTables codes;
    private final OperationDesk desk;
    private final Gathering<PileNo> loggedIn;

    QrAfterLogin(QrTables codes, OperationDesk desk, GatewayParts gateway, Scheduler orderScheduler) {
        this.codes = codes;
        this.desk = desk;
        this.loggedIn = new Gathering<PileNo>("QR prefixes after login", orderScheduler, this::tell).start();
        gateway.pileEvents.add(this::happened);
    }

    private void happened(PileEvent event) {
        if (event instanceof PileEvent.PileLoggedIn login) {
            loggedIn.add(login.pileNo());
        }
    }

    private Mono<Void> tell(List<PileNo> piles) {
        return codes.prefixesOf(piles).concatMap(this::tell).then();
    }

    private Mono<Operation> tell(QrTables.PileCode code) {
        return desk.submit(new OperationDraft(
                        code.tenantId(),
                        code.pileNo(),
                        Operation.WHOLE_PILE,
                        code.option().taskFor(code.pileNo().gun(1)),
                        PLATFORM))
                // One that waited for the pile goes out with this login as well.
                .onErrorResume(OperationOpenException.class, open -> Mono.empty())
                .onErrorResume(failure -> {
                    LOG.atWarn()
                            .addKeyValue("pileNo", code.pileNo())
                            .setCause(failure)
                            .log("a pile was not told its QR prefix; its next login tries again");
                    return Mono.empty();
                });
    }

    @Override
    public void destroy() {
        loggedIn.dispose();
    }
}
