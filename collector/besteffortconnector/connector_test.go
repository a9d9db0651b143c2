package besteffortconnector

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"

	"github.com/sealog/sealog/collector/besteffortconnector/internal/metadatatest"
)

func someLogs(records int) plog.Logs {
	batch := plog.NewLogs()
	into := batch.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords()
	for range records {
		into.AppendEmpty()
	}
	return batch
}

func someTraces(spans int) ptrace.Traces {
	batch := ptrace.NewTraces()
	into := batch.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
	for range spans {
		into.AppendEmpty()
	}
	return batch
}

func someMetrics(points int) pmetric.Metrics {
	batch := pmetric.NewMetrics()
	into := batch.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics().AppendEmpty().SetEmptyGauge().DataPoints()
	for range points {
		into.AppendEmpty()
	}
	return batch
}

func started(t *testing.T, made component.Component) {
	require.NoError(t, made.Start(context.Background(), componenttest.NewNopHost()))
	t.Cleanup(func() { require.NoError(t, made.Shutdown(context.Background())) })
}

// consumeAll gives a connector of each signal one batch, of 2 records, 3 spans and 4 data points.
func consumeAll(t *testing.T, telemetry *componenttest.Telemetry, next consumertest.Consumer) error {
	ctx, set, factory := context.Background(), metadatatest.NewSettings(telemetry), NewFactory()
	cfg := factory.CreateDefaultConfig()
	logs, err := factory.CreateLogsToLogs(ctx, set, cfg, next)
	require.NoError(t, err)
	started(t, logs)
	traces, err := factory.CreateTracesToTraces(ctx, set, cfg, next)
	require.NoError(t, err)
	started(t, traces)
	metrics, err := factory.CreateMetricsToMetrics(ctx, set, cfg, next)
	require.NoError(t, err)
	started(t, metrics)
	return errors.Join(
		logs.ConsumeLogs(ctx, someLogs(2)), traces.ConsumeTraces(ctx, someTraces(3)), metrics.ConsumeMetrics(ctx, someMetrics(4)))
}

func newTelemetry(t *testing.T) *componenttest.Telemetry {
	telemetry := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, telemetry.Shutdown(context.Background())) })
	return telemetry
}

func TestWhatIsTakenIsPassedOnAndNothingIsCounted(t *testing.T) {
	telemetry := newTelemetry(t)
	require.NoError(t, consumeAll(t, telemetry, consumertest.NewNop()))
	_, err := telemetry.GetMetric("otelcol_connector_besteffort_dropped_items")
	assert.Error(t, err)
}

func TestWhatIsRefusedIsCountedAndTheSenderIsNotRefused(t *testing.T) {
	telemetry := newTelemetry(t)
	require.NoError(t, consumeAll(t, telemetry, consumertest.NewErr(errors.New("queue is full"))))
	dropped, err := telemetry.GetMetric("otelcol_connector_besteffort_dropped_items")
	require.NoError(t, err)
	counts := map[string]int64{}
	for _, point := range dropped.Data.(metricdata.Sum[int64]).DataPoints {
		signal, _ := point.Attributes.Value(attribute.Key("signal"))
		counts[signal.AsString()] = point.Value
	}
	assert.Equal(t, map[string]int64{"logs": 2, "traces": 3, "metrics": 4}, counts)
}

func TestDataGoesOnAsItIs(t *testing.T) {
	ctx, sink := context.Background(), new(consumertest.LogsSink)
	logs, err := NewFactory().CreateLogsToLogs(ctx, metadatatest.NewSettings(newTelemetry(t)), &Config{}, sink)
	require.NoError(t, err)
	started(t, logs)
	batch := someLogs(1)
	require.NoError(t, logs.ConsumeLogs(ctx, batch))
	assert.Equal(t, []plog.Logs{batch}, sink.AllLogs())
}
