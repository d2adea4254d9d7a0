package io.ohmgate.api.http.firmware;

import io.ohmgate.api.store.FirmwareTables.FirmwareFile;
import io.ohmgate.gateway.session.PileEntry.PileKind;
import java.time.Instant;

/** A program for piles (固件). */
public record FirmwareView(
        String fileId,
        String name,
        String version,
        PileKind kind,
        long bytes,
        String sha256,
        String createdBy,
        Instant createdAt) {
    static FirmwareView of(FirmwareFile file) {
        return new FirmwareView(
                Long.toString(file.id()),
                file.name(),
                file.version(),
                file.kind(),
                file.bytes(),
                file.sha256(),
                file.createdBy(),
                file.createdAt());
    }
}
