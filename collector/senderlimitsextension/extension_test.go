package senderlimitsextension

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/client"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/sealog/sealog/collector/senderlimitsextension/internal/metadatatest"
)

// clock stands still unless a test moves it.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func newLimits(t *testing.T, cfg Config) (*senderLimits, *clock, *componenttest.Telemetry) {
	telemetry := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, telemetry.Shutdown(context.Background())) })
	at := &clock{at: time.Unix(1_700_000_000, 0)}
	limits, err := newSenderLimits(metadatatest.NewSettings(telemetry), &cfg, at.now)
	require.NoError(t, err)
	require.NoError(t, limits.Start(context.Background(), componenttest.NewNopHost()))
	t.Cleanup(func() { require.NoError(t, limits.Shutdown(context.Background())) })
	return limits, at, telemetry
}

type user string

func (u user) GetAttribute(name string) any {
	if name == "username" {
		return string(u)
	}
	return nil
}
func (user) GetAttributeNames() []string { return []string{"username"} }

func from(address string) context.Context {
	tcp, err := net.ResolveTCPAddr("tcp", address)
	if err != nil {
		panic(err)
	}
	return client.NewContext(context.Background(), client.Info{Addr: tcp})
}

func by(name string) context.Context {
	return client.NewContext(context.Background(), client.Info{Auth: user(name)})
}

func TestASenderIsRefusedAfterItsBurstAndLetInAgainInTime(t *testing.T) {
	limits, at, _ := newLimits(t, Config{RequestsPerSecond: 2, Burst: 3, MaxSenders: 10})
	for range 3 {
		assert.Zero(t, limits.wait(from("192.0.2.1:1")))
	}
	for range 5 {
		assert.Equal(t, 500*time.Millisecond, limits.wait(from("192.0.2.1:1")), "asking again costs nothing")
	}
	at.at = at.at.Add(500 * time.Millisecond)
	assert.Zero(t, limits.wait(from("192.0.2.1:1")))
	assert.NotZero(t, limits.wait(from("192.0.2.1:1")))
}

func TestOneSenderTakesNothingFromAnother(t *testing.T) {
	limits, _, _ := newLimits(t, Config{RequestsPerSecond: 1, Burst: 1, MaxSenders: 10})
	assert.Zero(t, limits.wait(from("192.0.2.1:1")))
	assert.NotZero(t, limits.wait(from("192.0.2.1:2")), "another port is the same sender")
	for _, other := range []context.Context{from("192.0.2.2:1"), from("[2001:db8::1]:1"), by("acme"), by("globex"), context.Background()} {
		assert.Zero(t, limits.wait(other))
	}
	assert.NotZero(t, limits.wait(from("[2001:db8::2]:1")), "one network of 64 bits is one sender")
	assert.NotZero(t, limits.wait(by("acme")))
}

func TestSendersAreRememberedUpToTheirNumber(t *testing.T) {
	limits, _, _ := newLimits(t, Config{RequestsPerSecond: 1, Burst: 1, MaxSenders: 5})
	for i := range 1000 {
		limits.wait(by(fmt.Sprint("user", i)))
	}
	assert.Equal(t, 5, limits.buckets.Len())
}

// receiver reads as otlpreceiver does: a body that it can't read is a bad request.
var receiver = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	if _, err := io.ReadAll(r.Body); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if r.URL.Path == "/malformed" {
		http.Error(w, "malformed", http.StatusBadRequest)
	}
})

func do(t *testing.T, limits *senderLimits, path string, body io.Reader) *httptest.ResponseRecorder {
	wrap, err := limits.GetHTTPHandler(context.Background())
	require.NoError(t, err)
	handler, err := wrap(context.Background(), receiver)
	require.NoError(t, err)
	answer := httptest.NewRecorder()
	request := httptest.NewRequest(http.MethodPost, path, body).WithContext(from("192.0.2.1:1"))
	request.Body = http.MaxBytesReader(answer, request.Body, 10)
	handler.ServeHTTP(answer, request)
	return answer
}

func TestOverHTTPARefusalIs429AndSaysWhenToComeBack(t *testing.T) {
	limits, _, telemetry := newLimits(t, Config{RequestsPerSecond: 0.1, Burst: 1, MaxSenders: 10})
	assert.Equal(t, http.StatusOK, do(t, limits, "/", strings.NewReader("small")).Code)
	answer := do(t, limits, "/", strings.NewReader("small"))
	assert.Equal(t, http.StatusTooManyRequests, answer.Code)
	assert.Equal(t, "10", answer.Header().Get("Retry-After"))
	assert.Equal(t, map[string]int64{"rate": 1}, refusals(t, telemetry))
}

func TestABodyAboveTheServersLimitIs413AndOtherBadRequestsStay400(t *testing.T) {
	limits, _, telemetry := newLimits(t, Config{RequestsPerSecond: 100, Burst: 100, MaxSenders: 10})
	assert.Equal(t, http.StatusRequestEntityTooLarge, do(t, limits, "/", strings.NewReader("more than ten bytes")).Code)
	assert.Equal(t, http.StatusBadRequest, do(t, limits, "/malformed", strings.NewReader("small")).Code)
	assert.Equal(t, map[string]int64{"size": 1}, refusals(t, telemetry))
}

func TestJSONThatIsNestedTooDeeplyIsNotReadOn(t *testing.T) {
	read := func(text string) (string, error) {
		got, err := io.ReadAll(&shallowBody{ReadCloser: io.NopCloser(iotest.OneByteReader(strings.NewReader(text)))})
		return string(got), err
	}
	for _, fine := range []string{
		strings.Repeat("[", maxBrackets) + strings.Repeat("]", maxBrackets),
		strings.Repeat(`{"a":[]},`, 10*maxBrackets),
		`"` + strings.Repeat("[", 10*maxBrackets) + `"`,
		`"\"` + strings.Repeat("{", 10*maxBrackets) + `"`,
		`["\\"` + strings.Repeat(",[]", 10*maxBrackets) + "]",
	} {
		got, err := read(fine)
		require.NoError(t, err)
		assert.Equal(t, fine, got)
	}
	for _, deep := range []string{
		strings.Repeat("[", 1_000_000),
		strings.Repeat(`{"a":[`, maxBrackets),
		`"\\"` + strings.Repeat("{", maxBrackets+1),
	} {
		got, err := read(deep)
		require.ErrorIs(t, err, errTooDeep)
		assert.Less(t, len(got), 4*maxBrackets)
	}
}

func refusals(t *testing.T, telemetry *componenttest.Telemetry) map[string]int64 {
	metric, err := telemetry.GetMetric("otelcol_extension_sender_limits_refused_requests")
	require.NoError(t, err)
	counts := map[string]int64{}
	for _, point := range metric.Data.(metricdata.Sum[int64]).DataPoints {
		reason, _ := point.Attributes.Value(attribute.Key("reason"))
		counts[reason.AsString()] = point.Value
	}
	return counts
}

func TestOverGRPCARefusalIsResourceExhaustedAndSaysWhenToComeBack(t *testing.T) {
	limits, _, _ := newLimits(t, Config{RequestsPerSecond: 2, Burst: 1, MaxSenders: 10})
	call := func() (any, error) {
		return limits.intercept(from("192.0.2.1:1"), nil, nil, func(context.Context, any) (any, error) { return "taken", nil })
	}
	answer, err := call()
	require.NoError(t, err)
	assert.Equal(t, "taken", answer)
	_, err = call()
	refusal, _ := status.FromError(err)
	assert.Equal(t, codes.ResourceExhausted, refusal.Code())
	assert.Equal(t, 500*time.Millisecond, refusal.Details()[0].(*errdetails.RetryInfo).RetryDelay.AsDuration())
	options, err := limits.GetGRPCServerOptions(context.Background())
	require.NoError(t, err)
	assert.Len(t, options, 1)
}

func TestAWrongSettingIsNamed(t *testing.T) {
	require.NoError(t, confmap.Validate(createDefaultConfig()))
	err := confmap.Validate(&Config{})
	for _, name := range []string{"requests_per_second", "burst", "max_senders"} {
		assert.ErrorContains(t, err, name)
	}
}
