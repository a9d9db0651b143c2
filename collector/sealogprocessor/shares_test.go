package sealogprocessor

import (
	"context"
	"encoding/binary"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/client"
)

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
