package sealogprocessor // import "github.com/sealog/sealog/collector/sealogprocessor"

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"sync"

	"go.opentelemetry.io/collector/client"
)

// ipv6Prefix is what one IPv6 customer usually has: it has 2^64 addresses to send from.
const ipv6Prefix = 64

// shares divides the connections: a sender never has more than are left for others, however much it sends. Of those that
// wait, the sender with the fewest gets the next one. It remembers a sender only while it has requests.
type shares struct {
	mu      sync.Mutex
	free    int
	held    map[string]int
	waiting []*waiter // in the order in which they came
}

type waiter struct {
	sender string
	turn   chan struct{}
}

func newShares(connections int) *shares {
	return &shares{free: connections, held: map[string]int{}}
}

// take waits for a connection for the sender until ctx ends, and returns how to give it back.
func (s *shares) take(ctx context.Context, sender string) (release func(), err error) {
	mine := &waiter{sender: sender, turn: make(chan struct{})}
	s.mu.Lock()
	s.waiting = append(s.waiting, mine)
	s.give()
	s.mu.Unlock()
	select {
	case <-mine.turn:
		return func() { s.release(sender) }, nil
	case <-ctx.Done():
	}
	s.mu.Lock()
	at := slices.Index(s.waiting, mine)
	if at >= 0 {
		s.waiting = slices.Delete(s.waiting, at, at+1)
	}
	reason := "this sender's share of connections to it is busy"
	if s.free == 0 {
		reason = "all connections to it are busy"
	}
	s.mu.Unlock()
	if at < 0 { // its turn came at the same moment
		s.release(sender)
	}
	return nil, &unavailableError{reason: reason}
}

func (s *shares) release(sender string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.free++
	if s.held[sender]--; s.held[sender] == 0 {
		delete(s.held, sender)
	}
	s.give()
}

// give lets go on who may. s.mu is held.
func (s *shares) give() {
	for s.free > 0 {
		next := -1
		for at, one := range s.waiting {
			if next < 0 || s.held[one.sender] < s.held[s.waiting[next].sender] {
				next = at
			}
		}
		if next < 0 || s.held[s.waiting[next].sender] >= s.free {
			return
		}
		one := s.waiting[next]
		s.waiting = slices.Delete(s.waiting, next, next+1)
		s.free--
		s.held[one.sender]++
		close(one.turn)
	}
}

// senderOf names who sends: the user if authentication knows one, else the address without its port (of IPv6 its
// network), else nobody. The extension senderlimits, a module of its own, draws the same line.
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
