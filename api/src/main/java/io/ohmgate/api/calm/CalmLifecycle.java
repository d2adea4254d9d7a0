package io.ohmgate.api.calm;

import io.ohmgate.gateway.calm.Calm;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/** Begins to look when everything else runs: a start is busy by nature and no overload. */
final class CalmLifecycle implements SmartLifecycle {
    private final Calm calm;
    private final Scheduler scheduler;
    private Disposable looking = Disposables.disposed();

    CalmLifecycle(Calm calm, Scheduler scheduler) {
        this.calm = calm;
        this.scheduler = scheduler;
    }

    @Override
    public void start() {
        looking = calm.start(scheduler);
    }

    @Override
    public void stop() {
        looking.dispose();
    }

    @Override
    public boolean isRunning() {
        return !looking.isDisposed();
    }
}
