import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.io.FileInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Level;

/**
 * An application under the OpenTelemetry Java agent, which brings the SDK and its exporters in protobuf over HTTP: puts
 * the texts of the file that it is given into every place that takes one.
 */
public final class Sender {
    private static final AttributeKey<String> NOTE = AttributeKey.stringKey("note");
    private static final AttributeKey<List<String>> NOTES = AttributeKey.stringArrayKey("notes");
    private static final Properties TEXTS = new Properties();

    private static String at(String place) {
        String text = TEXTS.getProperty(place);
        if (text == null) {
            throw new IllegalArgumentException("no text for " + place);
        }
        return text;
    }

    public static void main(String[] arguments) throws Exception {
        try (var file = new FileInputStream(arguments[0])) {
            TEXTS.loadFromXML(file);
        }
        sendLogs();
        sendSpans();
        sendMetrics();
        callAServer(arguments[1]);
        // The agent flushes when the process ends.
    }

    private static void sendLogs() {
        Logger logger = GlobalOpenTelemetry.get().getLogsBridge().get(at("scope.name"));
        logger.logRecordBuilder()
                .setSeverity(Severity.INFO)
                .setEventName(at("log.event_name"))
                .setBody(at("log.body"))
                .setAttribute(NOTE, at("log.attribute"))
                .setAttribute(NOTES, List.of("first", at("log.list")))
                .setAttribute(AttributeKey.stringKey(at("log.key")), "seen")
                .emit();
        logger.logRecordBuilder()
                .setSeverity(Severity.ERROR)
                .setBody(Value.of(Map.of(
                        "message", Value.of(at("log.body_map")),
                        "parts", Value.of(Value.of(Map.of("text", Value.of(at("log.body_list"))))),
                        "payload", Value.of(at("log.bytes").getBytes(StandardCharsets.UTF_8)))))
                .emit();
        var jul = java.util.logging.Logger.getLogger("shop.checkout");
        jul.log(Level.WARNING, at("log.jul"));
        jul.log(Level.SEVERE, "payment failed", new IllegalStateException(at("log.error")));
    }

    private static void sendSpans() {
        Tracer tracer = GlobalOpenTelemetry.get().getTracer(at("scope.name"));
        Span first = tracer.spanBuilder("first").startSpan();
        first.end();
        Span span = tracer.spanBuilder(at("span.name"))
                .addLink(first.getSpanContext(), Attributes.of(AttributeKey.stringKey("why"), at("span.link")))
                .setAttribute(NOTE, at("span.attribute"))
                .setAttribute(NOTES, List.of("first", at("span.list")))
                .setAttribute(at("span.key"), "seen")
                .startSpan();
        span.addEvent(at("span.event_name"), Attributes.of(NOTE, at("span.event")));
        span.recordException(new IllegalStateException(at("span.exception")));
        span.setStatus(StatusCode.ERROR, at("span.status"));
        span.end();
    }

    private static void sendMetrics() {
        GlobalOpenTelemetry.get().getMeter(at("scope.name"))
                .counterBuilder("logins")
                .setDescription(at("metric.description"))
                .setUnit(at("metric.unit"))
                .build()
                .add(1, Attributes.of(
                        AttributeKey.stringKey("who"), at("metric.attribute"),
                        AttributeKey.stringKey(at("metric.key")), "seen"));
    }

    /** What the agent's own instrumentation tells of a request: its address, with the query. */
    private static void callAServer(String url) throws Exception {
        // Spaces as %20: after a plus sign an address of mail would be longer than it is.
        String query = URLEncoder.encode(at("span.url"), StandardCharsets.UTF_8).replace("+", "%20");
        var request = HttpRequest.newBuilder(URI.create(url + "/find?text=" + query)).build();
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    }
}
