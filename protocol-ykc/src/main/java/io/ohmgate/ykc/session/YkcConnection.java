package io.ohmgate.ykc.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.ohmgate.gateway.link.Admission;
import io.ohmgate.gateway.link.Admission.LoginRefusal;
import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.link.FrameTap;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileGateway;
import io.ohmgate.gateway.link.PileLink;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.PileTariff;
import io.ohmgate.gateway.link.RawRecord;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.ykc.dialect.DialectOption;
import io.ohmgate.ykc.frame.Anomaly;
import io.ohmgate.ykc.frame.CrcOrder;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.frame.FrameDecoder;
import io.ohmgate.ykc.frame.FrameSink;
import io.ohmgate.ykc.frame.SequenceCounter;
import io.ohmgate.ykc.message.AtGun;
import io.ohmgate.ykc.message.Decoded;
import io.ohmgate.ykc.message.Downlink;
import io.ohmgate.ykc.message.FrameType;
import io.ohmgate.ykc.message.KnownPile;
import io.ohmgate.ykc.message.Login;
import io.ohmgate.ykc.message.LoginAck;
import io.ohmgate.ykc.message.TradeConfirm;
import io.ohmgate.ykc.message.TradeReport;
import io.ohmgate.ykc.message.Uplink;
import io.ohmgate.ykc.session.PendingLogins.Asked;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell around the phases: reads, decodes in place, carries out what the phase wants, writes answers of one read in
 * one buffer with one flush. Everything but {@link #send}, {@link #close(CloseReason)} and {@link #execute} belongs to
 * the event loop. Reading is asked for by hand, which is also the back-pressure: nobody reads on while a pile does not
 * read what it is sent.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends in channelInactive, which is handled
final class YkcConnection extends ChannelInboundHandlerAdapter implements PileLink, Effects, FrameSink {
    private static final Logger LOG = LoggerFactory.getLogger(YkcConnection.class);
    private static final PileNo NO_NUMBER = new PileNo("00000000000000");
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final YkcSettings settings;
    private final PileGateway gateway;
    private final FrameWatch watch;
    private final YkcMeters meters;
    private final Manners manners;
    private final SequenceCounter ownSequence = new SequenceCounter(true);
    /** Null unless a verdict is awaited. */
    private @Nullable PendingLogins pending;
    /** Of the pile that is alone here; null behind a concentrator. */
    private @Nullable Routine routine;
    /** Sequence bytes of starts asked for at the pile. */
    private final StartRequests startRequests = new StartRequests();

    private Phase phase = new Phase.New();
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable FrameDecoder decoder;
    private @Nullable InetSocketAddress source;
    private @Nullable Future<?> loginTimer;
    private @Nullable Future<?> partialTimer;
    private @Nullable Future<?> unwritableTimer;
    private @Nullable CloseReason closeReason;
    private @Nullable Outbox outbox;
    private @Nullable CommandPace pace;
    private @Nullable FramePace frames;
    private @Nullable FramePace records;
    private @Nullable Frame current;
    /** Whose frames are being written right now; null if nobody has logged in yet. */
    private @Nullable SessionId speaking;
    /** The sequence bytes that {@link #reply} repeats. */
    private int sequence;

    private boolean reading;
    /** The gateway can take no more records; the pile is not read until it can. */
    private boolean paused;

    /** Records that were handed over and are not confirmed yet. */
    private int unconfirmed;
    /** Since when it is not read; 0 while it is. */
    private long pausedNanos;

    private boolean fullOfRecords;
    /** It says more than its share and is not read for a moment. */
    private boolean resting;

    /** The pile writes its CRC the other way round; answers do so too where that was asked for. */
    private boolean highByteFirst;

    private boolean firstBytesSeen;
    private int bytesBeforeLogin;
    private int ignored;
    private int foreignRecords;
    private boolean foreignTold;
    private long minuteSinceNanos;

    YkcConnection(YkcSettings settings, PileGateway gateway, FrameTap tap, YkcMeters meters) {
        this.settings = settings;
        this.gateway = gateway;
        this.watch = new FrameWatch(tap, meters);
        this.meters = meters;
        this.manners = new Manners(gateway);
    }

    // ---- the channel ----

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        decoder = new FrameDecoder(context.alloc());
        // Whether a pile may do so is only known when its number is read: see frame().
        decoder.acceptLegacyCrcTable(true);
        outbox = new Outbox(context, watch);
        pace = new CommandPace(settings, context, this::ask, meters);
        if (context.channel().isActive()) {
            begin(context);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        begin(context);
        context.fireChannelActive();
    }

    private void begin(ChannelHandlerContext context) {
        if (source != null) {
            return;
        }
        source = context.channel().remoteAddress() instanceof InetSocketAddress inet
                ? inet
                : InetSocketAddress.createUnresolved("local", 0);
        long now = now();
        minuteSinceNanos = now;
        frames = new FramePace(settings.frames().perSecond(), settings.frames().burst(), now);
        loginTimer = schedule(this::loginTimeIsOver, settings.loginWithin().toNanos());
        context.read();
    }

    private void loginTimeIsOver() {
        loginTimer = null;
        if (pending == null) {
            phase.loginTimeIsOver(this);
        } else {
            // It logged in just in time, and the verdict waits for another session's answer.
            loginTimer = schedule(this::loginTimeIsOver, settings.loginWithin().toNanos());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf in)) {
            context.fireChannelRead(message);
            return;
        }
        reading = true;
        try {
            if (closeReason != null) {
                return;
            }
            if (phase.beforeLogin() && tooMuchBeforeLogin(in.readableBytes())) {
                close(CloseReason.TOO_MUCH_BEFORE_LOGIN);
                return;
            }
            if (!firstBytesSeen && refusedAsV2(in)) {
                return;
            }
            obey(live().feed(in, now(), this));
        } finally {
            reading = false;
            ReferenceCountUtil.release(message);
        }
    }

    /** V2.x frames its bytes otherwise: no number can be read and no answer would be understood. */
    private boolean refusedAsV2(ByteBuf in) {
        firstBytesSeen = true;
        if (!NewerLogin.isAt(in)) {
            return false;
        }
        count(Oddity.LOGIN_OF_V2);
        gateway.unsupported(NO_NUMBER, source(), "V2");
        close(CloseReason.LOGIN_REFUSED);
        return true;
    }

    private boolean tooMuchBeforeLogin(int bytes) {
        bytesBeforeLogin += bytes;
        return bytesBeforeLogin > settings.bytesBeforeLoginMax();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        out().flush();
        watchPartialFrame();
        readOn(context);
        context.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            cancel(unwritableTimer);
            unwritableTimer = null;
            readOn(context);
            commands().writeNext();
        } else if (unwritableTimer == null) {
            unwritableTimer = schedule(
                    () -> close(CloseReason.NOT_WRITABLE_TOO_LONG),
                    settings.unwritableMax().toNanos());
        }
        context.fireChannelWritabilityChanged();
    }

    private void readOn(ChannelHandlerContext context) {
        if (closeReason == null
                && !paused
                && !fullOfRecords
                && !resting
                && context.channel().isWritable()) {
            context.read();
            noteReading();
        } else if (pausedNanos == 0) {
            pausedNanos = now();
        }
    }

    private void noteReading() {
        if (pausedNanos != 0) {
            meters.paused(now() - pausedNanos);
            pausedNanos = 0;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        over(closeReason == null ? CloseReason.BY_PEER : closeReason);
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        over(closeReason == null ? CloseReason.BY_PEER : closeReason);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.atError().addKeyValue("source", source).setCause(cause).log("a pile's connection failed");
        }
        close(CloseReason.IO_ERROR);
    }

    private void over(CloseReason reason) {
        FrameDecoder done = decoder;
        if (done == null) {
            return;
        }
        decoder = null;
        closeReason = reason;
        done.close();
        cancel(loginTimer);
        cancel(partialTimer);
        cancel(unwritableTimer);
        out().close();
        commands().close();
        noteReading();
        if (phase instanceof Phase.Online online) {
            online.sessions().values().forEach(session -> gateway.closed(session, reason));
        }
    }

    private void obey(FrameDecoder.Verdict verdict) {
        if (verdict == FrameDecoder.Verdict.CLOSE) {
            close(CloseReason.TOO_MANY_BAD_FRAMES);
        }
    }

    /** A frame whose rest does not come is given up by the decoder; somebody has to look at the clock for it. */
    private void watchPartialFrame() {
        FrameDecoder watched = decoder;
        if (watched == null || !watched.isWaiting() || partialTimer != null) {
            return;
        }
        partialTimer = schedule(
                () -> {
                    partialTimer = null;
                    if (decoder != null) {
                        obey(decoder.tick(now(), this));
                        out().flush();
                        watchPartialFrame();
                    }
                },
                Math.max(0, watched.deadlineNanos() - now()));
    }

    // ---- frames ----

    @Override
    public boolean takes(ByteBuf bytes, int from, int length) {
        Routine known = routine;
        if (known == null || closeReason != null || !known.isHeartbeat(bytes, from, length, now())) {
            return false;
        }
        countFrame();
        out().acknowledge(bytes, from);
        watch.skipped();
        return true;
    }

    @Override
    public void frame(Frame frame) {
        if (closeReason != null) {
            return;
        }
        countFrame();
        current = frame;
        sequence = frame.sequence();
        try {
            Decoded decoded = Decoded.of(frame, routine == null ? null : routine.pile());
            PileNo from = pileOf(decoded);
            speaking = sessionOf(from);
            if (frame.crcOrder() == CrcOrder.LEGACY_TABLE && !manners.has(from, DialectOption.LEGACY_CRC_TABLE)) {
                oddity(Anomaly.CRC_BAD.name());
                watch.refused(
                        speaking,
                        source(),
                        frame.bytes(),
                        frame.bytes().readerIndex(),
                        frame.bytes().readableBytes());
                return;
            }
            highByteFirst = frame.crcOrder() == CrcOrder.HIGH_FIRST;
            // A login is shown when its verdict is known: only then it is clear whose it is.
            if (speaking != null || !isLogin(decoded)) {
                watch.in(speaking, source(), frame.bytes());
            }
            switch (decoded) {
                case Decoded.Understood understood -> understood(understood);
                case Decoded.UnknownType ignoredType -> ignore(Anomaly.UNKNOWN_TYPE);
                case Decoded.Malformed malformed -> malformed(malformed);
                case Decoded.Encrypted encrypted -> encrypted(encrypted);
                case Decoded.LoginOfV18 login -> {
                    oddity(Anomaly.LOGIN_OF_V1_8.name());
                    gateway.unsupported(login.pileNo(), source(), "V1.8");
                    reply(LoginAck.refused(login.pileNo()));
                    closeSoon(CloseReason.LOGIN_REFUSED);
                }
            }
        } finally {
            current = null;
            speaking = null;
        }
    }

    private static boolean isLogin(Decoded decoded) {
        return decoded instanceof Decoded.Understood understood && understood.message() instanceof Login;
    }

    private static @Nullable PileNo pileOf(Decoded decoded) {
        return decoded instanceof Decoded.Understood understood && understood.message() instanceof Uplink uplink
                ? uplink.pileNo()
                : null;
    }

    /** The session of that pile; of a frame that names none, the only one there is. */
    private @Nullable SessionId sessionOf(@Nullable PileNo pileNo) {
        if (!(phase instanceof Phase.Online online)) {
            return null;
        }
        if (pileNo != null) {
            return online.sessions().get(pileNo);
        }
        return online.sessions().size() == 1
                ? online.sessions().values().iterator().next()
                : null;
    }

    @Override
    public void refused(ByteBuf bytes, int from, int length) {
        watch.refused(sessionOf(null), source(), bytes, from, length);
    }

    @Override
    public void dropped(Anomaly why, int bytes) {
        SessionId only = sessionOf(null);
        if (only == null) {
            gateway.oddity(YkcProtocol.NAME, why.name());
        } else {
            gateway.oddity(only, YkcProtocol.NAME, why.name());
        }
    }

    private void oddity(String name) {
        if (speaking == null) {
            gateway.oddity(YkcProtocol.NAME, name);
        } else {
            gateway.oddity(speaking, YkcProtocol.NAME, name);
        }
    }

    private void understood(Decoded.Understood understood) {
        for (Anomaly anomaly : understood.anomalies()) {
            oddity(anomaly.name());
        }
        if (understood.message() instanceof Uplink uplink) {
            phase.on(uplink, this);
        } else {
            count(Oddity.DOWNLINK_FROM_PILE);
        }
    }

    /** A record that cannot be read but named is called illegal, or the pile would repeat it for ever (reference 7.5). */
    private void malformed(Decoded.Malformed malformed) {
        ignore(Anomaly.MALFORMED_BODY);
        boolean record = TradeReport.class.isAssignableFrom(malformed.type().message());
        if (record && malformed.tradeNo() != null && !phase.beforeLogin()) {
            reply(TradeConfirm.illegal(malformed.tradeNo()));
        }
    }

    private void encrypted(Decoded.Encrypted encrypted) {
        count(Oddity.ENCRYPTED_FRAME);
        countIgnored();
        if (encrypted.typeCode() == FrameType.LOGIN.code()) {
            close(CloseReason.LOGIN_REFUSED);
        }
    }

    private void ignore(Anomaly anomaly) {
        oddity(anomaly.name());
        countIgnored();
    }

    private void countIgnored() {
        lookAtTheMinute();
        if (++ignored > settings.ignoredPerMinuteMax()) {
            close(CloseReason.TOO_MANY_BAD_FRAMES);
        }
    }

    private void lookAtTheMinute() {
        long now = now();
        if (now - minuteSinceNanos >= MINUTE_NANOS) {
            minuteSinceNanos = now;
            ignored = 0;
            foreignRecords = 0;
            foreignTold = false;
        }
    }

    // ---- what a phase wants ----

    @Override
    public void reply(Downlink message) {
        write(message, sequence);
    }

    @Override
    public void judge(Login login) {
        PileNo pileNo = login.pileNo();
        int known = phase instanceof Phase.Online online ? online.sessions().size() : 0;
        PendingLogins waiting = pending == null ? new PendingLogins() : pending;
        if (known + waiting.size() >= settings.pilesMax() && !waiting.awaits(pileNo)) {
            count(Oddity.TOO_MANY_PILES);
            watch.in(null, source(), atHand().bytes());
            reply(LoginAck.refused(pileNo));
            return;
        }
        // Asked once; a repetition while the verdict is awaited only refreshes what is to be echoed.
        pending = waiting;
        if (waiting.ask(pileNo, new Asked(sequence, atHand().copyBytes()))) {
            gateway.login(Translator.hello(login, source()), this, admission -> judged(pileNo, admission));
        }
    }

    private void judged(PileNo pileNo, Admission verdict) {
        PendingLogins waiting = pending;
        // Another connection may have taken its place before it heard yes.
        boolean left = waiting != null && verdict instanceof Admission.Accepted yes && waiting.hasLeft(yes.session());
        Admission admission = left ? new Admission.Refused(LoginRefusal.OTHER_SESSION_ALIVE) : verdict;
        Asked asked = waiting == null ? null : waiting.answered(pileNo);
        pending = waiting == null || waiting.size() == 0 ? null : waiting;
        if (decoder == null || asked == null) {
            if (admission instanceof Admission.Accepted accepted) {
                gateway.closed(accepted.session(), closeReason == null ? CloseReason.BY_PEER : closeReason);
            }
            return;
        }
        sequence = asked.sequence();
        speaking = admission instanceof Admission.Accepted accepted ? accepted.session() : null;
        watch.in(speaking, source(), Unpooled.wrappedBuffer(asked.frame()));
        moveTo(phase.judged(pileNo, admission, this));
        if (!phase.beforeLogin()) {
            cancel(loginTimer);
            loginTimer = null;
        }
        if (current == null) {
            speaking = null;
        }
        planFlush();
    }

    private void moveTo(Phase next) {
        phase = next;
        boolean alone = watch.maySkip()
                && next instanceof Phase.Online online
                && online.sessions().size() == 1;
        routine = alone ? routineOf((Phase.Online) next) : null;
    }

    private Routine routineOf(Phase.Online online) {
        SessionId only = online.sessions().values().iterator().next();
        return new Routine(new KnownPile(only.pileNo()), gateway.pulseOf(only));
    }

    @Override
    public void heard(SessionId session) {
        gateway.heard(session);
    }

    @Override
    public void report(SessionId session, PileReport report) {
        gateway.report(session, manners.meant(report));
    }

    @Override
    public void keep(SessionId session, TradeReport record) {
        offer(session, record);
    }

    @Override
    public void keepForeign(SessionId session, TradeReport record) {
        lookAtTheMinute();
        if (++foreignRecords > settings.foreignRecordsPerMinuteMax()) {
            count(Oddity.FOREIGN_RECORD_DROPPED);
            return;
        }
        count(Oddity.FOREIGN_RECORD);
        offer(session, record);
    }

    private void offer(SessionId session, TradeReport record) {
        countRecord();
        int asked = sequence;
        RawRecord raw = RecordFrames.evidence(record, atHand().copyBytes());
        unconfirmed++;
        fullOfRecords = unconfirmed >= settings.recordsUnconfirmedMax();
        gateway.record(session, raw, kept -> {
            speaking = session;
            write(TradeConfirm.received(record.tradeNo()), asked);
            speaking = null;
            planFlush();
            confirmed();
        });
    }

    private void countFrame() {
        if (frames != null && frames.take()) {
            restIfSpent(frames);
        }
    }

    /** Most connections never bring one, so its budget is made with the first. */
    private void countRecord() {
        if (frames != null) {
            frames.giveBack();
        }
        if (records == null) {
            records = new FramePace(
                    settings.records().perSecond(), settings.records().burst(), now());
        }
        if (records.take()) {
            restIfSpent(records);
        }
    }

    /** What was read is dealt with; what comes next waits in the pile's own buffers. */
    private void restIfSpent(FramePace spent) {
        int piles = phase instanceof Phase.Online online ? online.sessions().size() : 1;
        if (resting || !spent.isSpent(now(), piles)) {
            return;
        }
        resting = true;
        count(Oddity.TOO_MANY_FRAMES);
        schedule(
                () -> {
                    resting = false;
                    if (decoder != null) {
                        readOn(context());
                    }
                },
                FramePace.REST_NANOS);
    }

    /** A pile that was offline for long brings thousands of records; it is read on when half of those in hand are kept. */
    private void confirmed() {
        unconfirmed--;
        if (fullOfRecords && unconfirmed <= settings.recordsUnconfirmedMax() / 2) {
            fullOfRecords = false;
            if (decoder != null) {
                readOn(context());
            }
        }
    }

    @Override
    public void remember(AtGun request) {
        startRequests.asked(request.gun(), sequence);
    }

    @Override
    public Optional<PileTariff> tariffOf(PileNo pileNo) {
        return gateway.tariffOf(pileNo);
    }

    @Override
    public void count(Oddity oddity) {
        oddity(oddity.name());
    }

    @Override
    public void foreign(SessionId session, PileNo claimed) {
        lookAtTheMinute();
        if (!foreignTold) {
            // Once a minute: a pile that was told to leave may go on reporting for as long as it likes.
            foreignTold = true;
            gateway.securityEvent(session, Oddity.FOREIGN_PILE.name(), "a frame claimed to come from pile " + claimed);
        }
    }

    @Override
    public void closeSoon(CloseReason reason) {
        planFlush();
        schedule(() -> close(reason), settings.refusedCloseDelay().toNanos());
    }

    // ---- commands, from any thread ----

    @Override
    public void send(PileCommand command) {
        execute(() -> queue(command));
    }

    @Override
    public InetSocketAddress source() {
        return source == null ? InetSocketAddress.createUnresolved("unknown", 0) : source;
    }

    @Override
    public void execute(Runnable task) {
        ChannelHandlerContext context = ctx;
        if (context == null) {
            return;
        }
        if (context.executor().inEventLoop()) {
            task.run();
            return;
        }
        try {
            context.executor().execute(task);
        } catch (RejectedExecutionException stopping) {
            LOG.atDebug().addKeyValue("source", source).log("the event loop stops; a task for a pile is gone");
        }
    }

    @Override
    public void close(CloseReason reason) {
        execute(() -> {
            if (closeReason == null) {
                closeReason = reason;
                out().flush();
                context().close();
            }
        });
    }

    @Override
    public void leave(SessionId session, CloseReason reason) {
        execute(() -> {
            if (!(phase instanceof Phase.Online online) || !online.sessions().containsValue(session)) {
                if (pending != null && pending.awaits(session.pileNo())) {
                    pending.left(session);
                }
                return;
            }
            Phase.Online rest = online.without(session);
            if (rest.sessions().isEmpty()) {
                close(reason);
            } else {
                moveTo(rest);
            }
        });
    }

    @Override
    public void pauseReading() {
        execute(() -> paused = true);
    }

    @Override
    public void resumeReading() {
        execute(() -> {
            if (paused) {
                paused = false;
                readOn(context());
            }
        });
    }

    private void queue(PileCommand command) {
        if (decoder == null || closeReason != null) {
            return;
        }
        if (command instanceof PileCommand.AcceptStart || command instanceof PileCommand.RefuseStart) {
            // An answer, not a question of ours: somebody stands at the screen, and it must not be shed.
            ask(command);
            return;
        }
        if (commands().offer(command)) {
            count(Oddity.COMMAND_DROPPED);
        }
    }

    private void ask(PileCommand command) {
        speaking = sessionOf(command.pileNo());
        Downlink message = Translator.downlink(command, settings.siteZone());
        write(manners.said(command.pileNo(), message), sequenceOf(command));
        if (speaking != null) {
            gateway.written(speaking, command);
        }
        speaking = null;
        planFlush();
    }

    /** An answer to 0x31 repeats its sequence; everything else is counted by us. */
    private int sequenceOf(PileCommand command) {
        Integer asked = switch (command) {
            case PileCommand.AcceptStart yes -> startRequests.answered(yes.gun());
            case PileCommand.RefuseStart no -> startRequests.answered(no.gun());
            default -> null;
        };
        return asked == null ? ownSequence.next() : asked;
    }

    // ---- writing ----

    private void write(Downlink message, int sequence) {
        SessionId to = speaking;
        boolean mirrored = highByteFirst && to != null && manners.has(to.pileNo(), DialectOption.CRC_REPLY_MIRROR);
        out().write(message, sequence, mirrored, to, source());
    }

    /** While frames are being read the flush comes with the end of the read; otherwise once for all that is due now. */
    private void planFlush() {
        if (!reading) {
            out().planFlush();
        }
    }

    // ---- small things ----

    private long now() {
        return context().executor().ticker().nanoTime();
    }

    private Future<?> schedule(Runnable task, long nanos) {
        return context().executor().schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    private static void cancel(@Nullable Future<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private ChannelHandlerContext context() {
        if (ctx == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return ctx;
    }

    private Outbox out() {
        if (outbox == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return outbox;
    }

    private CommandPace commands() {
        if (pace == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return pace;
    }

    private FrameDecoder live() {
        if (decoder == null) {
            throw new IllegalStateException("the connection is over");
        }
        return decoder;
    }

    private Frame atHand() {
        if (current == null) {
            throw new IllegalStateException("no frame is being handled");
        }
        return current;
    }
}
