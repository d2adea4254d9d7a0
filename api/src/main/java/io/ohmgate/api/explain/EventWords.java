package io.ohmgate.api.explain;

import io.ohmgate.gateway.link.FrameTap.Direction;
import io.ohmgate.gateway.order.OrderTimer;
import io.ohmgate.gateway.order.StopCause;
import io.ohmgate.ykc.message.FrameType;
import io.ohmgate.ykc.words.Words;
import java.util.Map;
import java.util.Set;

/**
 * The lines of an order's history in words: what happened, by which rule, and which frames are behind it. History is text
 * for ever, so its words are looked up by name; a test sees that each event there is has some.
 */
final class EventWords {
    /** @param types frames that carry the event; {@code direction} is which way they go */
    record Entry(Words what, Words rule, Set<FrameType> types, Direction direction) {}

    private static final Words NO_RULE = new Words("", "");
    static final Set<FrameType> RECORDS =
            Set.of(FrameType.TRADE_RECORD, FrameType.TRADE_RECORD_V14, FrameType.TRADE_RECORD_V17);

    private static final Map<String, Entry> WORDS = Map.ofEntries(
            entry("OPENED", "订单已创建，金额已冻结", "the order was opened and its money held"),
            Map.entry(
                    "StartSent",
                    down(
                            "向充电桩发送启动指令",
                            "the start was sent to the pile",
                            "每笔订单的启动指令只写一次，90 秒内须开始充电",
                            "a start is written once; charging must be seen within 90 s",
                            FrameType.REMOTE_START,
                            FrameType.PARALLEL_START,
                            FrameType.PILE_START_REPLY,
                            FrameType.PARALLEL_CONFIRM)),
            entry("StartUnsendable", "充电桩不在线，启动指令无法发出", "the pile was offline; the start could not be written"),
            Map.entry(
                    "StartAccepted",
                    up(
                            "充电桩接受启动",
                            "the pile accepted the start",
                            FrameType.REMOTE_START_REPLY,
                            FrameType.PARALLEL_START_REPLY)),
            Map.entry(
                    "StartAwaitsPlug",
                    up(
                            "充电桩回复未插枪，等待插枪 60 秒",
                            "the pile said: not plugged; it waits 60 s for the plug",
                            FrameType.REMOTE_START_REPLY,
                            FrameType.PARALLEL_START_REPLY)),
            Map.entry(
                    "StartRejected",
                    up(
                            "充电桩拒绝启动",
                            "the pile refused the start",
                            FrameType.REMOTE_START_REPLY,
                            FrameType.PARALLEL_START_REPLY)),
            Map.entry("ChargingSeen", up("充电桩报告正在充电", "the pile reported that it charges", FrameType.REALTIME)),
            Map.entry(
                    "IdleSeen",
                    up(
                            "充电桩报告未在充电",
                            "the pile reported that it does not charge",
                            "连续两次空闲即视为结束",
                            "two idle reports in a row mean that it is over",
                            FrameType.REALTIME)),
            Map.entry(
                    "OtherChargeSeen", up("枪上报告了另一个交易号", "the gun reported another trade number", FrameType.REALTIME)),
            Map.entry("StopAccepted", up("充电桩确认停止", "the pile confirmed the stop", FrameType.REMOTE_STOP_REPLY)),
            Map.entry(
                    "StopFoundNothing",
                    up("充电桩回复未在充电", "the pile answered that nothing charges", FrameType.REMOTE_STOP_REPLY)),
            Map.entry(
                    "StopRejected",
                    up("充电桩拒绝停止，将重发", "the pile refused to stop; it is sent again", FrameType.REMOTE_STOP_REPLY)),
            entry("PileWentSilent", "充电桩失联过久，不再等待", "the pile has told nothing of the charge for too long"),
            entry("Decided", "人工裁定了订单", "a person decided what the order comes to"),
            Map.entry(
                    "BillReplaced",
                    new Entry(
                            new Words(
                                    "人工结算后收到交易记录，账单已更正",
                                    "the record came after a person had settled; the bill was replaced"),
                            new Words("以交易记录替换人工账单，差额退补", "the record's bill takes the place of the person's"),
                            RECORDS,
                            Direction.UP)),
            Map.entry("PileCameBack", up("充电桩重新登录", "the pile logged in again", FrameType.LOGIN)),
            Map.entry(
                    "HoldRaised",
                    down("充值后提高了本次可用金额", "more money was held after a top-up", "", "", FrameType.BALANCE_UPDATE)),
            Map.entry(
                    "RecordSettled",
                    new Entry(
                            new Words("交易记录已按平台电价结算", "the record was priced by our tariff and settled"),
                            new Words("以记录的电量和本平台电价计费", "billed by the record's energy and our own tariff"),
                            RECORDS,
                            Direction.UP)),
            Map.entry(
                    "RecordHeld",
                    new Entry(
                            new Words("交易记录需人工处理", "a person must decide on the record"),
                            new Words(
                                    "记录与平台核对不符时不自动结算", "a record that contradicts our checks is not settled by itself"),
                            RECORDS,
                            Direction.UP)));

    private EventWords() {}

    /** Total: an event of a newer version is shown by its name. */
    static Entry of(String event) {
        int space = event.indexOf(' ');
        String word = space < 0 ? event : event.substring(0, space);
        String sort = space < 0 ? "" : event.substring(space + 1);
        Entry known = WORDS.get(word);
        if (known != null) {
            return known;
        }
        return switch (word) {
            case "StopRequested" -> stop(sort);
            case "TimerFired" -> timer(sort);
            default -> new Entry(new Words(event, event), NO_RULE, Set.of(), Direction.UP);
        };
    }

    static boolean knows(String event) {
        return !of(event).what().zh().equals(event);
    }

    private static Entry stop(String cause) {
        for (StopCause known : StopCause.values()) {
            if (known.name().equals(cause)) {
                Words why = StopWords.of(known);
                return down(
                        "要求停止：" + why.zh(),
                        "a stop was asked for: " + why.en(),
                        "停止指令重发直到桩证实已停",
                        "the stop is repeated until the pile proves that it stopped",
                        FrameType.REMOTE_STOP);
            }
        }
        return new Entry(
                new Words("StopRequested " + cause, "StopRequested " + cause), NO_RULE, Set.of(), Direction.DOWN);
    }

    private static Entry timer(String kind) {
        for (OrderTimer.Kind known : OrderTimer.Kind.values()) {
            if (known.name().equals(kind)) {
                Words what = StopWords.of(known);
                boolean stops = known == OrderTimer.Kind.STOP_RESEND || known == OrderTimer.Kind.START_DEADLINE;
                Set<FrameType> types = stops ? Set.of(FrameType.REMOTE_STOP) : Set.of();
                return new Entry(what, new Words("定时规则 " + kind, "timer " + kind), types, Direction.DOWN);
            }
        }
        return new Entry(new Words("TimerFired " + kind, "TimerFired " + kind), NO_RULE, Set.of(), Direction.UP);
    }

    private static Map.Entry<String, Entry> entry(String event, String zh, String en) {
        return Map.entry(event, new Entry(new Words(zh, en), NO_RULE, Set.of(), Direction.UP));
    }

    private static Entry up(String zh, String en, FrameType... types) {
        return new Entry(new Words(zh, en), NO_RULE, Set.of(types), Direction.UP);
    }

    private static Entry up(String zh, String en, String ruleZh, String ruleEn, FrameType type) {
        return new Entry(new Words(zh, en), new Words(ruleZh, ruleEn), Set.of(type), Direction.UP);
    }

    private static Entry down(String zh, String en, String ruleZh, String ruleEn, FrameType... types) {
        return new Entry(new Words(zh, en), new Words(ruleZh, ruleEn), Set.of(types), Direction.DOWN);
    }
}
