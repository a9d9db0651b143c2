package errorspanconnector

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/connector"
	"go.opentelemetry.io/collector/connector/connectortest"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/sealog/sealog/collector/errorspanconnector/internal/metadata"
)

func newConnector(t *testing.T, cfg *Config, next consumer.Traces) connector.Logs {
	made, err := NewFactory().CreateLogsToTraces(context.Background(), connectortest.NewNopSettings(metadata.Type), cfg, next)
	require.NoError(t, err)
	require.NoError(t, made.Start(context.Background(), componenttest.NewNopHost()))
	t.Cleanup(func() { require.NoError(t, made.Shutdown(context.Background())) })
	return made
}

func defaults() *Config { return NewFactory().CreateDefaultConfig().(*Config) }

// logged adds a record of a severity to a trace; 0 stands for no trace.
func logged(to plog.ResourceLogs, severity plog.SeverityNumber, trace byte) plog.LogRecord {
	record := to.ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
	record.SetSeverityNumber(severity)
	record.SetTraceID(pcommon.TraceID{trace})
	record.SetSpanID(pcommon.SpanID{trace, 1})
	record.SetTimestamp(1000)
	record.Body().SetStr("failed for anna@example.org")
	record.Attributes().PutStr("user.email", "anna@example.org")
	return record
}

func spansOf(sink *consumertest.TracesSink) []ptrace.Span {
	var spans []ptrace.Span
	for _, batch := range sink.AllTraces() {
		for _, resource := range batch.ResourceSpans().All() {
			for _, span := range resource.ScopeSpans().At(0).Spans().All() {
				spans = append(spans, span)
			}
		}
	}
	return spans
}

func TestATraceWithErrorsIsMarkedOnce(t *testing.T) {
	sink, logs := new(consumertest.TracesSink), plog.NewLogs()
	resource := logs.ResourceLogs().AppendEmpty()
	resource.Resource().Attributes().PutStr("service.name", "shop")
	resource.Resource().Attributes().PutStr("host.name", "anna-laptop")
	for range 3 {
		logged(resource, plog.SeverityNumberError, 7)
	}
	logged(logs.ResourceLogs().AppendEmpty(), plog.SeverityNumberFatal4, 7)
	require.NoError(t, newConnector(t, defaults(), sink).ConsumeLogs(context.Background(), logs))

	spans := spansOf(sink)
	require.Len(t, spans, 1)
	assert.Equal(t, pcommon.TraceID{7}, spans[0].TraceID())
	assert.Equal(t, pcommon.SpanID{7, 1}, spans[0].ParentSpanID())
	assert.False(t, spans[0].SpanID().IsEmpty())
	assert.EqualValues(t, 1000, spans[0].StartTimestamp())
	assert.Equal(t, map[string]any{markAttribute: true}, spans[0].Attributes().AsRaw())
	resourceOut := sink.AllTraces()[0].ResourceSpans().At(0).Resource()
	assert.Equal(t, map[string]any{"service.name": "shop"}, resourceOut.Attributes().AsRaw())
}

func TestLogsWithoutAnErrorOrATraceMarkNothing(t *testing.T) {
	sink, logs := new(consumertest.TracesSink), plog.NewLogs()
	resource := logs.ResourceLogs().AppendEmpty()
	logged(resource, plog.SeverityNumberWarn4, 1)
	logged(resource, plog.SeverityNumberUnspecified, 2)
	logged(resource, plog.SeverityNumberError, 0)
	require.NoError(t, newConnector(t, defaults(), sink).ConsumeLogs(context.Background(), logs))
	assert.Empty(t, sink.AllTraces())
}

func TestTheSeverityCanBeChosen(t *testing.T) {
	sink, logs := new(consumertest.TracesSink), plog.NewLogs()
	logged(logs.ResourceLogs().AppendEmpty(), plog.SeverityNumberWarn, 1)
	require.NoError(t, newConnector(t, &Config{MinSeverity: 13}, sink).ConsumeLogs(context.Background(), logs))
	assert.Len(t, spansOf(sink), 1)
}

func TestAnObservedTimeStandsInForAMissingOne(t *testing.T) {
	sink, logs := new(consumertest.TracesSink), plog.NewLogs()
	resource := logs.ResourceLogs().AppendEmpty()
	observed := logged(resource, plog.SeverityNumberError, 1)
	observed.SetTimestamp(0)
	observed.SetObservedTimestamp(2000)
	logged(resource, plog.SeverityNumberError, 2).SetTimestamp(0)
	require.NoError(t, newConnector(t, defaults(), sink).ConsumeLogs(context.Background(), logs))
	assert.EqualValues(t, 2000, spansOf(sink)[0].StartTimestamp())
	assert.NotZero(t, spansOf(sink)[1].StartTimestamp())
}

func TestARefusedMarkIsTheSendersToRetry(t *testing.T) {
	refused, logs := errors.New("memory is full"), plog.NewLogs()
	logged(logs.ResourceLogs().AppendEmpty(), plog.SeverityNumberError, 1)
	err := newConnector(t, defaults(), consumertest.NewErr(refused)).ConsumeLogs(context.Background(), logs)
	assert.ErrorIs(t, err, refused)
}

func TestASeverityThatNoLogHasIsNamed(t *testing.T) {
	require.NoError(t, confmap.Validate(defaults()))
	for _, wrong := range []int{0, 25} {
		assert.ErrorContains(t, confmap.Validate(&Config{MinSeverity: wrong}), "min_severity: must be 1 to 24")
	}
}
