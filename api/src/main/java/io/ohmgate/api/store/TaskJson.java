package io.ohmgate.api.store;

import io.ohmgate.gateway.operation.OperationKind;
import io.ohmgate.gateway.operation.OperationTask;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A task as the column {@code task} keeps it, and as people are shown it: a small object of plain values. */
public final class TaskJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String LOCKED = "locked";
    private static final String MAX_POWER_PERCENT = "maxPowerPercent";
    private static final String WHEN_IDLE = "whenIdle";
    private static final String RAISE = "raise";
    private static final String PREFIX = "prefix";
    private static final String WITH_GUN_NO = "withGunNo";
    private static final String URL = "url";
    private static final String WITH_PILE_NO = "withPileNo";
    private static final String FILE_ID = "fileId";
    private static final String CAMPAIGN_ID = "campaignId";
    private static final String DOWNLOAD_TIMEOUT_MINUTES = "downloadTimeoutMinutes";

    private TaskJson() {}

    /** What the task says beyond its kind, by name. */
    public static Map<String, Object> parameters(OperationTask task) {
        Map<String, Object> named = new LinkedHashMap<>();
        switch (task) {
            case OperationTask.WorkMode mode -> {
                named.put(LOCKED, mode.locked());
                named.put(MAX_POWER_PERCENT, mode.maxPowerPercent());
            }
            case OperationTask.Reboot reboot -> named.put(WHEN_IDLE, reboot.whenIdle());
            case OperationTask.MoveGroundLock lock -> named.put(RAISE, lock.raise());
            case OperationTask.SetQrPrefix qr -> {
                named.put(PREFIX, qr.prefix());
                named.put(WITH_GUN_NO, qr.withGunNo());
            }
            case OperationTask.SetGunQr qr -> {
                named.put(URL, qr.url());
                named.put(WITH_PILE_NO, qr.withPileNo());
            }
            case OperationTask.UpdateFirmware update -> {
                named.put(FILE_ID, update.fileId());
                named.put(CAMPAIGN_ID, update.campaignId());
                named.put(WHEN_IDLE, update.whenIdle());
                named.put(DOWNLOAD_TIMEOUT_MINUTES, update.downloadTimeoutMinutes());
            }
            case OperationTask.SyncClock plain -> {}
            case OperationTask.ReadGun plain -> {}
            case OperationTask.PushTariff plain -> {}
        }
        return named;
    }

    static String write(OperationTask task) {
        return JSON.writeValueAsString(parameters(task));
    }

    static OperationTask read(OperationKind kind, String text) {
        JsonNode json = JSON.readTree(text);
        return switch (kind) {
            case WORK_MODE ->
                new OperationTask.WorkMode(
                        json.path(LOCKED).asBoolean(),
                        json.path(MAX_POWER_PERCENT).asInt());
            case REBOOT -> new OperationTask.Reboot(json.path(WHEN_IDLE).asBoolean());
            case SYNC_CLOCK -> new OperationTask.SyncClock();
            case GROUND_LOCK ->
                new OperationTask.MoveGroundLock(json.path(RAISE).asBoolean());
            case READ_GUN -> new OperationTask.ReadGun();
            case QR_PREFIX ->
                new OperationTask.SetQrPrefix(
                        json.path(PREFIX).asString(), json.path(WITH_GUN_NO).asBoolean());
            case GUN_QR ->
                new OperationTask.SetGunQr(
                        json.path(URL).asString(), json.path(WITH_PILE_NO).asBoolean());
            case PUSH_TARIFF -> new OperationTask.PushTariff();
            case UPDATE_FIRMWARE ->
                new OperationTask.UpdateFirmware(
                        json.path(FILE_ID).asLong(),
                        json.path(CAMPAIGN_ID).asLong(),
                        json.path(WHEN_IDLE).asBoolean(),
                        json.path(DOWNLOAD_TIMEOUT_MINUTES).asInt());
        };
    }
}
