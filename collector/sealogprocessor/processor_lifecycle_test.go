package sealogprocessor

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componentstatus"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
)

type statusHost struct {
	component.Host
	events chan *componentstatus.Event
}

func (h *statusHost) Report(event *componentstatus.Event) { h.events <- event }

func TestHealthTellsWhetherTheSealerIsThere(t *testing.T) {
	socket := socketPath(t)
	for _, with := range []struct {
		sealer bool
		status componentstatus.Status
	}{{false, componentstatus.StatusRecoverableError}, {true, componentstatus.StatusOK}} {
		if with.sealer {
			startSealer(t, socket, mib, echo)
		}
		host := &statusHost{Host: componenttest.NewNopHost(), events: make(chan *componentstatus.Event, 10)}
		made, err := NewFactory().CreateLogs(context.Background(), settings(), testConfig(socket), consumertest.NewNop())
		require.NoError(t, err)
		require.NoError(t, made.Start(context.Background(), host))
		event := <-host.events
		assert.Equal(t, with.status, event.Status())
		require.NoError(t, made.Shutdown(context.Background()))
	}
}

func TestShutdownWithoutStartAndWithoutASealer(t *testing.T) {
	made, err := NewFactory().CreateLogs(context.Background(), settings(), testConfig(socketPath(t)), consumertest.NewNop())
	require.NoError(t, err)
	require.NoError(t, made.Shutdown(context.Background()))
}

func TestManySendersAtOnce(t *testing.T) {
	sealer := startSealer(t, socketPath(t), mib, sealing)
	next := new(consumertest.LogsSink)
	sealed := startLogs(t, testConfig(sealer.socket), next)
	var senders sync.WaitGroup
	for range 50 {
		senders.Go(func() {
			assert.NoError(t, sealed.ConsumeLogs(context.Background(), oneLog(strings.Repeat(private, 100))))
		})
	}
	senders.Wait()
	assert.Equal(t, 50, next.LogRecordCount())
	for _, logs := range next.AllLogs() {
		assert.NotContains(t, listed(logs)[0], private)
	}
}
