package sealogprocessor // import "github.com/sealog/sealog/collector/sealogprocessor"

import (
	"context"
	"errors"
	"sync"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componentstatus"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processorhelper"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.uber.org/zap"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"

	"github.com/sealog/sealog/collector/sealogprocessor/internal/metadata"
)

// watchEvery is how often the sealer is asked for its health while nothing is sent.
const watchEvery = 5 * time.Second

// Values of the attribute `reason` of metadata.yaml.
const (
	reasonTooDeep  = "too_deep"
	reasonTooLarge = "too_large"
)

// sealogProcessor seals one signal. The collector calls it from any number of goroutines at once.
type sealogProcessor struct {
	what      signal
	target    int
	record    int
	client    *sealerClient
	logger    *zap.Logger
	telemetry *metadata.TelemetryBuilder

	stop    context.CancelFunc
	watcher sync.WaitGroup
}

func newSealogProcessor(set processor.Settings, cfg *Config, what signal) (*sealogProcessor, error) {
	telemetry, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	return &sealogProcessor{
		what:      what,
		target:    cfg.MaxRequestMiB << 20,
		record:    cfg.MaxRecordMiB << 20,
		client:    newClient(cfg.socketPath(), cfg.NumConnections, cfg.Timeout),
		logger:    set.Logger,
		telemetry: telemetry,
		stop:      func() {},
	}, nil
}

func (p *sealogProcessor) options() []processorhelper.Option {
	return []processorhelper.Option{
		processorhelper.WithStart(p.start),
		processorhelper.WithShutdown(p.shutdown),
		processorhelper.WithCapabilities(consumer.Capabilities{MutatesData: true}),
	}
}

// start does not wait for the sealer: the two start in any order, and until both are there senders are told to retry.
func (p *sealogProcessor) start(_ context.Context, host component.Host) error {
	// Not the context of start, which ends with it.
	ctx, stop := context.WithCancel(context.Background())
	p.stop = stop
	p.watcher.Go(func() { p.watch(ctx, host) })
	return nil
}

func (p *sealogProcessor) shutdown(context.Context) error {
	p.stop()
	p.watcher.Wait()
	p.client.close()
	p.telemetry.Shutdown()
	return nil
}

// watch tells the collector's health, and its log at each change, whether the sealer is there.
func (p *sealogProcessor) watch(ctx context.Context, host component.Host) {
	ticker := time.NewTicker(watchEvery)
	defer ticker.Stop()
	told := ""
	for first := true; ; first = false {
		err := p.client.ping(ctx)
		if ctx.Err() != nil {
			return
		}
		switch now := message(err); {
		case now == told && !first:
		case err == nil:
			p.logger.Info("The sealer is ready")
			componentstatus.ReportStatus(host, componentstatus.NewEvent(componentstatus.StatusOK))
		default:
			p.logger.Warn("The sealer is not ready", zap.Error(err))
			componentstatus.ReportStatus(host, componentstatus.NewRecoverableErrorEvent(err))
		}
		told = message(err)
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// shape is how a batch of one signal is taken apart and put together.
type shape[T any] struct {
	// flatten turns what is nested too deeply into text, in place, and returns how many values that were.
	flatten func(T) int
	// split copies a batch into parts that fit, and returns how many records or resources had to be emptied for it.
	split     func(batch T, fit fit) ([]T, int)
	marshal   func(T) ([]byte, error)
	unmarshal func([]byte) (T, error)
	// join moves the content of a batch to the end of another.
	join  func(from, to T)
	empty func() T
	// count returns the number of log records, spans or data points.
	count func(T) int
}

// sealed returns the batch as the sealer gave it back. On an error the batch holds what it held, apart from flattened
// values: some receivers try again with the same one.
func sealed[T any](ctx context.Context, p *sealogProcessor, batch T, s shape[T]) (T, error) {
	p.changed(ctx, reasonTooDeep, s.flatten(batch))
	most, err := p.client.limit(ctx)
	if err != nil {
		return batch, asStatus(err)
	}
	parts, emptied := s.split(batch, fit{target: min(p.target, most), most: most})
	p.changed(ctx, reasonTooLarge, emptied)
	whole := s.empty()
	for _, part := range parts {
		body, err := s.marshal(part)
		if err != nil {
			return batch, consumererror.NewPermanent(err)
		}
		answer, err := p.seal(ctx, body)
		if err != nil {
			return batch, err
		}
		back, err := s.unmarshal(answer)
		if err != nil || s.count(back) != s.count(part) {
			// Protobuf reads almost anything, as a batch of nothing: what does not come back was lost. The decoder's own
			// words stay out of the error, because they could quote content.
			return batch, asStatus(&unavailableError{reason: "it did not answer with the records that it was given"})
		}
		s.join(back, whole)
	}
	return fitting(ctx, p, whole, s), nil
}

// fitting returns the sealed batch with every record in it small enough for the next hop: sealing makes records longer.
func fitting[T any](ctx context.Context, p *sealogProcessor, batch T, s shape[T]) T {
	parts, emptied := s.split(batch, fit{target: p.record, most: p.record})
	if emptied == 0 {
		return batch
	}
	p.changed(ctx, reasonTooLarge, emptied)
	whole := s.empty()
	for _, part := range parts {
		s.join(part, whole)
	}
	return whole
}

// seal returns the sealed bytes, or an error that a receiver turns into the answer that its sender understands.
func (p *sealogProcessor) seal(ctx context.Context, body []byte) ([]byte, error) {
	began := time.Now()
	answer, err := p.client.seal(ctx, p.what, body)
	how := metric.WithAttributeSet(attribute.NewSet(
		attribute.String("signal", p.what.String()), attribute.String("outcome", outcomeOf(err))))
	signal := metric.WithAttributeSet(attribute.NewSet(attribute.String("signal", p.what.String())))
	p.telemetry.ProcessorSealogRequests.Add(ctx, 1, how)
	p.telemetry.ProcessorSealogRequestDuration.Record(ctx, time.Since(began).Seconds(), how)
	p.telemetry.ProcessorSealogRequestBytes.Add(ctx, int64(len(body)), signal)
	p.telemetry.ProcessorSealogAnswerBytes.Add(ctx, int64(len(answer)), signal)
	if err != nil {
		return nil, asStatus(err)
	}
	return answer, nil
}

func (p *sealogProcessor) changed(ctx context.Context, reason string, values int) {
	if values == 0 {
		return
	}
	p.telemetry.ProcessorSealogValuesChanged.Add(ctx, int64(values), metric.WithAttributeSet(attribute.NewSet(
		attribute.String("signal", p.what.String()), attribute.String("reason", reason))))
}

func outcomeOf(err error) string {
	var malformed *malformedError
	switch {
	case err == nil:
		return "sealed"
	case errors.As(err, &malformed):
		return "malformed"
	default:
		return "unavailable"
	}
}

// asStatus gives an error the gRPC status by which OTLP receivers tell senders to retry or not (OTLP 1.10, "Failures").
func asStatus(err error) error {
	var malformed *malformedError
	if errors.As(err, &malformed) {
		return consumererror.NewPermanent(status.Error(codes.InvalidArgument, err.Error()))
	}
	answer := status.New(codes.Unavailable, err.Error())
	var unavailable *unavailableError
	if errors.As(err, &unavailable) && unavailable.after > 0 {
		delay := &errdetails.RetryInfo{RetryDelay: durationpb.New(unavailable.after)}
		if detailed, detailErr := answer.WithDetails(delay); detailErr == nil {
			answer = detailed
		}
	}
	return answer.Err()
}

func (s signal) String() string {
	switch s {
	case signalLogs:
		return "logs"
	case signalTraces:
		return "traces"
	case signalMetrics:
		return "metrics"
	default:
		return "ping"
	}
}
