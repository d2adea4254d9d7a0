package io.ohmgate.gateway.operation;

import io.ohmgate.gateway.link.FirmwareSource;
import io.ohmgate.gateway.pile.PileNo;
import reactor.core.publisher.Mono;

/** Makes the one-time account with which one pile fetches one file (invariants 4.1, firmware update 0x94). */
@FunctionalInterface
public interface FirmwareAccounts {
    /** A new account; whatever the pile had before does not hold any more. Empty if the file is gone. */
    Mono<FirmwareSource> issue(long tenantId, PileNo pileNo, OperationTask.UpdateFirmware task);
}
