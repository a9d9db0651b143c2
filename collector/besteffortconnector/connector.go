package besteffortconnector // import "github.com/sealog/sealog/collector/besteffortconnector"

import (
	"context"
	"sync/atomic"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/connector"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.uber.org/zap"

	"github.com/sealog/sealog/collector/besteffortconnector/internal/metadata"
)

// Config is empty: how much waits, and for how long, is set in the exporter behind the connector.
type Config struct{}

// NewFactory returns the factory of the `besteffort` connector.
func NewFactory() connector.Factory {
	return connector.NewFactory(
		metadata.Type,
		func() component.Config { return &Config{} },
		connector.WithLogsToLogs(createLogs, metadata.LogsToLogsStability),
		connector.WithTracesToTraces(createTraces, metadata.TracesToTracesStability),
		connector.WithMetricsToMetrics(createMetrics, metadata.MetricsToMetricsStability),
	)
}

func createLogs(_ context.Context, set connector.Settings, _ component.Config, next consumer.Logs) (connector.Logs, error) {
	c, err := newBestEffort(set, "logs")
	if err != nil {
		return nil, err
	}
	return &logs{c, next}, nil
}

func createTraces(_ context.Context, set connector.Settings, _ component.Config, next consumer.Traces) (connector.Traces, error) {
	c, err := newBestEffort(set, "traces")
	if err != nil {
		return nil, err
	}
	return &traces{c, next}, nil
}

func createMetrics(_ context.Context, set connector.Settings, _ component.Config, next consumer.Metrics) (connector.Metrics, error) {
	c, err := newBestEffort(set, "metrics")
	if err != nil {
		return nil, err
	}
	return &metrics{c, next}, nil
}

// bestEffort counts what is dropped. Any number of goroutines may use it.
type bestEffort struct {
	component.StartFunc
	logger    *zap.Logger
	telemetry *metadata.TelemetryBuilder
	signal    metric.MeasurementOption
	dropping  atomic.Bool
}

func newBestEffort(set connector.Settings, signal string) (*bestEffort, error) {
	telemetry, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	return &bestEffort{
		logger:    set.Logger,
		telemetry: telemetry,
		signal:    metric.WithAttributeSet(attribute.NewSet(attribute.String("signal", signal))),
	}, nil
}

func (c *bestEffort) Shutdown(context.Context) error {
	c.telemetry.Shutdown()
	return nil
}

// Capabilities are those of a consumer that changes nothing: the service clones for a pipeline that does.
func (*bestEffort) Capabilities() consumer.Capabilities { return consumer.Capabilities{} }

// settle counts the items if err says that they were refused, and says so in the log when it begins and ends.
func (c *bestEffort) settle(ctx context.Context, items int, err error) error {
	if err != nil {
		c.telemetry.ConnectorBesteffortDroppedItems.Add(ctx, int64(items), c.signal)
	}
	if failed := err != nil; c.dropping.Swap(failed) != failed {
		if failed {
			c.logger.Warn("The pipeline behind refuses data; it is dropped and counted", zap.Error(err))
		} else {
			c.logger.Info("The pipeline behind takes data again")
		}
	}
	return nil
}

type logs struct {
	*bestEffort
	next consumer.Logs
}

func (c *logs) ConsumeLogs(ctx context.Context, batch plog.Logs) error {
	items := batch.LogRecordCount()
	return c.settle(ctx, items, c.next.ConsumeLogs(ctx, batch))
}

type traces struct {
	*bestEffort
	next consumer.Traces
}

func (c *traces) ConsumeTraces(ctx context.Context, batch ptrace.Traces) error {
	items := batch.SpanCount()
	return c.settle(ctx, items, c.next.ConsumeTraces(ctx, batch))
}

type metrics struct {
	*bestEffort
	next consumer.Metrics
}

func (c *metrics) ConsumeMetrics(ctx context.Context, batch pmetric.Metrics) error {
	items := batch.DataPointCount()
	return c.settle(ctx, items, c.next.ConsumeMetrics(ctx, batch))
}
