package io.ohmgate.api.trace;

import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.order.OrderService;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Traces cost next to nothing unless a collector is named. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TraceSettings.class)
class TracingConfiguration {
    /** Spans that wait for the collector; what is beyond is dropped, for a trace is never worth a charge. */
    private static final int WAITING_MAX = 4_096;

    private static final int BATCH_MAX = 512;
    private static final Duration BATCH_EVERY = Duration.ofSeconds(2);
    private static final Duration EXPORT_MAX = Duration.ofSeconds(5);
    private static final double PERCENT = 100.0;

    /** {@code exporter} takes the place of the collector's. */
    @Bean
    OpenTelemetry openTelemetry(
            TraceSettings settings,
            ObjectProvider<SpanExporter> exporter,
            @Value("${ohmgate.node:node-1}") String node) {
        SpanExporter other = exporter.getIfAvailable();
        if (other == null && !settings.exported()) {
            return OpenTelemetry.noop();
        }
        SpanExporter to = other == null
                ? OtlpHttpSpanExporter.builder()
                        .setEndpoint(settings.endpoint())
                        .setTimeout(EXPORT_MAX)
                        .build()
                : other;
        return OpenTelemetrySdk.builder()
                .setTracerProvider(provider(to, settings, node))
                .build();
    }

    private static SdkTracerProvider provider(SpanExporter exporter, TraceSettings settings, String node) {
        return SdkTracerProvider.builder()
                // Not by what a caller says: whoever could decide it could make every order be exported.
                .setSampler(Sampler.traceIdRatioBased(settings.sampledPercent() / PERCENT))
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.builder()
                                .put("service.name", "ohmgate")
                                .put("service.instance.id", node)
                                .build())))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setMaxQueueSize(WAITING_MAX)
                        .setMaxExportBatchSize(BATCH_MAX)
                        .setScheduleDelay(BATCH_EVERY)
                        .setExporterTimeout(EXPORT_MAX)
                        .build())
                .build();
    }

    @Bean
    Taps taps(OpenTelemetry telemetry) {
        return new Taps(telemetry);
    }

    @Bean
    OrderTracing orderTracing(OpenTelemetry telemetry, OrderService orders, GatewayParts parts, InstantSource clock) {
        OrderTracing tracing = new OrderTracing(telemetry, orders, clock);
        parts.orderNotices.add(tracing::happened);
        parts.commandsWritten.add(tracing::written);
        parts.recordsKept.add(tracing::kept);
        parts.reportListeners.add((session, report) -> tracing.reported(report));
        return tracing;
    }
}
