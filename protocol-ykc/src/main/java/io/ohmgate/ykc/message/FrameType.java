package io.ohmgate.ykc.message;

import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The protocol's table of contents: each type once, with code, message, codec and the type that answers it. */
public enum FrameType {
    LOGIN(0x01, Login.class, Login.CODEC, 0x02),
    LOGIN_ACK(0x02, LoginAck.class, LoginAck.CODEC),
    HEARTBEAT(0x03, Heartbeat.class, Heartbeat.CODEC, 0x04),
    HEARTBEAT_ACK(0x04, HeartbeatAck.class, HeartbeatAck.CODEC),
    BILLING_VERIFY(0x05, BillingVerify.class, BillingVerify.CODEC, 0x06),
    BILLING_VERIFY_ACK(0x06, BillingVerifyAck.class, BillingVerifyAck.CODEC),
    BILLING_REQUEST(0x09, BillingRequest.class, BillingRequest.CODEC, 0x0A),
    BILLING_REPLY(0x0A, BillingReply.class, BillingReply.CODEC),
    READ_REALTIME(0x12, ReadRealtime.class, ReadRealtime.CODEC, 0x13),
    REALTIME(0x13, Realtime.class, Realtime.CODEC),
    BMS_HANDSHAKE(0x15, BmsHandshake.class, BmsHandshake.CODEC),
    BMS_PARAMS(0x17, BmsParams.class, BmsParams.CODEC),
    CHARGE_END(0x19, ChargeEnd.class, ChargeEnd.CODEC),
    BMS_ERROR(0x1B, BmsError.class, BmsError.CODEC),
    BMS_ABORT(0x1D, BmsAbort.class, BmsAbort.CODEC),
    CHARGER_ABORT(0x21, ChargerAbort.class, ChargerAbort.CODEC),
    BMS_DEMAND(0x23, BmsDemand.class, BmsDemand.CODEC),
    BMS_INFO(0x25, BmsInfo.class, BmsInfo.CODEC),
    PILE_START_REQUEST(0x31, PileStartRequest.class, PileStartRequest.CODEC, 0x32),
    PILE_START_REPLY(0x32, PileStartReply.class, PileStartReply.CODEC),
    REMOTE_START_REPLY(0x33, RemoteStartReply.class, RemoteStartReply.CODEC),
    REMOTE_START(0x34, RemoteStart.class, RemoteStart.CODEC, 0x33),
    REMOTE_STOP_REPLY(0x35, RemoteStopReply.class, RemoteStopReply.CODEC),
    REMOTE_STOP(0x36, RemoteStop.class, RemoteStop.CODEC, 0x35),
    TRADE_RECORD(0x3B, TradeRecord.class, TradeRecord.CODEC, 0x40),
    TRADE_RECORD_V17(0x3D, TradeRecordV17.class, TradeRecordV17.CODEC, 0x40),
    TRADE_RECORD_V14(0x3F, TradeRecordV14.class, TradeRecordV14.CODEC, 0x40),
    TRADE_CONFIRM(0x40, TradeConfirm.class, TradeConfirm.CODEC),
    BALANCE_UPDATE_REPLY(0x41, BalanceUpdateReply.class, BalanceUpdateReply.CODEC),
    BALANCE_UPDATE(0x42, BalanceUpdate.class, BalanceUpdate.CODEC, 0x41),
    CARD_SYNC_REPLY(0x43, CardSyncReply.class, CardSyncReply.CODEC),
    CARD_SYNC(0x44, CardSync.class, CardSync.CODEC, 0x43),
    CARD_CLEAR_REPLY(0x45, CardClearReply.class, CardClearReply.CODEC),
    CARD_CLEAR(0x46, CardClear.class, CardClear.CODEC, 0x45),
    CARD_QUERY_REPLY(0x47, CardQueryReply.class, CardQueryReply.CODEC),
    CARD_QUERY(0x48, CardQuery.class, CardQuery.CODEC, 0x47),
    WORK_PARAM_REPLY(0x51, WorkParamReply.class, WorkParamReply.CODEC),
    WORK_PARAM(0x52, WorkParam.class, WorkParam.CODEC, 0x51),
    TIME_SYNC_REPLY(0x55, TimeSyncReply.class, TimeSyncReply.CODEC),
    TIME_SYNC(0x56, TimeSync.class, TimeSync.CODEC, 0x55),
    BILLING_SET_REPLY(0x57, BillingSetReply.class, BillingSetReply.CODEC),
    BILLING_SET(0x58, BillingSet.class, BillingSet.CODEC, 0x57),
    GROUND_LOCK_REPORT(0x61, GroundLockReport.class, GroundLockReport.CODEC),
    GROUND_LOCK_COMMAND(0x62, GroundLockCommand.class, GroundLockCommand.CODEC, 0x63),
    GROUND_LOCK_REPLY(0x63, GroundLockReply.class, GroundLockReply.CODEC),
    REBOOT_REPLY(0x91, RebootReply.class, RebootReply.CODEC),
    REBOOT(0x92, Reboot.class, Reboot.CODEC, 0x91),
    OTA_REPLY(0x93, OtaReply.class, OtaReply.CODEC),
    OTA(0x94, Ota.class, Ota.CODEC, 0x93),
    GUN_QR_CODE_REPLY(0x9B, GunQrCodeReply.class, GunQrCodeReply.CODEC),
    PILELESS_GUN_QR_CODE(0x9C, PilelessGunQrCode.class, PilelessGunQrCode.CODEC, 0x9B),
    GUN_QR_CODE(0x9E, GunQrCode.class, GunQrCode.CODEC, 0x9B),
    PARALLEL_REQUEST(0xA1, ParallelRequest.class, ParallelRequest.CODEC, 0xA2),
    PARALLEL_CONFIRM(0xA2, ParallelConfirm.class, ParallelConfirm.CODEC),
    PARALLEL_START_REPLY(0xA3, ParallelStartReply.class, ParallelStartReply.CODEC),
    PARALLEL_START(0xA4, ParallelStart.class, ParallelStart.CODEC, 0xA3),
    QR_PREFIX(0xF0, QrPrefix.class, QrPrefix.CODEC, 0xF1),
    QR_PREFIX_REPLY(0xF1, QrPrefixReply.class, QrPrefixReply.CODEC);

    private static final int NO_REPLY = -1;
    private static final FrameType[] BY_CODE = new FrameType[256];
    private static final Map<Class<?>, FrameType> BY_MESSAGE = new HashMap<>();
    private static final int PARALLEL_CONFIRM_BODY = PARALLEL_CONFIRM.bodyLength();

    static {
        for (FrameType type : values()) {
            if (BY_CODE[type.code] != null || BY_MESSAGE.put(type.message, type) != null) {
                throw new IllegalStateException("listed twice: " + type);
            }
            BY_CODE[type.code] = type;
        }
    }

    private final int code;
    private final Class<? extends Message> message;
    // Two functions without state: a Codec is immutable, which the checker cannot see.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Codec<? extends Message> codec;

    private final int replyCode;

    <T extends Message> FrameType(int code, Class<T> message, Codec<T> codec) {
        this(code, message, codec, NO_REPLY);
    }

    <T extends Message> FrameType(int code, Class<T> message, Codec<T> codec, int replyCode) {
        this.code = code;
        this.message = message;
        this.codec = codec;
        this.replyCode = replyCode;
    }

    /** The type with this code, or null: unknown types are counted and ignored. */
    public static @Nullable FrameType ofCode(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    public static FrameType of(Message message) {
        FrameType type = BY_MESSAGE.get(message.getClass());
        if (type == null) {
            throw new IllegalStateException("not listed: " + message.getClass());
        }
        return type;
    }

    /** A 0x32 with the body of an 0xA2 is one: the document's own sample is mistyped. */
    static @Nullable FrameType chosenBy(int code, int bodyLength) {
        FrameType type = ofCode(code);
        return type == PILE_START_REPLY && bodyLength == PARALLEL_CONFIRM_BODY ? PARALLEL_CONFIRM : type;
    }

    public int code() {
        return code;
    }

    public Class<? extends Message> message() {
        return message;
    }

    /** From the pile to the platform. */
    public boolean isUplink() {
        return Uplink.class.isAssignableFrom(message);
    }

    /** The type that answers this one, or null. */
    public @Nullable FrameType reply() {
        return replyCode == NO_REPLY ? null : BY_CODE[replyCode];
    }

    /** The body's length; of a body with a list, its length without entries. */
    public int bodyLength() {
        return codec.bodyLength();
    }

    /** Reads a body that is known to be of this type. Use {@link Decoded#of} for what comes from outside. */
    Message read(BodyReader in) {
        return codec.read(in);
    }

    void write(Message body, ByteBuf out) {
        writeAs(codec, body, out);
    }

    private <T extends Message> void writeAs(Codec<T> typed, Message body, ByteBuf out) {
        // The table's constructor let the compiler check that class and codec agree.
        @SuppressWarnings("unchecked")
        T known = (T) body;
        typed.write(known, out);
    }
}
