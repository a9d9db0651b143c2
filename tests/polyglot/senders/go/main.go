// The Go SDK with its exporters over gRPC: puts the texts of the file that it is given into every place that takes one.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"os"

	"go.opentelemetry.io/contrib/bridges/otelslog"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploggrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetricgrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/log"
	"go.opentelemetry.io/otel/metric"
	sdklog "go.opentelemetry.io/otel/sdk/log"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

type texts map[string]string

// Takes the text for a place; a place that nobody named is a mistake of the test.
func (t texts) at(place string) string {
	text, ok := t[place]
	if !ok {
		panic("no text for " + place)
	}
	return text
}

func must[T any](value T, err error) T {
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	var t texts
	check(json.Unmarshal(must(os.ReadFile(os.Args[1])), &t))
	ctx := context.Background()
	res := must(resource.New(ctx, resource.WithFromEnv(), resource.WithAttributes(
		attribute.String("host.owner", t.at("resource.attribute")),
		attribute.StringSlice("process.command_args", []string{"shop", t.at("resource.list")}),
	)))
	sendLogs(ctx, res, t)
	sendSpans(ctx, res, t)
	sendMetrics(ctx, res, t)
}

func sendLogs(ctx context.Context, res *resource.Resource, t texts) {
	provider := sdklog.NewLoggerProvider(
		sdklog.WithResource(res), sdklog.WithProcessor(sdklog.NewBatchProcessor(must(otlploggrpc.New(ctx)))))
	logger := provider.Logger(t.at("scope.name"),
		log.WithInstrumentationAttributes(attribute.String("tenant.contact", t.at("scope.attribute"))))

	var record log.Record
	record.SetSeverity(log.SeverityInfo)
	record.SetBody(attribute.StringValue(t.at("log.body")))
	record.SetEventName(t.at("log.event_name"))
	record.AddAttributes(
		attribute.String("note", t.at("log.attribute")),
		attribute.Slice("notes", attribute.StringValue("first"), attribute.StringValue(t.at("log.list"))),
		attribute.Map("order", attribute.Map("customer", attribute.String("note", t.at("log.map")))),
		attribute.ByteSlice("payload", []byte(t.at("log.bytes"))),
		attribute.String(t.at("log.key"), "seen"),
	)
	logger.Emit(ctx, record)

	var structured log.Record
	structured.SetSeverity(log.SeverityError)
	structured.SetBody(attribute.MapValue(
		attribute.String("message", t.at("log.body_map")),
		attribute.Slice("parts", attribute.MapValue(attribute.String("text", t.at("log.body_list"))))))
	logger.Emit(ctx, structured)

	named := slog.New(otelslog.NewHandler("checkout", otelslog.WithLoggerProvider(provider)))
	named.Error("payment failed", "customer", slog.GroupValue(slog.String("remark", t.at("log.slog"))),
		"error", errors.New(t.at("log.error")))
	check(provider.Shutdown(ctx))
}

func sendSpans(ctx context.Context, res *resource.Resource, t texts) {
	provider := sdktrace.NewTracerProvider(
		sdktrace.WithResource(res), sdktrace.WithBatcher(must(otlptracegrpc.New(ctx))))
	tracer := provider.Tracer(t.at("scope.name"),
		trace.WithInstrumentationAttributes(attribute.String("tenant.contact", t.at("scope.attribute"))))
	_, first := tracer.Start(ctx, "first")
	first.End()
	_, span := tracer.Start(ctx, t.at("span.name"), trace.WithLinks(trace.Link{
		SpanContext: first.SpanContext(), Attributes: []attribute.KeyValue{attribute.String("why", t.at("span.link"))},
	}))
	span.SetAttributes(
		attribute.String("note", t.at("span.attribute")),
		attribute.StringSlice("notes", []string{"first", t.at("span.list")}),
		attribute.String("url.full", "https://shop.test/find?text="+t.at("span.url")),
		attribute.String(t.at("span.key"), "seen"),
	)
	span.AddEvent(t.at("span.event_name"), trace.WithAttributes(attribute.String("note", t.at("span.event"))))
	span.RecordError(errors.New(t.at("span.exception")), trace.WithStackTrace(true))
	span.SetStatus(codes.Error, t.at("span.status"))
	span.End()
	check(provider.Shutdown(ctx))
}

func sendMetrics(ctx context.Context, res *resource.Resource, t texts) {
	// What the view leaves out of the attributes goes into exemplars.
	view := sdkmetric.NewView(sdkmetric.Instrument{Name: "latency"},
		sdkmetric.Stream{AttributeFilter: attribute.NewAllowKeysFilter("kind")})
	provider := sdkmetric.NewMeterProvider(sdkmetric.WithResource(res), sdkmetric.WithView(view),
		sdkmetric.WithReader(sdkmetric.NewPeriodicReader(must(otlpmetricgrpc.New(ctx)))))
	meter := provider.Meter(t.at("scope.name"),
		metric.WithInstrumentationAttributes(attribute.String("tenant.contact", t.at("scope.attribute"))))
	logins := must(meter.Int64Counter("logins", metric.WithDescription(t.at("metric.description")),
		metric.WithUnit(t.at("metric.unit"))))
	logins.Add(ctx, 1, metric.WithAttributes(attribute.String("who", t.at("metric.attribute")),
		attribute.String(t.at("metric.key"), "seen")))
	sampled := trace.ContextWithSpanContext(ctx, trace.NewSpanContext(trace.SpanContextConfig{
		TraceID: trace.TraceID{1}, SpanID: trace.SpanID{1}, TraceFlags: trace.FlagsSampled,
	}))
	latency := must(meter.Float64Histogram("latency"))
	latency.Record(sampled, 0.2, metric.WithAttributes(
		attribute.String("kind", "card"), attribute.String("who", t.at("metric.exemplar"))))
	check(provider.Shutdown(ctx))
}
