package sealogprocessor // import "github.com/sealog/sealog/collector/sealogprocessor"

import (
	"go.opentelemetry.io/collector/pdata/ptrace"
)

var tracesShape = shape[ptrace.Traces]{
	flatten:   flattenTraces,
	split:     splitTraces,
	marshal:   (&ptrace.ProtoMarshaler{}).MarshalTraces,
	unmarshal: (&ptrace.ProtoUnmarshaler{}).UnmarshalTraces,
	join:      func(from, to ptrace.Traces) { from.ResourceSpans().MoveAndAppendTo(to.ResourceSpans()) },
	empty:     ptrace.NewTraces,
	count:     ptrace.Traces.SpanCount,
}

func flattenTraces(traces ptrace.Traces) int {
	changed := 0
	for _, resource := range traces.ResourceSpans().All() {
		changed += flattenMap(resource.Resource().Attributes())
		for _, scope := range resource.ScopeSpans().All() {
			changed += flattenMap(scope.Scope().Attributes())
			for _, span := range scope.Spans().All() {
				changed += flattenMap(span.Attributes())
				for _, event := range span.Events().All() {
					changed += flattenMap(event.Attributes())
				}
				for _, link := range span.Links().All() {
					changed += flattenMap(link.Attributes())
				}
			}
		}
	}
	return changed
}

func splitTraces(traces ptrace.Traces, fit fit) ([]ptrace.Traces, int) {
	sizes := &ptrace.ProtoMarshaler{}
	if sizes.TracesSize(traces) <= fit.target {
		return []ptrace.Traces{traces}, 0
	}
	var parts []ptrace.Traces
	emptied, part, size := 0, ptrace.NewTraces(), 0
	for _, resource := range traces.ResourceSpans().All() {
		resourceHead := ptrace.NewResourceSpans()
		resource.Resource().CopyTo(resourceHead.Resource())
		resourceHead.SetSchemaUrl(resource.SchemaUrl())
		if sizes.ResourceSpansSize(resourceHead) > fit.heading() {
			emptied++
			blackResource(resourceHead.Resource())
			resourceHead.SetSchemaUrl("")
		}
		for _, scope := range resource.ScopeSpans().All() {
			scopeHead := ptrace.NewScopeSpans()
			scope.Scope().CopyTo(scopeHead.Scope())
			scopeHead.SetSchemaUrl(scope.SchemaUrl())
			if sizes.ScopeSpansSize(scopeHead) > fit.heading() {
				emptied++
				scopeHead = ptrace.NewScopeSpans()
			}
			heads := sizes.ResourceSpansSize(resourceHead) + sizes.ScopeSpansSize(scopeHead) + 2*framing
			var spans ptrace.SpanSlice
			open := false
			for _, span := range scope.Spans().All() {
				if heads+sizes.SpanSize(span)+framing > fit.most {
					emptied++
					span = blackSpan(span)
				}
				needs := sizes.SpanSize(span) + framing
				if size > 0 && size+needs+heads > fit.target {
					parts = append(parts, part)
					part, size, open = ptrace.NewTraces(), 0, false
				}
				if !open {
					intoResource := part.ResourceSpans().AppendEmpty()
					resourceHead.CopyTo(intoResource)
					intoScope := intoResource.ScopeSpans().AppendEmpty()
					scopeHead.CopyTo(intoScope)
					spans, open, size = intoScope.Spans(), true, size+heads
				}
				span.CopyTo(spans.AppendEmpty())
				size += needs
			}
		}
	}
	return append(parts, part), emptied
}

// blackSpan returns a span without any text; times, kind, status code and place in its trace stay.
func blackSpan(span ptrace.Span) ptrace.Span {
	empty := ptrace.NewSpan()
	empty.SetName(black)
	empty.SetTraceID(span.TraceID())
	empty.SetSpanID(span.SpanID())
	empty.SetParentSpanID(span.ParentSpanID())
	empty.SetFlags(span.Flags())
	empty.SetKind(span.Kind())
	empty.SetStartTimestamp(span.StartTimestamp())
	empty.SetEndTimestamp(span.EndTimestamp())
	empty.Status().SetCode(span.Status().Code())
	return empty
}
