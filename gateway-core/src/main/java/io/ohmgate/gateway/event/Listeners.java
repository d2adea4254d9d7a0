package io.ohmgate.gateway.event;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells everybody who wants to hear, in the order they came. One who throws does not keep the others from hearing: they
 * have nothing to do with each other. Lets parts that need each other be built one after the other.
 */
public final class Listeners<E> {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private final List<Consumer<E>> all = new CopyOnWriteArrayList<>();

    /** The listener must return at once; it may be called from any thread, event loops included. */
    public void add(Consumer<E> listener) {
        all.add(listener);
    }

    public boolean none() {
        return all.isEmpty();
    }

    public void tell(E event) {
        for (Consumer<E> listener : all) {
            try {
                listener.accept(event);
            } catch (RuntimeException broken) {
                LOG.atError()
                        .addKeyValue("event", event.getClass().getSimpleName())
                        .setCause(broken)
                        .log("a listener failed");
            }
        }
    }
}
