package io.ohmgate.api.http.operation;

import io.ohmgate.gateway.operation.OperationKind;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** What is to be done. Which of the other fields are needed depends on the kind; one that is not needed must not be there. */
@Schema(
        name = "NewOperation",
        description =
                "WORK_MODE: locked, maxPowerPercent · REBOOT: whenIdle · GROUND_LOCK: gunNo, raise · READ_GUN: gunNo ·"
                        + " QR_PREFIX: text, withGunNo · GUN_QR: gunNo, text, withPileNo · SYNC_CLOCK, PUSH_TARIFF: 无 /"
                        + " nothing")
public record NewOperation(
        @NotNull OperationKind kind,
        @Nullable @Min(1) @Max(99) Integer gunNo,
        @Nullable Boolean locked,
        @Nullable @Min(30) @Max(100) Integer maxPowerPercent,
        @Nullable Boolean whenIdle,
        @Nullable Boolean raise,
        @Nullable @Size(min = 1, max = 186) String text,
        @Nullable Boolean withGunNo,
        @Nullable Boolean withPileNo,

        @Schema(description = "充电中也立即重启：正在进行的充电会被桩终止 / reboot now although a charge runs: the pile ends it") @Nullable
        Boolean evenIfCharging) {}
