package sealogprocessor

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// nested fills value with `levels` lists in each other, and a text in the innermost.
func nested(value pcommon.Value, levels int) {
	for range levels {
		value = value.SetEmptySlice().AppendEmpty()
	}
	value.SetStr("innermost")
}

// nestedMaps does so with maps.
func nestedMaps(value pcommon.Value, levels int) {
	for range levels {
		value = value.SetEmptyMap().PutEmpty("k")
	}
	value.SetStr("innermost")
}

func depthOf(value pcommon.Value) int {
	deepest := 0
	switch value.Type() {
	case pcommon.ValueTypeSlice:
		for _, inner := range value.Slice().All() {
			deepest = max(deepest, depthOf(inner))
		}
		return deepest + 1
	case pcommon.ValueTypeMap:
		for _, inner := range value.Map().All() {
			deepest = max(deepest, depthOf(inner))
		}
		return deepest + 1
	default:
		return 0
	}
}

func TestWhatIsNestedAsDeeplyAsAllowedStaysAsItIs(t *testing.T) {
	for _, fill := range []func(pcommon.Value, int){nested, nestedMaps} {
		value, same := pcommon.NewValueEmpty(), pcommon.NewValueEmpty()
		fill(value, maxDepth)
		fill(same, maxDepth)
		assert.Zero(t, flatten(value, 1))
		assert.True(t, same.Equal(value))
	}
}

func TestWhatIsNestedDeeperBecomesTextAndKeepsItsContent(t *testing.T) {
	for levels, wants := range map[int]string{33: `["innermost"]`, 35: `[[["innermost"]]]`} {
		value := pcommon.NewValueEmpty()
		nested(value, levels)
		assert.Equal(t, 1, flatten(value, 1))
		assert.Equal(t, maxDepth, depthOf(value))
		for range maxDepth {
			value = value.Slice().At(0)
		}
		assert.Equal(t, wants, value.Str())
	}
}

func TestNestingOfAnyDepthIsBounded(t *testing.T) {
	value := pcommon.NewValueEmpty()
	nested(value, 200_000)
	assert.Equal(t, 1, flatten(value, 1))
	assert.Equal(t, maxDepth, depthOf(value))
	for range maxDepth {
		value = value.Slice().At(0)
	}
	assert.Contains(t, value.Str(), tooDeep)
	assert.Less(t, len(value.Str()), 4*maxTextDepth)
}

func TestFlattenedTextIsJSONWhateverItHolds(t *testing.T) {
	value := pcommon.NewValueEmpty()
	inner := value
	for range maxDepth {
		inner = inner.SetEmptySlice().AppendEmpty()
	}
	everything := inner.SetEmptyMap()
	everything.PutStr("text \"quoted\"\n<&>", "a\u2028b\xff")
	everything.PutInt("int", math.MinInt64)
	everything.PutDouble("double", 1e300)
	everything.PutDouble("nan", math.NaN())
	everything.PutBool("bool", true)
	everything.PutEmpty("empty")
	everything.PutEmptyBytes("bytes").FromRaw([]byte{0, 255})
	everything.PutEmptySlice("list").AppendEmpty().SetInt(1)
	assert.Equal(t, 1, flatten(value, 1))
	var back map[string]any
	require.NoError(t, json.Unmarshal([]byte(inner.Str()), &back))
	assert.Equal(t, map[string]any{
		"text \"quoted\"\n<&>": "a\u2028b\ufffd", "int": float64(math.MinInt64), "double": 1e300, "nan": "NaN",
		"bool": true, "empty": nil, "bytes": "AP8=", "list": []any{1.0},
	}, back)
}

func TestEveryPlaceThatCanNestIsBounded(t *testing.T) {
	deep := func(m pcommon.Map) { nested(m.PutEmpty("deep"), 60) }

	logs := plog.NewLogs()
	resourceLogs := logs.ResourceLogs().AppendEmpty()
	deep(resourceLogs.Resource().Attributes())
	scopeLogs := resourceLogs.ScopeLogs().AppendEmpty()
	deep(scopeLogs.Scope().Attributes())
	record := scopeLogs.LogRecords().AppendEmpty()
	deep(record.Attributes())
	nested(record.Body(), 60)
	assert.Equal(t, 4, flattenLogs(logs))
	requireReadable(t, logs, logsShape)

	traces := ptrace.NewTraces()
	resourceSpans := traces.ResourceSpans().AppendEmpty()
	deep(resourceSpans.Resource().Attributes())
	scopeSpans := resourceSpans.ScopeSpans().AppendEmpty()
	deep(scopeSpans.Scope().Attributes())
	span := scopeSpans.Spans().AppendEmpty()
	deep(span.Attributes())
	deep(span.Events().AppendEmpty().Attributes())
	deep(span.Links().AppendEmpty().Attributes())
	assert.Equal(t, 5, flattenTraces(traces))
	requireReadable(t, traces, tracesShape)

	metrics := pmetric.NewMetrics()
	resourceMetrics := metrics.ResourceMetrics().AppendEmpty()
	deep(resourceMetrics.Resource().Attributes())
	scopeMetrics := resourceMetrics.ScopeMetrics().AppendEmpty()
	deep(scopeMetrics.Scope().Attributes())
	gauge := scopeMetrics.Metrics().AppendEmpty()
	deep(gauge.Metadata())
	gaugePoint := gauge.SetEmptyGauge().DataPoints().AppendEmpty()
	deep(gaugePoint.Attributes())
	deep(gaugePoint.Exemplars().AppendEmpty().FilteredAttributes())
	deep(scopeMetrics.Metrics().AppendEmpty().SetEmptySum().DataPoints().AppendEmpty().Attributes())
	histogram := scopeMetrics.Metrics().AppendEmpty().SetEmptyHistogram().DataPoints().AppendEmpty()
	deep(histogram.Attributes())
	deep(histogram.Exemplars().AppendEmpty().FilteredAttributes())
	exponential := scopeMetrics.Metrics().AppendEmpty().SetEmptyExponentialHistogram().DataPoints().AppendEmpty()
	deep(exponential.Attributes())
	deep(exponential.Exemplars().AppendEmpty().FilteredAttributes())
	deep(scopeMetrics.Metrics().AppendEmpty().SetEmptySummary().DataPoints().AppendEmpty().Attributes())
	assert.Equal(t, 11, flattenMetrics(metrics))
	requireReadable(t, metrics, metricsShape)
}

// requireReadable says that a queue on disk can read a batch back: its reader refuses about 50 nested lists.
func requireReadable[T any](t *testing.T, batch T, s shape[T]) {
	t.Helper()
	raw, err := s.marshal(batch)
	require.NoError(t, err)
	_, err = s.unmarshal(raw)
	require.NoError(t, err)
}

// numbered returns `count` records of `size` bytes each, in `scopes` scopes of each of two resources.
