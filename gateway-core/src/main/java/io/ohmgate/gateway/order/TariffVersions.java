package io.ohmgate.gateway.order;

import io.ohmgate.billing.Tariff;
import reactor.core.publisher.Mono;

/** Tariff versions, which never change once published. */
public interface TariffVersions {
    /** Empty if there is no such version. */
    Mono<Tariff> find(long tariffVersionId);
}
