package io.ohmgate.ykc.session;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileCommand.StartRefusedBecause;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.PileReport.StartAnswer;
import io.ohmgate.gateway.link.PileReport.StartMode;
import io.ohmgate.gateway.link.StartCredential;
import io.ohmgate.ykc.message.Downlink;
import io.ohmgate.ykc.message.ParallelConfirm;
import io.ohmgate.ykc.message.ParallelRequest;
import io.ohmgate.ykc.message.ParallelStart;
import io.ohmgate.ykc.message.ParallelStartReply;
import io.ohmgate.ykc.message.PileStartReply;
import io.ohmgate.ykc.message.PileStartRequest;
import io.ohmgate.ykc.message.Realtime;
import io.ohmgate.ykc.message.RemoteStart;
import io.ohmgate.ykc.message.RemoteStartReply;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Starts in both directions: asked for by us (0x34, 0xA4) and asked for at the pile (0x31, 0xA1). Pure. */
final class StartTranslator {
    private static final String NO_CARD = "0".repeat(16);
    private static final Pattern DIGEST_TEXT = Pattern.compile("[0-9a-fA-F]{16}");
    private static final Pattern ZEROS = Pattern.compile("0*");
    /** Where the 16 compared digits of a password's MD5 begin (reference 5.19). */
    private static final int DIGEST_FROM = 8;

    private StartTranslator() {}

    static PileReport.StartAtPileRequested asked(PileStartRequest m) {
        StartCredential shown = shown(m.accountOrCard(), m.needPassword(), m.password(), m.vinWire());
        return new PileReport.StartAtPileRequested(m.gun(), mode(m.startMode()), shown, null);
    }

    static PileReport.StartAtPileRequested asked(ParallelRequest m) {
        StartCredential shown = shown(m.accountOrCard(), m.needPassword(), m.password(), m.vinWire());
        String parallelNo = m.parallelNo() == null ? "" : m.parallelNo();
        return new PileReport.StartAtPileRequested(m.gun(), mode(m.startMode()), shown, parallelNo);
    }

    private static StartMode mode(@Nullable Integer startMode) {
        return switch (Translator.orElse(startMode, 0)) {
            case PileStartRequest.BY_CARD -> StartMode.CARD;
            case PileStartRequest.BY_ACCOUNT -> StartMode.ACCOUNT;
            case PileStartRequest.BY_VIN -> StartMode.VIN;
            default -> StartMode.OTHER;
        };
    }

    private static StartCredential shown(
            @Nullable String card, @Nullable Integer needPassword, @Nullable String password, @Nullable String vin) {
        boolean noCard = card == null || ZEROS.matcher(card).matches();
        return new StartCredential(
                noCard ? null : card,
                vin == null ? List.of() : Vins.readings(vin),
                Translator.orElse(needPassword, 0) != 0,
                password == null ? null : digest(password));
    }

    /** Some piles send the 16 middle characters of the MD5's text, others its 16 raw bytes. Null for none. */
    private static @Nullable String digest(String wireHex) {
        if (ZEROS.matcher(wireHex).matches()) {
            return null;
        }
        String text = new String(HexFormat.of().parseHex(wireHex), StandardCharsets.ISO_8859_1);
        String digits = DIGEST_TEXT.matcher(text).matches()
                ? text
                : wireHex.substring(DIGEST_FROM, DIGEST_FROM + StartCredential.DIGEST_DIGITS);
        return digits.toLowerCase(Locale.ROOT);
    }

    static PileReport answer(RemoteStartReply m) {
        int code = Translator.orElse(m.failReason(), 0);
        return new PileReport.StartAnswered(m.tradeNo(), m.gun(), answer(m.accepted(), code), code);
    }

    static PileReport answer(ParallelStartReply m) {
        int code = Translator.orElse(m.failReason(), 0);
        return new PileReport.StartAnswered(m.tradeNo(), m.gun(), answer(m.accepted(), code), code);
    }

    private static StartAnswer answer(boolean accepted, int code) {
        if (accepted) {
            return StartAnswer.ACCEPTED;
        }
        return switch (code) {
            case RemoteStartReply.PILE_NUMBER_MISMATCH -> StartAnswer.PILE_NUMBER_MISMATCH;
            case RemoteStartReply.ALREADY_CHARGING -> StartAnswer.ALREADY_CHARGING;
            case RemoteStartReply.PILE_FAULT -> StartAnswer.PILE_FAULT;
            case RemoteStartReply.PILE_OFFLINE -> StartAnswer.PILE_OFFLINE;
            case RemoteStartReply.NOT_PLUGGED -> StartAnswer.NOT_PLUGGED;
            default -> StartAnswer.OTHER;
        };
    }

    static Downlink start(PileCommand.StartCharging c) {
        String printed = c.card().printedNo();
        String card = c.card().cardNo();
        return c.parallelNo() == null
                ? new RemoteStart(c.tradeNo(), c.gun().pileNo(), c.gun().gunNo(), printed, card, c.limit())
                : new ParallelStart(
                        c.tradeNo(), c.gun().pileNo(), c.gun().gunNo(), printed, card, c.limit(), c.parallelNo());
    }

    static Downlink accepted(PileCommand.AcceptStart c) {
        String printed = c.card().printedNo();
        return c.parallelNo() == null
                ? new PileStartReply(
                        c.tradeNo(), c.gun().pileNo(), c.gun().gunNo(), printed, c.limit(), PileStartReply.SUCCESS, 0)
                : new ParallelConfirm(
                        c.tradeNo(),
                        c.gun().pileNo(),
                        c.gun().gunNo(),
                        printed,
                        c.limit(),
                        ParallelConfirm.SUCCESS,
                        0,
                        c.parallelNo());
    }

    static Downlink refused(PileCommand.RefuseStart c) {
        int reason = failReason(c.reason());
        String parallelNo = c.request().parallelNo();
        return parallelNo == null
                ? new PileStartReply(
                        Realtime.NO_TRADE, c.gun().pileNo(), c.gun().gunNo(), NO_CARD, Money.ZERO, 0, reason)
                : new ParallelConfirm(
                        Realtime.NO_TRADE,
                        c.gun().pileNo(),
                        c.gun().gunNo(),
                        NO_CARD,
                        Money.ZERO,
                        0,
                        reason,
                        parallelNo);
    }

    /** Reference 6.3. */
    static int failReason(StartRefusedBecause reason) {
        return switch (reason) {
            case ACCOUNT_UNKNOWN -> 0x01;
            case ACCOUNT_FROZEN -> 0x02;
            case BALANCE_TOO_LOW -> 0x03;
            case CARD_HAS_UNSETTLED_RECORD -> 0x04;
            case PILE_OUT_OF_SERVICE -> 0x05;
            case NOT_ALLOWED_HERE -> 0x06;
            case WRONG_PASSWORD -> 0x07;
            case STATION_AT_CAPACITY -> 0x08;
            case VIN_UNKNOWN -> 0x09;
            case PILE_HAS_UNSETTLED_RECORD -> 0x0A;
            case CARDS_NOT_SUPPORTED -> 0x0B;
        };
    }
}
