package io.ohmgate.simulator.script;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** By what a driver starts. */
sealed interface Starter {
    /** By app: from the pile's side there is nothing to do but to wait. */
    Starter APP = new App();

    /** What the driver does at the pile to start, or null. */
    @Nullable
    DriverAct start(RandomGenerator random);

    record App() implements Starter {
        @Override
        public @Nullable DriverAct start(RandomGenerator random) {
            return null;
        }
    }

    record Card(Cards cards) implements Starter {
        @Override
        public DriverAct start(RandomGenerator random) {
            return new DriverAct.Swipe(cards.any(random));
        }
    }
}
