package sealogprocessor // import "github.com/sealog/sealog/collector/sealogprocessor"

import (
	"go.opentelemetry.io/collector/pdata/plog"
)

var logsShape = shape[plog.Logs]{
	flatten:   flattenLogs,
	split:     splitLogs,
	marshal:   (&plog.ProtoMarshaler{}).MarshalLogs,
	unmarshal: (&plog.ProtoUnmarshaler{}).UnmarshalLogs,
	join:      func(from, to plog.Logs) { from.ResourceLogs().MoveAndAppendTo(to.ResourceLogs()) },
	empty:     plog.NewLogs,
	count:     plog.Logs.LogRecordCount,
}

func flattenLogs(logs plog.Logs) int {
	changed := 0
	for _, resource := range logs.ResourceLogs().All() {
		changed += flattenMap(resource.Resource().Attributes())
		for _, scope := range resource.ScopeLogs().All() {
			changed += flattenMap(scope.Scope().Attributes())
			for _, record := range scope.LogRecords().All() {
				changed += flatten(record.Body(), 1) + flattenMap(record.Attributes())
			}
		}
	}
	return changed
}

func splitLogs(logs plog.Logs, fit fit) ([]plog.Logs, int) {
	sizes := &plog.ProtoMarshaler{}
	if sizes.LogsSize(logs) <= fit.target {
		return []plog.Logs{logs}, 0
	}
	var parts []plog.Logs
	emptied, part, size := 0, plog.NewLogs(), 0
	for _, resource := range logs.ResourceLogs().All() {
		resourceHead := plog.NewResourceLogs()
		resource.Resource().CopyTo(resourceHead.Resource())
		resourceHead.SetSchemaUrl(resource.SchemaUrl())
		if sizes.ResourceLogsSize(resourceHead) > fit.heading() {
			emptied++
			blackResource(resourceHead.Resource())
			resourceHead.SetSchemaUrl("")
		}
		for _, scope := range resource.ScopeLogs().All() {
			scopeHead := plog.NewScopeLogs()
			scope.Scope().CopyTo(scopeHead.Scope())
			scopeHead.SetSchemaUrl(scope.SchemaUrl())
			if sizes.ScopeLogsSize(scopeHead) > fit.heading() {
				emptied++
				scopeHead = plog.NewScopeLogs()
			}
			heads := sizes.ResourceLogsSize(resourceHead) + sizes.ScopeLogsSize(scopeHead) + 2*framing
			var records plog.LogRecordSlice
			open := false
			for _, record := range scope.LogRecords().All() {
				if heads+sizes.LogRecordSize(record)+framing > fit.most {
					emptied++
					record = blackRecord(record)
				}
				needs := sizes.LogRecordSize(record) + framing
				if size > 0 && size+needs+heads > fit.target {
					parts = append(parts, part)
					part, size, open = plog.NewLogs(), 0, false
				}
				if !open {
					intoResource := part.ResourceLogs().AppendEmpty()
					resourceHead.CopyTo(intoResource)
					intoScope := intoResource.ScopeLogs().AppendEmpty()
					scopeHead.CopyTo(intoScope)
					records, open, size = intoScope.LogRecords(), true, size+heads
				}
				record.CopyTo(records.AppendEmpty())
				size += needs
			}
		}
	}
	return append(parts, part), emptied
}

// blackRecord returns a record without any text; times, severity number and place in a trace stay.
func blackRecord(record plog.LogRecord) plog.LogRecord {
	empty := plog.NewLogRecord()
	empty.SetTimestamp(record.Timestamp())
	empty.SetObservedTimestamp(record.ObservedTimestamp())
	empty.SetSeverityNumber(record.SeverityNumber())
	empty.SetTraceID(record.TraceID())
	empty.SetSpanID(record.SpanID())
	empty.SetFlags(record.Flags())
	empty.Body().SetStr(black)
	return empty
}
