package io.ohmgate.api.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.gateway.order.OrderEvent;
import io.ohmgate.gateway.order.OrderTimer;
import io.ohmgate.gateway.order.StopCause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in an order's history can be told. */
class EventWordsTest {
    @Test
    void everyEventHasWords() {
        for (Class<?> event : OrderEvent.class.getPermittedSubclasses()) {
            String name = event.getSimpleName();
            boolean sorted = name.equals("TimerFired") || name.equals("StopRequested");
            assertThat(sorted || EventWords.knows(name)).as(name).isTrue();
        }
        assertThat(EventWords.knows("OPENED")).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void everyTimerHasWords(OrderTimer.Kind kind) {
        assertThat(EventWords.knows("TimerFired " + kind)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void everyCauseOfAStopHasWords(StopCause cause) {
        assertThat(EventWords.knows("StopRequested " + cause)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OfALaterVersion", "TimerFired OF_A_LATER_VERSION"})
    void anUnknownEventIsShownByItsName(String event) {
        assertThat(EventWords.of(event).what().en()).isEqualTo(event);
        assertThat(EventWords.knows(event)).isFalse();
    }
}
