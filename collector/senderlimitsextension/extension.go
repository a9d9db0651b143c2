package senderlimitsextension // import "github.com/sealog/sealog/collector/senderlimitsextension"

import (
	"context"
	"math"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"go.opentelemetry.io/collector/client"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension"
	"go.opentelemetry.io/collector/extension/extensionmiddleware"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"golang.org/x/time/rate"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"

	"github.com/sealog/sealog/collector/senderlimitsextension/internal/metadata"
)

// ipv6Prefix is what one IPv6 customer usually has: it has 2^64 addresses to send from.
const ipv6Prefix = 64

// NewFactory returns the factory of the `sender_limits` extension.
func NewFactory() extension.Factory {
	return extension.NewFactory(metadata.Type, createDefaultConfig, create, metadata.ExtensionStability)
}

func create(_ context.Context, set extension.Settings, cfg component.Config) (extension.Extension, error) {
	return newSenderLimits(set, cfg.(*Config), time.Now)
}

// senderLimits has a token bucket for each sender. Any number of goroutines may use it.
type senderLimits struct {
	component.StartFunc
	cfg       *Config
	now       func() time.Time
	telemetry *metadata.TelemetryBuilder

	mu      sync.Mutex
	buckets *simplelru.LRU[string, *rate.Limiter]
}

var (
	_ extensionmiddleware.HTTPServer = (*senderLimits)(nil)
	_ extensionmiddleware.GRPCServer = (*senderLimits)(nil)
)

func newSenderLimits(set extension.Settings, cfg *Config, now func() time.Time) (*senderLimits, error) {
	telemetry, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	buckets, err := simplelru.NewLRU[string, *rate.Limiter](cfg.MaxSenders, nil)
	if err != nil {
		return nil, err
	}
	return &senderLimits{cfg: cfg, now: now, telemetry: telemetry, buckets: buckets}, nil
}

func (s *senderLimits) Shutdown(context.Context) error {
	s.telemetry.Shutdown()
	return nil
}

// wait takes one request from the sender's bucket and returns 0, or how long it must wait for the next.
func (s *senderLimits) wait(ctx context.Context) time.Duration {
	now := s.now()
	s.mu.Lock()
	sender := senderOf(client.FromContext(ctx))
	bucket, known := s.buckets.Get(sender)
	if !known {
		bucket = rate.NewLimiter(rate.Limit(s.cfg.RequestsPerSecond), s.cfg.Burst)
		s.buckets.Add(sender, bucket)
	}
	s.mu.Unlock()
	reserved := bucket.ReserveN(now, 1)
	pause := reserved.DelayFrom(now)
	if pause > 0 {
		// A refused request costs nothing, or a sender that goes on asking would never be let in.
		reserved.CancelAt(now)
		s.refused(ctx, "rate")
	}
	return pause
}

func (s *senderLimits) refused(ctx context.Context, reason string) {
	s.telemetry.ExtensionSenderLimitsRefusedRequests.Add(
		ctx, 1, metric.WithAttributeSet(attribute.NewSet(attribute.String("reason", reason))))
}

// senderOf names who sends: the user if authentication knows one, else the address, without its port.
func senderOf(info client.Info) string {
	if info.Auth != nil {
		for _, name := range []string{"subject", "username"} {
			if user, isText := info.Auth.GetAttribute(name).(string); isText && user != "" {
				return "user " + user
			}
		}
	}
	if info.Addr == nil {
		return ""
	}
	host, _, err := net.SplitHostPort(info.Addr.String())
	if err != nil {
		host = info.Addr.String()
	}
	address, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	if address = address.Unmap(); address.Is6() {
		if network, err := address.WithZone("").Prefix(ipv6Prefix); err == nil {
			return network.String()
		}
	}
	return address.String()
}

// GetHTTPHandler wraps the receiver's handler.
func (s *senderLimits) GetHTTPHandler(context.Context) (extensionmiddleware.WrapHTTPHandlerFunc, error) {
	return func(_ context.Context, next http.Handler) (http.Handler, error) {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, next) }), nil
	}, nil
}

func (s *senderLimits) serve(w http.ResponseWriter, r *http.Request, next http.Handler) {
	if pause := s.wait(r.Context()); pause > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(pause.Seconds()))))
		http.Error(w, "this sender makes too many requests", http.StatusTooManyRequests)
		return
	}
	if strings.Contains(strings.ToLower(r.Header.Get("Content-Type")), "json") {
		r.Body = &shallowBody{ReadCloser: r.Body}
	}
	body := &watchedBody{ReadCloser: r.Body}
	r.Body = body
	next.ServeHTTP(&sizeAnswer{ResponseWriter: w, body: body, tooLarge: func() { s.refused(r.Context(), "size") }}, r)
}

// GetGRPCServerOptions returns the interceptor that refuses calls.
func (s *senderLimits) GetGRPCServerOptions(context.Context) ([]grpc.ServerOption, error) {
	return []grpc.ServerOption{grpc.ChainUnaryInterceptor(s.intercept)}, nil
}

func (s *senderLimits) intercept(
	ctx context.Context, request any, _ *grpc.UnaryServerInfo, handler grpc.UnaryHandler,
) (any, error) {
	pause := s.wait(ctx)
	if pause == 0 {
		return handler(ctx, request)
	}
	refusal := status.New(codes.ResourceExhausted, "this sender makes too many requests")
	detailed, err := refusal.WithDetails(&errdetails.RetryInfo{RetryDelay: durationpb.New(pause)})
	if err != nil {
		return nil, refusal.Err()
	}
	return nil, detailed.Err()
}
