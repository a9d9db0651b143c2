package sealogprocessor

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/sealog/sealog/collector/sealogprocessor/internal/metadata"
	"github.com/sealog/sealog/collector/sealogprocessor/internal/metadatatest"
)

const private = "anna@example.org"

// sealing is a sealer that knows one value, and writes one of the same length in its place.
func sealing(_ signal, body []byte) (byte, []byte) {
	return statusOK, bytes.ReplaceAll(body, []byte(private), []byte("[sealed-example]"))
}

func testConfig(socket string) *Config {
	cfg := createDefaultConfig().(*Config)
	cfg.Endpoint, cfg.Timeout = scheme+socket, long
	return cfg
}

func settings() processor.Settings { return processortest.NewNopSettings(metadata.Type) }

func started(t *testing.T, made component.Component, host component.Host) {
	require.NoError(t, made.Start(context.Background(), host))
	t.Cleanup(func() { require.NoError(t, made.Shutdown(context.Background())) })
}

func startLogs(t *testing.T, cfg *Config, next consumer.Logs) processor.Logs {
	made, err := NewFactory().CreateLogs(context.Background(), settings(), cfg, next)
	require.NoError(t, err)
	started(t, made, componenttest.NewNopHost())
	return made
}

func oneLog(text string) plog.Logs {
	logs := plog.NewLogs()
	resource := logs.ResourceLogs().AppendEmpty()
	resource.Resource().Attributes().PutStr("service.name", "shop")
	resource.ScopeLogs().AppendEmpty().LogRecords().AppendEmpty().Body().SetStr(text)
	return logs
}

func TestLogsTracesAndMetricsArePassedOnSealed(t *testing.T) {
	sealer := startSealer(t, socketPath(t), mib, sealing)
	cfg := testConfig(sealer.socket)
	factory, ctx := NewFactory(), context.Background()

	logs := new(consumertest.LogsSink)
	require.NoError(t, startLogs(t, cfg, logs).ConsumeLogs(ctx, oneLog("paid by "+private)))
	assert.Equal(t, "paid by [sealed-example]", logs.AllLogs()[0].ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0).Body().Str())

	traces := new(consumertest.TracesSink)
	tracesProcessor, err := factory.CreateTraces(ctx, settings(), cfg, traces)
	require.NoError(t, err)
	started(t, tracesProcessor, componenttest.NewNopHost())
	span := ptrace.NewTraces()
	span.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty().SetName("GET /users/" + private)
	require.NoError(t, tracesProcessor.ConsumeTraces(ctx, span))
	assert.Equal(t, "GET /users/[sealed-example]", traces.AllTraces()[0].ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).Name())

	metrics := new(consumertest.MetricsSink)
	metricsProcessor, err := factory.CreateMetrics(ctx, settings(), cfg, metrics)
	require.NoError(t, err)
	started(t, metricsProcessor, componenttest.NewNopHost())
	metric := pmetric.NewMetrics()
	metric.ResourceMetrics().AppendEmpty().Resource().Attributes().PutStr("owner", private)
	require.NoError(t, metricsProcessor.ConsumeMetrics(ctx, metric))
	owner, _ := metrics.AllMetrics()[0].ResourceMetrics().At(0).Resource().Attributes().Get("owner")
	assert.Equal(t, "[sealed-example]", owner.Str())
}

func TestWithoutASealerNothingPassesAndTheSenderIsToldToRetry(t *testing.T) {
	next := new(consumertest.LogsSink)
	sealed := startLogs(t, testConfig(socketPath(t)), next)
	err := sealed.ConsumeLogs(context.Background(), oneLog(private))
	require.Error(t, err)
	assert.False(t, consumererror.IsPermanent(err))
	assert.Equal(t, codes.Unavailable, status.Code(err))
	assert.NotContains(t, err.Error(), private)
	assert.Empty(t, next.AllLogs())
}

func TestWhatTheSealerRefusesForGoodIsPermanentAndNotPassedOn(t *testing.T) {
	sealer := startSealer(t, socketPath(t), mib, func(signal, []byte) (byte, []byte) { return statusBad, []byte("no protobuf") })
	next := new(consumertest.LogsSink)
	err := startLogs(t, testConfig(sealer.socket), next).ConsumeLogs(context.Background(), oneLog(private))
	require.Error(t, err)
	assert.True(t, consumererror.IsPermanent(err))
	assert.Equal(t, codes.InvalidArgument, status.Code(err))
	assert.NotContains(t, err.Error(), private)
	assert.Empty(t, next.AllLogs())
}

func TestAFullSealerTellsTheSenderWhenToRetry(t *testing.T) {
	sealer := startSealer(t, socketPath(t), mib, func(signal, []byte) (byte, []byte) { return statusRetry, refusal(250, "full") })
	err := startLogs(t, testConfig(sealer.socket), consumertest.NewNop()).ConsumeLogs(context.Background(), oneLog("text"))
	answer, isStatus := status.FromError(err)
	require.True(t, isStatus)
	assert.Equal(t, codes.Unavailable, answer.Code())
	require.Len(t, answer.Details(), 1)
	assert.Equal(t, 250*time.Millisecond, answer.Details()[0].(*errdetails.RetryInfo).RetryDelay.AsDuration())
}

func TestAnAnswerThatHoldsOtherThanWhatWasAskedIsNotPassedOn(t *testing.T) {
	// The address reads as protobuf with a field that nobody knows: a batch without records.
	for name, answer := range map[string]string{"no OTLP": "\x0a\xff" + private, "unknown field": private, "nothing": ""} {
		t.Run(name, func(t *testing.T) {
			sealer := startSealer(t, socketPath(t), mib, func(signal, []byte) (byte, []byte) { return statusOK, []byte(answer) })
			next := new(consumertest.LogsSink)
			err := startLogs(t, testConfig(sealer.socket), next).ConsumeLogs(context.Background(), oneLog("text"))
			require.Error(t, err)
			assert.False(t, consumererror.IsPermanent(err))
			assert.NotContains(t, err.Error(), private)
			assert.Empty(t, next.AllLogs())
		})
	}
}

func TestALargeBatchIsSealedInPartsAndPassedOnAsOne(t *testing.T) {
	sealer := startSealer(t, socketPath(t), 8*mib, sealing)
	next := new(consumertest.LogsSink)
	cfg := testConfig(sealer.socket)
	cfg.MaxRequestMiB = 1
	logs := numbered(40, 2, 100_000)
	before := listed(logs)
	require.NoError(t, startLogs(t, cfg, next).ConsumeLogs(context.Background(), logs))
	assert.EqualValues(t, 4, sealer.requests.Load())
	require.Len(t, next.AllLogs(), 1)
	assert.Equal(t, before, listed(next.AllLogs()...))
}

func TestARecordThatSealingMadeTooLargeForTheNextHopCostsItsNeighboursNothing(t *testing.T) {
	sealer := startSealer(t, socketPath(t), 8*mib, func(_ signal, body []byte) (byte, []byte) {
		logs, err := (&plog.ProtoUnmarshaler{}).UnmarshalLogs(body)
		if err != nil {
			return statusBad, nil
		}
		long := logs.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(1).Body()
		long.SetStr(strings.Repeat("seal1~", mib/4))
		sealed, err := (&plog.ProtoMarshaler{}).MarshalLogs(logs)
		if err != nil {
			return statusBad, nil
		}
		return statusOK, sealed
	})
	next := new(consumertest.LogsSink)
	cfg := testConfig(sealer.socket)
	cfg.MaxRecordMiB = 1
	logs := numbered(10, 1, 100)
	before := listed(logs)
	require.NoError(t, startLogs(t, cfg, next).ConsumeLogs(context.Background(), logs))
	after := listed(next.AllLogs()...)
	assert.Len(t, after, 10)
	assert.Contains(t, after[1], black)
	assert.Equal(t, before[2:], after[2:])
}

func TestABatchIsSplitByWhatTheSealerTakesIfThatIsLess(t *testing.T) {
	sealer := startSealer(t, socketPath(t), 300_000, sealing)
	next := new(consumertest.LogsSink)
	require.NoError(t, startLogs(t, testConfig(sealer.socket), next).ConsumeLogs(context.Background(), numbered(40, 2, 100_000)))
	assert.EqualValues(t, 20, sealer.requests.Load())
	assert.Equal(t, 40, next.LogRecordCount())
}

func TestWhenOnePartFailsNothingIsPassedOnAndTheBatchCanBeTriedAgain(t *testing.T) {
	var mu sync.Mutex
	requests := 0
	sealer := startSealer(t, socketPath(t), 8*mib, func(what signal, body []byte) (byte, []byte) {
		mu.Lock()
		defer mu.Unlock()
		if requests++; requests == 3 {
			return statusRetry, refusal(0, "full")
		}
		return sealing(what, body)
	})
	next := new(consumertest.LogsSink)
	cfg := testConfig(sealer.socket)
	cfg.MaxRequestMiB = 1
	sealed, logs := startLogs(t, cfg, next), numbered(40, 2, 100_000)
	require.Error(t, sealed.ConsumeLogs(context.Background(), logs))
	assert.Empty(t, next.AllLogs())
	require.NoError(t, sealed.ConsumeLogs(context.Background(), logs))
	assert.Equal(t, 40, next.LogRecordCount())
}

func TestTheErrorOfWhatFollowsIsTheSenders(t *testing.T) {
	sealer := startSealer(t, socketPath(t), mib, sealing)
	full := errors.New("queue is full")
	err := startLogs(t, testConfig(sealer.socket), consumertest.NewErr(full)).ConsumeLogs(context.Background(), oneLog("text"))
	assert.ErrorIs(t, err, full)
}

func TestDeepNestingReachesTheSealerFlat(t *testing.T) {
	sealer := startSealer(t, socketPath(t), mib, func(_ signal, body []byte) (byte, []byte) {
		if _, err := (&plog.ProtoUnmarshaler{}).UnmarshalLogs(body); err != nil {
			return statusBad, []byte(err.Error())
		}
		return statusOK, body
	})
	next := new(consumertest.LogsSink)
	logs := oneLog("")
	nestedMaps(logs.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0).Body(), 5000)
	require.NoError(t, startLogs(t, testConfig(sealer.socket), next).ConsumeLogs(context.Background(), logs))
	assert.Equal(t, 1, next.LogRecordCount())
}

func TestEachRequestIsCounted(t *testing.T) {
	telemetry := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, telemetry.Shutdown(context.Background())) })
	status := byte(statusOK)
	sealer := startSealer(t, socketPath(t), mib, func(_ signal, body []byte) (byte, []byte) {
		if status == statusOK {
			return statusOK, body
		}
		return status, refusal(0, "no")
	})
	made, err := NewFactory().CreateLogs(context.Background(), metadatatest.NewSettings(telemetry), testConfig(sealer.socket), consumertest.NewNop())
	require.NoError(t, err)
	started(t, made, componenttest.NewNopHost())
	logs := oneLog("")
	nested(logs.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0).Body(), 60)
	require.NoError(t, made.ConsumeLogs(context.Background(), logs))
	status = statusRetry
	require.Error(t, made.ConsumeLogs(context.Background(), oneLog("")))
	status = statusBad
	require.Error(t, made.ConsumeLogs(context.Background(), oneLog("")))

	requests, err := telemetry.GetMetric("otelcol_processor_sealog_requests")
	require.NoError(t, err)
	assert.Equal(t, map[string]int64{"sealed": 1, "unavailable": 1, "malformed": 1}, byAttribute(requests, "outcome"))
	changed, err := telemetry.GetMetric("otelcol_processor_sealog_values_changed")
	require.NoError(t, err)
	assert.Equal(t, map[string]int64{"too_deep": 1}, byAttribute(changed, "reason"))
	for _, name := range []string{"request_bytes", "answer_bytes", "request_duration"} {
		_, err = telemetry.GetMetric("otelcol_processor_sealog_" + name)
		assert.NoError(t, err)
	}
}

// statusHost keeps what a component reports of its health.
