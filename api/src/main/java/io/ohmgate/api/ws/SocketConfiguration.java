package io.ohmgate.api.ws;

import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.api.push.Callers;
import io.ohmgate.api.push.OrderViews;
import io.ohmgate.api.push.TopicAccess;
import io.ohmgate.api.view.LiveViews;
import io.ohmgate.gateway.GatewayParts;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/** Opens the live socket. Pages that may use the REST interface from elsewhere may open sockets, too. Imported by whoever puts the gateway together. */
public class SocketConfiguration {
    private static final String PATH = "/ws/v1";

    @Bean
    Sockets liveSockets(MeterRegistry meters) {
        return new Sockets(meters);
    }

    @Bean
    SimpleUrlHandlerMapping liveSocketMapping(
            Sockets sockets,
            Callers callers,
            TopicAccess access,
            OrderViews orders,
            LiveViews views,
            GatewayParts gateway,
            JsonMapper json,
            InstantSource clock,
            @Value("${ohmgate.http.cors-origins:}") List<String> origins) {
        SocketParts parts = new SocketParts(
                callers,
                access,
                gateway.hub,
                new TopicViews(orders, views, gateway.liveGuns::findWhole),
                sockets,
                json,
                clock,
                System::nanoTime,
                SocketLimits.BOOK);
        return new SimpleUrlHandlerMapping(
                Map.of(PATH, new LiveSocketHandler(parts, new Origins(origins))), Ordered.HIGHEST_PRECEDENCE);
    }
}
