package io.ohmgate.api.nodes;

import io.ohmgate.api.nodes.TopicExchange.Told;
import io.ohmgate.api.nodes.TopicExchange.Wishes;
import io.ohmgate.gateway.cluster.NodeId;
import io.ohmgate.gateway.cluster.NodeLink;
import io.ohmgate.gateway.live.EventHub;
import io.ohmgate.gateway.live.Topic;
import io.ohmgate.gateway.live.TopicWish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/** Our wishes to one other node, and what it tells. Opens itself again for as long as it is not disposed. */
final class TopicChannelTo implements Disposable {
    private static final Duration AGAIN_FIRST = Duration.ofMillis(200);
    private static final Duration AGAIN_LAST = Duration.ofSeconds(2);
    /** A topic is at most 64 characters, and a body has one megabyte. */
    private static final int WISHES_A_MESSAGE = 2_000;

    /** Of a node that does not read, clients come and go meanwhile; beyond this the channel opens anew and says all. */
    static final int UNSAID_MAX = 2 * EventHub.TOPICS_MAX;

    private static final Duration GATHERED = Duration.ofMillis(20);
    private static final Logger LOG = LoggerFactory.getLogger(TopicChannelTo.class);

    private final NodeId node;
    private final NodeLink link;
    private final Supplier<Set<Topic>> all;
    private final Consumer<Told> told;
    private final NodeJson json;
    private final Scheduler timer;
    private final Disposable.Swap running = Disposables.swap();
    /** What was wished for and not said yet, the last word for each topic; up to {@link #UNSAID_MAX}. */
    private final Map<Topic, Boolean> unsaid = new LinkedHashMap<>();

    private @Nullable FluxSink<byte[]> up;
    private boolean scheduled;

    TopicChannelTo(
            NodeId node, NodeLink link, Supplier<Set<Topic>> all, Consumer<Told> told, NodeJson json, Scheduler timer) {
        this.node = node;
        this.link = link;
        this.all = all;
        this.told = told;
        this.json = json;
        this.timer = timer;
    }

    TopicChannelTo open() {
        Flux<byte[]> wishes = Flux.create(this::begin, FluxSink.OverflowStrategy.ERROR);
        running.update(Flux.defer(() -> link.channel(node, TopicExchange.TOPICS, wishes))
                .map(body -> json.read(body, Told.class))
                .doOnNext(told)
                .doOnError(failure -> LOG.atDebug()
                        .addKeyValue("node", node)
                        .addKeyValue("failure", failure.getClass().getSimpleName())
                        .log("a channel of topics broke"))
                .repeatWhen(ends -> ends.delayElements(AGAIN_LAST, timer))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, AGAIN_FIRST)
                        .maxBackoff(AGAIN_LAST)
                        .transientErrors(true)
                        .scheduler(timer))
                .subscribe());
        return this;
    }

    /** A channel that opens says all that is wanted now. */
    private synchronized void begin(FluxSink<byte[]> sink) {
        up = sink;
        unsaid.clear();
        all.get().forEach(topic -> unsaid.put(topic, true));
        sink.onDispose(() -> ended(sink));
        sink.onRequest(requested -> asked());
        later();
    }

    /** The other node reads on. */
    private synchronized void asked() {
        if (!unsaid.isEmpty()) {
            later();
        }
    }

    private synchronized void ended(FluxSink<byte[]> sink) {
        if (sink.equals(up)) {
            up = null;
            unsaid.clear();
        }
    }

    synchronized void wish(TopicWish wish) {
        FluxSink<byte[]> sink = up;
        if (sink == null) {
            return;
        }
        if (unsaid.size() >= UNSAID_MAX) {
            sink.error(new IllegalStateException("the node does not read what is wished for"));
            return;
        }
        unsaid.put(wish.topic(), wish.wanted());
        later();
    }

    private void later() {
        if (!scheduled) {
            scheduled = true;
            timer.schedule(this::say, GATHERED.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void say() {
        scheduled = false;
        FluxSink<byte[]> sink = up;
        while (sink != null && !unsaid.isEmpty() && sink.requestedFromDownstream() > 0) {
            List<String> wanted = new ArrayList<>();
            List<String> unwanted = new ArrayList<>();
            var each = unsaid.entrySet().iterator();
            for (int said = 0; said < WISHES_A_MESSAGE && each.hasNext(); said++) {
                var wish = each.next();
                each.remove();
                (wish.getValue() ? wanted : unwanted).add(wish.getKey().text());
            }
            sink.next(json.write(new Wishes(wanted, unwanted)));
        }
    }

    @Override
    public void dispose() {
        running.dispose();
    }
}
