package io.ohmgate.api.ws;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.util.concurrent.Future;
import io.ohmgate.api.push.WriteGate;
import io.ohmgate.api.security.Caller;
import io.ohmgate.gateway.live.Mailbox;
import io.ohmgate.gateway.live.Topic;
import io.ohmgate.gateway.live.TopicMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * One live socket. Everything of it happens on its channel's event loop; what is read from tables comes back there. A
 * message is taken out of a mailbox only if it can be written at once, so a client that does not read leaves the latest
 * values in its mailboxes, one for each topic, and nothing piles up.
 */
@SuppressWarnings(
        "FutureReturnValueIgnored") // a close that fails ends in channelInactive; timers of the end need no end
final class LiveSocket {
    private static final Logger LOG = LoggerFactory.getLogger(LiveSocket.class);
    private final WebSocketSession session;
    private final Channel channel;
    private final EventLoop loop;
    private final SocketParts parts;
    private final SocketLimits limits;
    private final WriteGate gate;
    private final Pace pace;
    private final Map<Topic, Subscription> topics = new HashMap<>();
    /** Topics whose mailboxes may hold something, taken in turns. */
    private final Deque<Subscription> ready = new ArrayDeque<>();

    private final Deque<ServerMessage> controls = new ArrayDeque<>();
    private final List<Future<?>> timers = new ArrayList<>();
    private @Nullable FluxSink<WebSocketMessage> out;
    private @Nullable Caller caller;
    private long heardNanos;
    private boolean pumping;
    private boolean reading;
    private boolean closing;

    LiveSocket(WebSocketSession session, Channel channel, SocketParts parts) {
        this.session = session;
        this.channel = channel;
        this.loop = channel.eventLoop();
        this.parts = parts;
        this.limits = parts.limits();
        this.gate = new WriteGate(channel, limits.notReadingMax(), this::pump, () -> closeNow(CloseCode.TOO_SLOW));
        this.heardNanos = parts.nanos().getAsLong();
        this.pace = new Pace(SocketLimits.MESSAGES_PER_SECOND_MAX, heardNanos);
    }

    /** Runs until either side closes. */
    Mono<Void> serve() {
        Scheduler here = Schedulers.fromExecutor(loop);
        Mono<Void> hearing = session.receive()
                .map(this::read)
                .concatMap(message -> take(message).publishOn(here), 1)
                .then()
                .onErrorResume(this::broken);
        Mono<Void> telling = session.send(Flux.create(this::begin, FluxSink.OverflowStrategy.ERROR));
        return Mono.firstWithSignal(hearing, telling).onErrorComplete().doFinally(this::ended);
    }

    private void begin(FluxSink<WebSocketMessage> sink) {
        out = sink;
        sink.onRequest(requested -> execute(this::pump));
        execute(() -> {
            gate.install();
            timers.add(later(limits.authenticateWithin(), this::mustBeKnown));
            parts.sockets().add(this);
        });
    }

    private void mustBeKnown() {
        if (caller == null) {
            closeNow(CloseCode.NOT_AUTHENTICATED);
        }
    }

    // ---- in

    /** Reads at once, before the frame is released; the pace counts what arrives, not what is worked on. */
    private Optional<ClientMessage> read(WebSocketMessage frame) {
        heardNanos = parts.nanos().getAsLong();
        if (!pace.step(heardNanos)) {
            closeNow(CloseCode.TOO_FAST);
            return Optional.empty();
        }
        return switch (frame.getType()) {
            case TEXT -> Optional.of(ClientMessage.read(parts.json(), frame.getPayloadAsText()));
            case BINARY -> Optional.of(new ClientMessage.Unreadable());
            case PING, PONG -> Optional.empty();
        };
    }

    private Mono<Void> take(Optional<ClientMessage> heard) {
        if (closing || heard.isEmpty()) {
            return Mono.empty();
        }
        Caller known = caller;
        ClientMessage message = heard.get();
        if (known == null) {
            return message instanceof ClientMessage.Auth auth
                    ? authenticate(auth.ticket())
                    : closed(
                            message instanceof ClientMessage.Unreadable
                                    ? CloseCode.UNREADABLE
                                    : CloseCode.NOT_AUTHENTICATED);
        }
        return switch (message) {
            case ClientMessage.Unreadable nonsense -> closed(CloseCode.UNREADABLE);
            case ClientMessage.Auth again -> closed(CloseCode.UNREADABLE);
            case ClientMessage.Subscribe wish -> subscribe(known, wish);
            case ClientMessage.Unsubscribe wish -> unsubscribe(wish.topic());
        };
    }

    private Mono<Void> closed(CloseCode code) {
        closeNow(code);
        return Mono.empty();
    }

    private Mono<Void> broken(Throwable failure) {
        if (failure instanceof TooLongFrameException) {
            closeNow(CloseCode.MESSAGE_TOO_BIG);
            return Mono.never();
        }
        return Mono.empty();
    }

    private Mono<Void> authenticate(String ticket) {
        return parts.callers()
                .byTicket(ticket)
                .timeout(limits.answerWithin())
                .singleOptional()
                .publishOn(Schedulers.fromExecutor(loop))
                .doOnNext(found -> found.ifPresentOrElse(this::admit, () -> closeNow(CloseCode.NOT_AUTHENTICATED)))
                .onErrorResume(failure -> {
                    couldNot("authenticate", failure);
                    execute(() -> closeNow(CloseCode.TRY_AGAIN_LATER));
                    return Mono.empty();
                })
                .then();
    }

    private void admit(Caller found) {
        if (closing) {
            return;
        }
        if (!parts.sockets().seats().sitDown(userOf(found))) {
            closeNow(CloseCode.TOO_MANY_SOCKETS);
            return;
        }
        caller = found;
        timers.add(every(limits.heartbeatEvery(), this::beat));
        timers.add(every(limits.recheckEvery(), () -> recheck(found)));
    }

    private static String userOf(Caller caller) {
        return caller.tenantId() + "/" + caller.key();
    }

    private void beat() {
        if (parts.nanos().getAsLong() - heardNanos > limits.silenceMax().toNanos()) {
            closeNow(CloseCode.TOO_SLOW);
            return;
        }
        if (controls.stream().noneMatch(ServerMessage.Heartbeat.class::isInstance)) {
            control(ServerMessage.Heartbeat.of(parts.clock().instant()));
        }
        if (mayWrite()) {
            write(session.pingMessage(buffers -> buffers.allocateBuffer(0)));
        }
    }

    /** If nobody can tell whether the login holds, it does not: the client comes back with a new ticket. */
    private void recheck(Caller known) {
        parts.callers()
                .stillHolds(known)
                .timeout(limits.answerWithin())
                .subscribe(
                        holds -> {
                            if (!holds) {
                                close(CloseCode.LOGIN_ENDED);
                            }
                        },
                        failure -> {
                            couldNot("recheck", failure);
                            close(CloseCode.TRY_AGAIN_LATER);
                        });
    }

    private Mono<Void> subscribe(Caller known, ClientMessage.Subscribe wish) {
        Topic topic = Topic.parse(wish.topic()).orElse(null);
        if (topic == null) {
            return failure(wish.topic(), TopicError.TOPIC_NOT_FOUND);
        }
        if (topics.size() >= SocketLimits.TOPICS_MAX && !topics.containsKey(topic)) {
            return failure(wish.topic(), TopicError.TOO_MANY_TOPICS);
        }
        return parts.access()
                .mayHear(known, topic)
                .timeout(limits.answerWithin())
                .publishOn(Schedulers.fromExecutor(loop))
                .doOnNext(may -> {
                    if (may) {
                        listen(topic, wish.after());
                    } else {
                        control(ServerMessage.Failure.of(topic.text(), TopicError.TOPIC_NOT_FOUND));
                    }
                })
                .onErrorResume(failure -> {
                    couldNot("subscribe", failure);
                    execute(() -> control(ServerMessage.Failure.of(topic.text(), TopicError.TOPIC_UNAVAILABLE)));
                    return Mono.empty();
                })
                .then();
    }

    private void listen(Topic topic, @Nullable Long after) {
        if (closing) {
            return;
        }
        Subscription before = topics.get(topic);
        if (before != null) {
            forget(before);
        }
        Subscription fresh = new Subscription(topic, parts.hub(), this::woken);
        topics.put(topic, fresh);
        parts.hub().subscribe(fresh.mailbox(), topic, after);
    }

    private Mono<Void> unsubscribe(String text) {
        Subscription known = Topic.parse(text).map(topics::get).orElse(null);
        if (known == null) {
            return failure(text, TopicError.NOT_SUBSCRIBED);
        }
        forget(known);
        return Mono.empty();
    }

    private void forget(Subscription subscription) {
        subscription.mailbox().close();
        parts.hub().unsubscribe(subscription.mailbox(), subscription.topic());
        topics.remove(subscription.topic(), subscription);
    }

    private Mono<Void> failure(String topic, TopicError error) {
        String shown = topic.length() > Topic.TEXT_MAX ? topic.substring(0, Topic.TEXT_MAX) : topic;
        control(ServerMessage.Failure.of(shown, error));
        return Mono.empty();
    }

    // ---- out

    private void control(ServerMessage message) {
        if (controls.size() >= SocketLimits.CONTROLS_MAX) {
            closeNow(CloseCode.TOO_SLOW);
            return;
        }
        controls.add(message);
        pump();
    }

    /** From any thread. */
    private void woken(Subscription subscription) {
        execute(() -> {
            subscription.awake();
            if (subscription.queue()) {
                ready.add(subscription);
            }
            pump();
        });
    }

    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            boolean more = true;
            while (more && mayWrite()) {
                more = step();
            }
        } finally {
            pumping = false;
        }
    }

    private boolean mayWrite() {
        FluxSink<WebSocketMessage> sink = out;
        return !closing
                && !reading
                && sink != null
                && !sink.isCancelled()
                && sink.requestedFromDownstream() > 0
                && channel.isWritable();
    }

    /** @return whether there may be more to do */
    private boolean step() {
        ServerMessage control = controls.poll();
        if (control != null) {
            tell(control);
            return true;
        }
        Subscription next = ready.poll();
        if (next == null) {
            return false;
        }
        TopicMessage message = next.mailbox().poll();
        if (message == null) {
            next.dequeue();
            over(next, next.mailbox().ended());
        } else {
            ready.add(next);
            view(next, message);
        }
        return true;
    }

    private void view(Subscription subscription, TopicMessage message) {
        Caller known = caller;
        if (known == null) {
            return;
        }
        reading = true;
        parts.views()
                .view(known, subscription, message)
                .timeout(limits.answerWithin())
                .singleOptional()
                .subscribe(
                        data -> here(() -> viewed(subscription, message, data)),
                        failure -> here(() -> unviewed(subscription, failure)));
    }

    private void viewed(Subscription subscription, TopicMessage message, Optional<Object> data) {
        reading = false;
        // There was room when it was taken out, and nothing was written since.
        if (data.isPresent() && !closing && subscription.equals(topics.get(message.topic()))) {
            tell(ServerMessage.Event.of(message, data.get()));
        }
        pump();
    }

    private void unviewed(Subscription subscription, Throwable failure) {
        reading = false;
        couldNot("view", failure);
        over(subscription, Mailbox.End.SNAPSHOT_UNAVAILABLE);
        pump();
    }

    private void over(Subscription subscription, Mailbox.@Nullable End end) {
        if (end == null) {
            return;
        }
        switch (end) {
            case BY_SUBSCRIBER -> {}
            case TOO_SLOW -> closeNow(CloseCode.TOO_SLOW);
            case GATEWAY_STOPPING -> closeNow(CloseCode.GOING_AWAY);
            case NO_SUCH_THING -> drop(subscription, TopicError.TOPIC_NOT_FOUND);
            case SNAPSHOT_UNAVAILABLE, TOO_MANY_TOPICS -> drop(subscription, TopicError.TOPIC_UNAVAILABLE);
        }
    }

    private void drop(Subscription subscription, TopicError error) {
        forget(subscription);
        control(ServerMessage.Failure.of(subscription.topic().text(), error));
    }

    private void tell(ServerMessage message) {
        write(session.textMessage(parts.json().writeValueAsString(message)));
    }

    private void write(WebSocketMessage message) {
        FluxSink<WebSocketMessage> sink = out;
        if (sink != null) {
            sink.next(message);
        }
    }

    // ---- end

    /** From any thread. */
    void close(CloseCode code) {
        execute(() -> closeNow(code));
    }

    private void closeNow(CloseCode code) {
        if (closing) {
            return;
        }
        closing = true;
        parts.sockets().closing(code);
        session.close(code.status()).subscribe(done -> {}, failure -> {});
        // The frame of one who does not read never leaves.
        later(limits.closeGrace(), channel::close);
    }

    private void ended(SignalType signal) {
        parts.sockets().remove(this);
        execute(this::release);
    }

    private void release() {
        closing = true;
        timers.forEach(timer -> timer.cancel(false));
        timers.clear();
        List.copyOf(topics.values()).forEach(this::forget);
        ready.clear();
        controls.clear();
        if (caller != null) {
            parts.sockets().seats().getUp(userOf(caller));
            caller = null;
        }
    }

    private static void couldNot(String what, Throwable failure) {
        LOG.atWarn()
                .addKeyValue("step", what)
                .addKeyValue("cause", failure.getClass().getSimpleName())
                .log("a socket's step failed");
    }

    private Future<?> later(Duration delay, Runnable task) {
        return loop.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Future<?> every(Duration period, Runnable task) {
        long millis = period.toMillis();
        return loop.scheduleAtFixedRate(task, millis, millis, TimeUnit.MILLISECONDS);
    }

    private void here(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            execute(task);
        }
    }

    private void execute(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException stopping) {
            LOG.atDebug().log("the event loop has stopped");
        }
    }
}
