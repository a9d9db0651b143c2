package sealogprocessor

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	mib = 1 << 20
	// long is a timeout that no test reaches, short one that a test waits for.
	long  = 30 * time.Second
	short = 50 * time.Millisecond
)

func newTestClient(t *testing.T, socket string, connections int, timeout time.Duration) *sealerClient {
	c := newClient(socket, connections, timeout)
	t.Cleanup(c.close)
	return c
}

func requireUnavailable(t *testing.T, err error) *unavailableError {
	t.Helper()
	var unavailable *unavailableError
	require.ErrorAs(t, err, &unavailable)
	return unavailable
}

func TestARequestComesBackAsTheSealerAnswers(t *testing.T) {
	sealer := startSealer(t, socketPath(t), mib, func(what signal, body []byte) (byte, []byte) {
		return statusOK, append([]byte{byte(what)}, bytes.ToUpper(body)...)
	})
	c := newTestClient(t, sealer.socket, 1, long)
	answer, err := c.seal(context.Background(), signalTraces, []byte("text"))
	require.NoError(t, err)
	assert.Equal(t, "\x02TEXT", string(answer))
}

func TestAConnectionIsKeptForTheNextRequest(t *testing.T) {
	sealer := startSealer(t, socketPath(t), mib, echo)
	c := newTestClient(t, sealer.socket, 1, long)
	for range 5 {
		_, err := c.seal(context.Background(), signalLogs, []byte("text"))
		require.NoError(t, err)
	}
	assert.EqualValues(t, 1, sealer.dialled.Load())
}

func TestARefusalIsPermanentAndKeepsTheConnection(t *testing.T) {
	sealer := startSealer(t, socketPath(t), mib, func(signal, []byte) (byte, []byte) {
		return statusBad, []byte("not protobuf\x1b[31m\nsecond line")
	})
	c := newTestClient(t, sealer.socket, 1, long)
	for range 2 {
		_, err := c.seal(context.Background(), signalLogs, []byte("text"))
		var malformed *malformedError
		require.ErrorAs(t, err, &malformed)
		assert.Equal(t, "not protobuf [31m second line", malformed.reason)
	}
	assert.EqualValues(t, 1, sealer.dialled.Load())
}

func TestAnOverloadedSealerSaysWhenToComeBack(t *testing.T) {
	sealer := startSealer(t, socketPath(t), mib, func(signal, []byte) (byte, []byte) {
		return statusRetry, refusal(1500, "overloaded")
	})
	c := newTestClient(t, sealer.socket, 1, long)
	_, err := c.seal(context.Background(), signalLogs, nil)
	unavailable := requireUnavailable(t, err)
	assert.Equal(t, 1500*time.Millisecond, unavailable.after)
	assert.Equal(t, "overloaded", unavailable.reason)
}

func TestASealerThatIsAwayIsUnavailable(t *testing.T) {
	c := newTestClient(t, socketPath(t), 1, long)
	_, err := c.seal(context.Background(), signalLogs, nil)
	requireUnavailable(t, err)
}

func TestASealerThatWasStartedAnewIsFoundByTheFirstRequest(t *testing.T) {
	socket := socketPath(t)
	first := startSealer(t, socket, mib, echo)
	c := newTestClient(t, socket, 1, long)
	_, err := c.seal(context.Background(), signalLogs, []byte("one"))
	require.NoError(t, err)
	first.stop()
	_ = os.Remove(socket)
	startSealer(t, socket, mib, echo)
	answer, err := c.seal(context.Background(), signalLogs, []byte("two"))
	require.NoError(t, err)
	assert.Equal(t, "two", string(answer))
}

func TestASealerThatHangsIsUnavailableAfterTheTimeout(t *testing.T) {
	hangs := make(chan struct{})
	sealer := startSealer(t, socketPath(t), mib, func(signal, []byte) (byte, []byte) {
		<-hangs
		return statusOK, nil
	})
	t.Cleanup(func() { close(hangs) })
	c := newTestClient(t, sealer.socket, 1, short)
	_, err := c.seal(context.Background(), signalLogs, nil)
	assert.Equal(t, "it did not answer in time", requireUnavailable(t, err).reason)
	assert.EqualValues(t, 1, sealer.requests.Load(), "a request that takes too long must not be sent twice")
}

func TestARequestWaitsForAConnectionNoLongerThanTheTimeout(t *testing.T) {
	goOn, began := make(chan struct{}), make(chan struct{}, 1)
	sealer := startSealer(t, socketPath(t), mib, func(_ signal, body []byte) (byte, []byte) {
		began <- struct{}{}
		<-goOn
		return statusOK, body
	})
	c := newTestClient(t, sealer.socket, 1, long)
	var done sync.WaitGroup
	done.Go(func() {
		_, err := c.seal(context.Background(), signalLogs, nil)
		assert.NoError(t, err)
	})
	<-began
	ctx, cancel := context.WithTimeout(context.Background(), short)
	defer cancel()
	_, err := c.seal(ctx, signalLogs, nil)
	assert.Equal(t, "all connections to it are busy", requireUnavailable(t, err).reason)
	close(goOn)
	done.Wait()
}

func TestASenderThatGivesUpFreesItsConnection(t *testing.T) {
	hangs, began := make(chan struct{}), make(chan struct{}, 2)
	sealer := startSealer(t, socketPath(t), mib, func(_ signal, body []byte) (byte, []byte) {
		if began <- struct{}{}; string(body) == "slow" {
			<-hangs
		}
		return statusOK, body
	})
	t.Cleanup(func() { close(hangs) })
	c := newTestClient(t, sealer.socket, 1, long)
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-began
		cancel()
	}()
	_, err := c.seal(ctx, signalLogs, []byte("slow"))
	requireUnavailable(t, err)
	answer, err := c.seal(context.Background(), signalLogs, []byte("next"))
	require.NoError(t, err)
	assert.Equal(t, "next", string(answer), "an answer must never go to another request")
}

func TestAnswersThatBreakTheProtocolAreUnavailableAndCloseTheConnection(t *testing.T) {
	for name, frame := range map[string]struct {
		status byte
		answer []byte
	}{
		"unknown status":                {status: 9},
		"retry without a delay":         {status: statusRetry, answer: []byte{0}},
		"the status of a future answer": {status: 3, answer: []byte("text")},
	} {
		t.Run(name, func(t *testing.T) {
			sealer := startSealer(t, socketPath(t), mib, func(signal, []byte) (byte, []byte) { return frame.status, frame.answer })
			c := newTestClient(t, sealer.socket, 1, long)
			for range 2 {
				_, err := c.seal(context.Background(), signalLogs, nil)
				requireUnavailable(t, err)
			}
			assert.EqualValues(t, 2, sealer.dialled.Load())
		})
	}
}

func TestWhatIsNoSealerIsNeverGivenARequest(t *testing.T) {
	sealer := startSealerThatGreets(t, socketPath(t), []byte("HTTP/1.1 400"), echo)
	c := newTestClient(t, sealer.socket, 1, long)
	_, err := c.seal(context.Background(), signalLogs, []byte("private"))
	assert.Contains(t, requireUnavailable(t, err).reason, "no sealer")
	assert.Zero(t, sealer.requests.Load())
}

func TestASealerWithASmallerLimitThanBeforeIsAskedAgainWithSmallerParts(t *testing.T) {
	sealer := startSealer(t, socketPath(t), 10, echo)
	c := newTestClient(t, sealer.socket, 1, long)
	_, err := c.seal(context.Background(), signalLogs, bytes.Repeat([]byte("a"), 11))
	requireUnavailable(t, err)
	most, err := c.limit(context.Background())
	require.NoError(t, err)
	assert.Equal(t, 10, most)
}

func TestAnAnswerThatIsTooLongIsPermanentAndNotRead(t *testing.T) {
	listener, err := net.Listen("unix", socketPath(t))
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		conn, acceptErr := listener.Accept()
		if acceptErr != nil {
			return
		}
		_, _ = io.ReadFull(conn, make([]byte, len(hello)))
		_, _ = conn.Write(binary.BigEndian.AppendUint32([]byte(hello), mib))
		_, _ = io.ReadFull(conn, make([]byte, lengthBytes+1))
		_, _ = conn.Write(append(binary.BigEndian.AppendUint32(nil, maxAnswer+1), statusOK))
		_, _ = io.Copy(io.Discard, conn)
	}()
	c := newTestClient(t, listener.Addr().String(), 1, long)
	_, err = c.seal(context.Background(), signalLogs, nil)
	var malformed *malformedError
	require.ErrorAs(t, err, &malformed)
}

func TestManyRequestsAtOnceGetTheirOwnAnswers(t *testing.T) {
	sealer := startSealer(t, socketPath(t), mib, echo)
	c := newTestClient(t, sealer.socket, 4, long)
	var done sync.WaitGroup
	for i := range 200 {
		done.Go(func() {
			body := binary.BigEndian.AppendUint32(nil, uint32(i))
			answer, err := c.seal(context.Background(), signalLogs, body)
			assert.NoError(t, err)
			assert.Equal(t, body, answer)
		})
	}
	done.Wait()
	assert.LessOrEqual(t, sealer.dialled.Load(), int64(4))
}

func TestAReasonIsCutToALine(t *testing.T) {
	assert.Len(t, printable([]byte(strings.Repeat("a", 1000))), maxReason)
	assert.Equal(t, "a  b", printable([]byte("a\r\nb\xff")))
}
