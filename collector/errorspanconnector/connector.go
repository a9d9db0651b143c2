package errorspanconnector // import "github.com/sealog/sealog/collector/errorspanconnector"

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/connector"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/sealog/sealog/collector/errorspanconnector/internal/metadata"
)

const (
	// markAttribute is what a sampling policy and the filter behind it look for.
	markAttribute = "sealog.error_log"
	markName      = "error log"
	serviceName   = "service.name"
)

// Config says which logs count as errors.
type Config struct {
	// MinSeverity is the least OpenTelemetry severity number that counts, 1 to 24; 17 is ERROR.
	MinSeverity int `mapstructure:"min_severity"`
	_           struct{}
}

// Validate reports a severity that no log can have.
func (c *Config) Validate() error {
	if c.MinSeverity < 1 || c.MinSeverity > 24 {
		return fmt.Errorf("min_severity: must be 1 to 24, got %d", c.MinSeverity)
	}
	return nil
}

// NewFactory returns the factory of the `errorspan` connector.
func NewFactory() connector.Factory {
	return connector.NewFactory(
		metadata.Type,
		func() component.Config { return &Config{MinSeverity: int(plog.SeverityNumberError)} },
		connector.WithLogsToTraces(createLogsToTraces, metadata.LogsToTracesStability),
	)
}

func createLogsToTraces(_ context.Context, _ connector.Settings, cfg component.Config, next consumer.Traces) (connector.Logs, error) {
	return &errorSpans{least: plog.SeverityNumber(cfg.(*Config).MinSeverity), next: next}, nil
}

// errorSpans keeps nothing between batches; any number of goroutines may use it.
type errorSpans struct {
	component.StartFunc
	component.ShutdownFunc
	least plog.SeverityNumber
	next  consumer.Traces
}

// Capabilities are those of a consumer that changes nothing.
func (*errorSpans) Capabilities() consumer.Capabilities { return consumer.Capabilities{} }

func (c *errorSpans) ConsumeLogs(ctx context.Context, logs plog.Logs) error {
	marks := c.marks(logs)
	if marks.SpanCount() == 0 {
		return nil
	}
	return c.next.ConsumeTraces(ctx, marks)
}

// marks returns one span for each trace with an error in logs, below the span that logged the first one.
func (c *errorSpans) marks(logs plog.Logs) ptrace.Traces {
	marks := ptrace.NewTraces()
	seen := map[pcommon.TraceID]struct{}{}
	for _, resource := range logs.ResourceLogs().All() {
		var spans ptrace.SpanSlice
		open := false
		for _, scope := range resource.ScopeLogs().All() {
			for _, record := range scope.LogRecords().All() {
				if record.SeverityNumber() < c.least || record.TraceID().IsEmpty() {
					continue
				}
				if _, known := seen[record.TraceID()]; known {
					continue
				}
				seen[record.TraceID()] = struct{}{}
				if !open {
					into := marks.ResourceSpans().AppendEmpty()
					if name, named := resource.Resource().Attributes().Get(serviceName); named {
						name.CopyTo(into.Resource().Attributes().PutEmpty(serviceName))
					}
					spans, open = into.ScopeSpans().AppendEmpty().Spans(), true
				}
				mark(spans.AppendEmpty(), record)
			}
		}
	}
	return marks
}

func mark(span ptrace.Span, record plog.LogRecord) {
	var id pcommon.SpanID
	_, _ = rand.Read(id[:]) // never fails, says crypto/rand
	at := record.Timestamp()
	if at == 0 {
		at = record.ObservedTimestamp()
	}
	if at == 0 {
		at = pcommon.NewTimestampFromTime(time.Now())
	}
	span.SetTraceID(record.TraceID())
	span.SetSpanID(id)
	span.SetParentSpanID(record.SpanID())
	span.SetName(markName)
	span.SetKind(ptrace.SpanKindInternal)
	span.SetStartTimestamp(at)
	span.SetEndTimestamp(at)
	span.Attributes().PutBool(markAttribute, true)
}
