package sealogprocessor

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

func numbered(count, scopes, size int) plog.Logs {
	logs := plog.NewLogs()
	for r := range 2 {
		resource := logs.ResourceLogs().AppendEmpty()
		resource.SetSchemaUrl("https://opentelemetry.io/schemas/1.40.0")
		resource.Resource().Attributes().PutStr("service.name", fmt.Sprint("service", r))
		for s := range scopes {
			scope := resource.ScopeLogs().AppendEmpty()
			scope.Scope().SetName(fmt.Sprint("scope", s))
			for i := range count / 2 / scopes {
				record := scope.LogRecords().AppendEmpty()
				record.Body().SetStr(fmt.Sprintf("%d-%d-%d %s", r, s, i, strings.Repeat("x", size)))
			}
		}
	}
	return logs
}

// listed returns service, scope and body of each record, in order.
func listed(parts ...plog.Logs) []string {
	var lines []string
	for _, part := range parts {
		for _, resource := range part.ResourceLogs().All() {
			service, _ := resource.Resource().Attributes().Get("service.name")
			for _, scope := range resource.ScopeLogs().All() {
				for _, record := range scope.LogRecords().All() {
					lines = append(lines, service.AsString()+" "+resource.SchemaUrl()+" "+scope.Scope().Name()+" "+record.Body().Str())
				}
			}
		}
	}
	return lines
}

func TestABatchThatFitsIsNotCopied(t *testing.T) {
	logs := numbered(10, 1, 10)
	parts, emptied := splitLogs(logs, fit{target: mib, most: mib})
	assert.Zero(t, emptied)
	assert.Equal(t, []plog.Logs{logs}, parts)
}

func TestALargeBatchIsSplitIntoPartsThatFitAndNothingIsLostOrMoved(t *testing.T) {
	sizes := &plog.ProtoMarshaler{}
	for _, scopes := range []int{1, 3, 25} {
		logs := numbered(300, scopes, 200)
		before := listed(logs)
		parts, emptied := splitLogs(logs, fit{target: 4000, most: 4000})
		assert.Zero(t, emptied)
		assert.Greater(t, len(parts), 10)
		for _, part := range parts {
			assert.LessOrEqual(t, sizes.LogsSize(part), 4000)
		}
		assert.Equal(t, before, listed(parts...))
		assert.Equal(t, before, listed(logs), "a receiver may try again with the same batch")
	}
}

func TestARecordLargerThanATargetGoesAlone(t *testing.T) {
	logs := numbered(4, 1, 100)
	logs.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(1).Body().SetStr(strings.Repeat("y", 5000))
	before := listed(logs)
	parts, emptied := splitLogs(logs, fit{target: 4000, most: 8000})
	assert.Zero(t, emptied)
	assert.Len(t, parts, 3)
	assert.Equal(t, before, listed(parts...))
}

func TestARecordThatTheSealerCannotTakeIsBlackedOutAndItsNeighboursAreNot(t *testing.T) {
	logs := numbered(4, 1, 100)
	huge := logs.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(1)
	huge.Body().SetStr(strings.Repeat("y", 9000))
	huge.Attributes().PutStr("user.email", "anna@example.org")
	huge.SetTraceID(pcommon.TraceID{1})
	huge.SetSeverityNumber(plog.SeverityNumberError)
	parts, emptied := splitLogs(logs, fit{target: 4000, most: 8000})
	assert.Equal(t, 1, emptied)
	all := listed(parts...)
	assert.Len(t, all, 4)
	assert.Contains(t, all[1], black)
	for _, part := range parts {
		for _, resource := range part.ResourceLogs().All() {
			for _, record := range resource.ScopeLogs().At(0).LogRecords().All() {
				if record.Body().Str() == black {
					assert.Equal(t, pcommon.TraceID{1}, record.TraceID())
					assert.Equal(t, plog.SeverityNumberError, record.SeverityNumber())
					assert.Zero(t, record.Attributes().Len())
				}
			}
		}
	}
}

func TestAHugeResourceIsNotRepeatedInEveryPart(t *testing.T) {
	logs := numbered(300, 1, 50)
	logs.ResourceLogs().At(0).Resource().Attributes().PutStr("blob", strings.Repeat("z", 3500))
	logs.ResourceLogs().At(1).ScopeLogs().At(0).Scope().Attributes().PutStr("blob", strings.Repeat("z", 3500))
	parts, emptied := splitLogs(logs, fit{target: 4000, most: 8000})
	assert.Equal(t, 2, emptied)
	assert.Len(t, listed(parts...), 300)
	for _, part := range parts {
		for _, resource := range part.ResourceLogs().All() {
			assert.Equal(t, 1, resource.Resource().Attributes().Len(), "the service's name stays")
		}
	}
}

func TestTracesAreSplitTheSameWay(t *testing.T) {
	traces := ptrace.NewTraces()
	spans := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
	for i := range 100 {
		span := spans.AppendEmpty()
		span.SetName(fmt.Sprintf("%d %s", i, strings.Repeat("x", 100)))
		span.SetSpanID(pcommon.SpanID{byte(i)})
	}
	spans.At(50).SetName(strings.Repeat("y", 9000))
	parts, emptied := splitTraces(traces, fit{target: 4000, most: 8000})
	assert.Equal(t, 1, emptied)
	assert.Greater(t, len(parts), 2)
	seen := 0
	for _, part := range parts {
		assert.LessOrEqual(t, (&ptrace.ProtoMarshaler{}).TracesSize(part), 4000)
		for _, span := range part.ResourceSpans().At(0).ScopeSpans().At(0).Spans().All() {
			assert.Equal(t, pcommon.SpanID{byte(seen)}, span.SpanID())
			assert.Equal(t, seen == 50, span.Name() == black)
			seen++
		}
	}
	assert.Equal(t, 100, seen)
}

func TestMetricsAreSplitTheSameWay(t *testing.T) {
	metrics := pmetric.NewMetrics()
	into := metrics.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics()
	for i := range 100 {
		metric := into.AppendEmpty()
		metric.SetName(fmt.Sprintf("m%d_%s", i, strings.Repeat("x", 100)))
		metric.SetEmptyGauge().DataPoints().AppendEmpty().SetIntValue(int64(i))
	}
	into.At(50).SetDescription(strings.Repeat("y", 9000))
	parts, emptied := splitMetrics(metrics, fit{target: 4000, most: 8000})
	assert.Equal(t, 1, emptied)
	seen := 0
	for _, part := range parts {
		assert.LessOrEqual(t, (&pmetric.ProtoMarshaler{}).MetricsSize(part), 4000)
		seen += part.MetricCount()
	}
	assert.Equal(t, 99, seen)
}

func TestABlackResourceKeepsNothingButAShortServiceName(t *testing.T) {
	resource := pcommon.NewResource()
	resource.Attributes().PutStr("service.name", "shop")
	resource.Attributes().PutStr("host.name", "anna-laptop")
	blackResource(resource)
	assert.Equal(t, map[string]any{"service.name": "shop"}, resource.Attributes().AsRaw())
	resource.Attributes().PutStr("service.name", strings.Repeat("s", 257))
	blackResource(resource)
	assert.Zero(t, resource.Attributes().Len())
}
