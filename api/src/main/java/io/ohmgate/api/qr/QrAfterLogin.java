package io.ohmgate.api.qr;

import io.ohmgate.api.store.QrTables;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.operation.Operation;
import io.ohmgate.gateway.operation.OperationDesk;
import io.ohmgate.gateway.operation.OperationDraft;
import io.ohmgate.gateway.operation.OperationOpenException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells a pile its prefix after every login: it forgets it when the power goes (ykc.md 11.1). */
@Component
class QrAfterLogin {
    private static final String PLATFORM = "platform";
    private static final Logger LOG = LoggerFactory.getLogger(QrAfterLogin.class);

    private final QrTables codes;
    private final OperationDesk desk;

    QrAfterLogin(QrTables codes, OperationDesk desk, GatewayParts gateway) {
        this.codes = codes;
        this.desk = desk;
        gateway.pileEvents.add(this::happened);
    }

    private void happened(PileEvent event) {
        if (event instanceof PileEvent.PileLoggedIn login) {
            tell(login)
                    .subscribe(
                            told -> {},
                            failure -> LOG.atWarn()
                                    .addKeyValue("pileNo", login.pileNo())
                                    .setCause(failure)
                                    .log("a pile was not told its QR prefix; its next login tries again"));
        }
    }

    private Mono<Operation> tell(PileEvent.PileLoggedIn login) {
        return codes.optionOf(login.tenantId(), login.pileNo())
                .filter(option -> option.form().isPrefix())
                .map(option -> new OperationDraft(
                        login.tenantId(),
                        login.pileNo(),
                        Operation.WHOLE_PILE,
                        option.taskFor(login.pileNo().gun(1)),
                        PLATFORM))
                .flatMap(desk::submit)
                // One that waited for the pile goes out with this login as well.
                .onErrorResume(OperationOpenException.class, open -> Mono.empty());
    }
}
