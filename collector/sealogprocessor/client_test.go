package sealogprocessor

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/client"
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

func from(address string) context.Context {
	addr, _ := net.ResolveTCPAddr("tcp", address)
	return client.NewContext(context.Background(), client.Info{Addr: addr})
}

func TestASenderThatFloodsLeavesAConnectionToOthers(t *testing.T) {
	goOn, began := make(chan struct{}), make(chan struct{}, 10)
	sealer := startSealer(t, socketPath(t), mib, func(_ signal, body []byte) (byte, []byte) {
		if string(body) == "flood" {
			began <- struct{}{}
			<-goOn
		}
		return statusOK, body
	})
	c := newTestClient(t, sealer.socket, 3, long)
	var flood sync.WaitGroup
	for port := range 6 {
		flood.Go(func() {
			_, err := c.seal(from(fmt.Sprintf("192.0.2.1:%d", 1000+port)), signalLogs, []byte("flood"))
			assert.NoError(t, err)
		})
	}
	<-began
	<-began
	answer, err := c.seal(from("192.0.2.2:1000"), signalLogs, []byte("honest"))
	require.NoError(t, err)
	assert.Equal(t, "honest", string(answer))
	ctx, cancel := context.WithTimeout(from("192.0.2.1:1"), short)
	defer cancel()
	_, err = c.seal(ctx, signalLogs, []byte("flood"))
	requireUnavailable(t, err)
	close(goOn)
	flood.Wait()
	assert.Empty(t, c.shares.held, "a sender is forgotten with its last request")
}

func TestTheSealerIsToldWhoSends(t *testing.T) {
	sealer := startSealer(t, socketPath(t), mib, echo)
	c := newTestClient(t, sealer.socket, 1, long)
	long := strings.Repeat("n", maxSender+1)
	for _, ctx := range []context.Context{
		from("192.0.2.1:1000"),
		from("[2001:db8::1]:1000"),
		context.Background(),
		client.NewContext(context.Background(), client.Info{Auth: username(long)}),
	} {
		answer, err := c.seal(ctx, signalLogs, []byte("body"))
		require.NoError(t, err)
		assert.Equal(t, "body", string(answer))
	}
	require.NoError(t, c.ping(context.Background()))
	require.Len(t, sealer.senders, 5)
	assert.Equal(t, []string{"192.0.2.1", "2001:db8::/64", ""}, sealer.senders[:3])
	assert.Len(t, sealer.senders[3], 64, "a name that is too long for a frame goes as its digest")
	assert.Empty(t, sealer.senders[4])
}

func TestASealerOfVersionOneIsSpokenToInItsWay(t *testing.T) {
	sealer := (&fakeSealer{
		socket: socketPath(t), greeting: binary.BigEndian.AppendUint32([]byte(hello), 10), answer: echo, isOld: true,
	}).start(t)
	c := newTestClient(t, sealer.socket, 1, long)
	for range 2 {
		answer, err := c.seal(from("192.0.2.1:1000"), signalLogs, []byte("body"))
		require.NoError(t, err)
		assert.Equal(t, "body", string(answer))
	}
	assert.EqualValues(t, 1, sealer.dialled.Load())
	most, err := c.limit(context.Background())
	require.NoError(t, err)
	assert.Equal(t, 10, most)
}

func TestAFreeConnectionGoesToTheSenderWithTheFewest(t *testing.T) {
	s := newShares(8)
	took := func(sender string) func() {
		ctx, cancel := context.WithTimeout(context.Background(), short)
		defer cancel()
		release, err := s.take(ctx, sender)
		if err != nil {
			return nil
		}
		return release
	}
	var releases []func()
	for range 4 {
		releases = append(releases, took("a"))
	}
	assert.Nil(t, took("a"), "half of them are left for others")
	for range 2 {
		releases = append(releases, took("b"))
	}
	releases = append(releases, took("c"))
	assert.Nil(t, took("b"))
	releases = append(releases, took("d"))
	for _, release := range releases {
		require.NotNil(t, release)
	}
	order := make(chan string, 2)
	var waiting sync.WaitGroup
	for _, sender := range []string{"a", "e"} {
		waiting.Go(func() {
			release, err := s.take(context.Background(), sender)
			if assert.NoError(t, err) {
				order <- sender
				release()
			}
		})
	}
	require.Eventually(t, func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return len(s.waiting) == 2
	}, long, time.Millisecond)
	releases[4]() // one of b's
	assert.Equal(t, "e", <-order)
	for at, release := range releases {
		if at != 4 {
			release()
		}
	}
	waiting.Wait()
	assert.Empty(t, s.held)
	assert.Equal(t, 8, s.free)
}

type username string

func (u username) GetAttribute(name string) any {
	if name == "username" {
		return string(u)
	}
	return nil
}
func (username) GetAttributeNames() []string { return []string{"username"} }

func TestASenderIsAUserOrAnAddressOrNobody(t *testing.T) {
	tcp := &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 1000}
	assert.Equal(t, "192.0.2.1", senderOf(client.Info{Addr: tcp}))
	assert.Equal(t, "user acme", senderOf(client.Info{Addr: tcp, Auth: username("acme")}))
	assert.Equal(t, "192.0.2.1", senderOf(client.Info{Addr: &net.IPAddr{IP: net.IPv4(192, 0, 2, 1)}}))
	for _, address := range []string{"2001:db8:7:7::1", "2001:db8:7:7:ffff::2"} {
		v6 := &net.TCPAddr{IP: net.ParseIP(address), Port: 1000}
		assert.Equal(t, "2001:db8:7:7::/64", senderOf(client.Info{Addr: v6}))
	}
	mapped := &net.IPAddr{IP: net.ParseIP("::ffff:192.0.2.1")}
	assert.Equal(t, "192.0.2.1", senderOf(client.Info{Addr: mapped}))
	assert.Empty(t, senderOf(client.Info{}))
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
