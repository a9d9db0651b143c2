// The Node SDK with its exporters over HTTP in JSON, and pino with its instrumentation: puts the texts of the file that
// it is given into every place that takes one.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { metrics, SpanStatusCode, trace } from "@opentelemetry/api";
import { logs, SeverityNumber } from "@opentelemetry/api-logs";
import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-http";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { PinoInstrumentation } from "@opentelemetry/instrumentation-pino";
import { logs as sdkLogs, metrics as sdkMetrics, NodeSDK, resources } from "@opentelemetry/sdk-node";

const texts = JSON.parse(readFileSync(process.argv[2], "utf8"));
const at = (place) => {
  if (!(place in texts)) throw new Error(`no text for ${place}`);
  return texts[place];
};

const sdk = new NodeSDK({
  resource: resources.resourceFromAttributes({
    "host.owner": at("resource.attribute"),
    "shop.remarks": ["first", at("resource.list")],
  }),
  traceExporter: new OTLPTraceExporter(),
  logRecordProcessors: [new sdkLogs.BatchLogRecordProcessor({ exporter: new OTLPLogExporter() })],
  metricReaders: [new sdkMetrics.PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() })],
  instrumentations: [new PinoInstrumentation()],
});
sdk.start();

const logger = logs.getLogger(at("scope.name"));
logger.emit({
  severityNumber: SeverityNumber.INFO,
  eventName: at("log.event_name"),
  body: at("log.body"),
  attributes: {
    note: at("log.attribute"),
    notes: ["first", at("log.list")],
    order: { customer: { note: at("log.map") } },
    payload: new TextEncoder().encode(at("log.bytes")),
    [at("log.key")]: "seen",
  },
});
logger.emit({
  severityNumber: SeverityNumber.ERROR,
  body: { message: at("log.body_map"), parts: [{ text: at("log.body_list") }] },
});
// Required once the instrumentation is there, which patches it.
const pino = createRequire(import.meta.url)("pino")({ level: "info" });
pino.error({ customer: { remark: at("log.pino") }, err: new Error(at("log.error")) }, at("log.pino_message"));

const tracer = trace.getTracer(at("scope.name"));
const first = tracer.startSpan("first");
first.end();
const span = tracer.startSpan(at("span.name"), {
  links: [{ context: first.spanContext(), attributes: { why: at("span.link") } }],
  attributes: {
    note: at("span.attribute"),
    notes: ["first", at("span.list")],
    "url.full": `https://shop.test/find?text=${encodeURIComponent(at("span.url"))}`,
    [at("span.key")]: "seen",
  },
});
span.addEvent(at("span.event_name"), { note: at("span.event") });
span.recordException(new Error(at("span.exception")));
span.setStatus({ code: SpanStatusCode.ERROR, message: at("span.status") });
span.end();

const meter = metrics.getMeter(at("scope.name"));
const logins = meter.createCounter("logins", { description: at("metric.description"), unit: at("metric.unit") });
logins.add(1, { who: at("metric.attribute"), [at("metric.key")]: "seen" });

await sdk.shutdown();
