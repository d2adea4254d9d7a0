package io.ohmgate.simulator.scenario;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.simulator.link.FleetOptions;
import io.ohmgate.simulator.platform.Answers;
import io.ohmgate.simulator.platform.SmallPlatform;
import io.ohmgate.ykc.message.BalanceUpdate;
import io.ohmgate.ykc.message.BillingSet;
import io.ohmgate.ykc.message.CardClear;
import io.ohmgate.ykc.message.CardQuery;
import io.ohmgate.ykc.message.CardSync;
import io.ohmgate.ykc.message.Downlink;
import io.ohmgate.ykc.message.GroundLockCommand;
import io.ohmgate.ykc.message.GunQrCode;
import io.ohmgate.ykc.message.Ota;
import io.ohmgate.ykc.message.ParallelStart;
import io.ohmgate.ykc.message.PilelessGunQrCode;
import io.ohmgate.ykc.message.QrPrefix;
import io.ohmgate.ykc.message.ReadRealtime;
import io.ohmgate.ykc.message.Reboot;
import io.ohmgate.ykc.message.RemoteStart;
import io.ohmgate.ykc.message.RemoteStop;
import io.ohmgate.ykc.message.TimeSync;
import io.ohmgate.ykc.message.WorkParam;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** What a small platform can be told to say, in words. */
final class PlatformCommands {
    private static final String VERBS = "start GUN [FEN], stop GUN, read GUN, balance GUN FEN, model NUMBER,"
            + " set-model NUMBER, time, work allowed|locked PERCENT, reboot now|idle, cards add|clear|query CARD,"
            + " ground-lock GUN raise|lower, qr-prefix TEXT, qr GUN URL, qr-old GUN URL, ota dc|ac now|idle MINUTES,"
            + " parallel GUN GUN, disconnect";
    private static final String ZEROS = "0".repeat(16);
    private static final String RESERVED = "00000000";
    private static final DateTimeFormatter PARALLEL = DateTimeFormatter.ofPattern("yyMMddHHmmss");
    private static final int FTP = 21;
    private static final int KILOWATTS = 60;

    private final SmallPlatform platform;
    private final Answers answers;
    private final PileNo pileNo;
    private final InstantSource clock;

    PlatformCommands(SmallPlatform platform, Answers answers, PileNo pileNo, InstantSource clock) {
        this.platform = platform;
        this.answers = answers;
        this.pileNo = pileNo;
        this.clock = clock;
    }

    void carryOut(List<String> words) {
        switch (words.getFirst()) {
            case "start" -> say(start(gun(words), words.size() > 2 ? fen(words) : Answers.LIMIT));
            case "stop" -> say(new RemoteStop(pileNo, gun(words)));
            case "read" -> say(new ReadRealtime(pileNo, gun(words)));
            case "balance" -> say(new BalanceUpdate(pileNo, gun(words), ZEROS, fen(words)));
            case "model" -> answers.useModel(word(words, 1));
            case "set-model" -> {
                answers.useModel(word(words, 1));
                say(new BillingSet(pileNo, answers.modelNo(), answers.model()));
            }
            case "time" -> say(new TimeSync(pileNo, now()));
            case "work" -> say(new WorkParam(pileNo, word(words, 1).equals("locked") ? 1 : 0, number(words, 2)));
            case "reboot" -> say(new Reboot(pileNo, word(words, 1).equals("now") ? Reboot.AT_ONCE : Reboot.WHEN_IDLE));
            case "cards" -> say(cards(word(words, 1), word(words, 2)));
            case "ground-lock" -> say(lock(words));
            case "qr-prefix" -> say(new QrPrefix(pileNo, 1, word(words, 1).length(), word(words, 1)));
            case "qr" -> say(new GunQrCode(pileNo, gun(words), word(words, 2).length(), word(words, 2)));
            case "qr-old" ->
                say(new PilelessGunQrCode(gun(words), word(words, 2).length(), word(words, 2)));
            case "ota" -> say(ota(words));
            case "parallel" -> {
                String group = now().format(PARALLEL);
                say(parallel(number(words, 1), group));
                say(parallel(number(words, 2), group));
            }
            case "disconnect" -> platform.disconnect(pileNo);
            default ->
                throw new IllegalArgumentException(
                        "a platform cannot \"" + String.join(" ", words) + "\"; it can " + VERBS);
        }
    }

    private void say(Downlink message) {
        if (!platform.say(pileNo, message)) {
            throw new IllegalArgumentException("pile " + pileNo + " is not connected");
        }
    }

    private LocalDateTime now() {
        return LocalDateTime.ofInstant(clock.instant(), FleetOptions.CHINA);
    }

    private RemoteStart start(int gunNo, Money limit) {
        return new RemoteStart(answers.nextTrade(pileNo.gun(gunNo)), pileNo, gunNo, ZEROS, ZEROS, limit);
    }

    private ParallelStart parallel(int gunNo, String group) {
        return new ParallelStart(
                answers.nextTrade(pileNo.gun(gunNo)), pileNo, gunNo, ZEROS, ZEROS, Answers.LIMIT, group);
    }

    private Downlink cards(String verb, String card) {
        return switch (verb) {
            case "add" -> CardSync.of(pileNo, List.of(new CardSync.Card(ZEROS, card)));
            case "clear" -> CardClear.of(pileNo, List.of(card));
            case "query" -> CardQuery.of(pileNo, List.of(card));
            default -> throw new IllegalArgumentException("cards add, clear or query, not " + verb);
        };
    }

    private GroundLockCommand lock(List<String> words) {
        int action = word(words, 2).equals("raise") ? GroundLockCommand.RAISE : GroundLockCommand.LOWER;
        return new GroundLockCommand(pileNo, gun(words), action, RESERVED);
    }

    private Ota ota(List<String> words) {
        return new Ota(
                pileNo,
                word(words, 1).equals("dc") ? 1 : 2,
                KILOWATTS,
                "127.0.0.1",
                FTP,
                "pile",
                "pile",
                "/firmware.bin",
                word(words, 2).equals("now") ? 1 : 2,
                number(words, 3));
    }

    private static int gun(List<String> words) {
        return number(words, 1);
    }

    private static Money fen(List<String> words) {
        return new Money(number(words, 2));
    }

    private static int number(List<String> words, int index) {
        return Integer.parseInt(word(words, index));
    }

    private static String word(List<String> words, int index) {
        if (index >= words.size()) {
            throw new IllegalArgumentException(
                    "\"" + String.join(" ", words) + "\" lacks a word; a platform can " + VERBS);
        }
        return words.get(index);
    }
}
