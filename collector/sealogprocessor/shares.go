package sealogprocessor // import "github.com/sealog/sealog/collector/sealogprocessor"

import (
	"context"
	"net"
	"net/netip"
	"sync"

	"go.opentelemetry.io/collector/client"
)

// ipv6Prefix is what one IPv6 customer usually has: it has 2^64 addresses to send from.
const ipv6Prefix = 64

// shares lets one sender have all but one of the connections: however much it sends, another's request finds a free one.
// It remembers a sender only while it has requests.
type shares struct {
	most int

	mu   sync.Mutex
	held map[string]*share
}

type share struct {
	places chan struct{}
	// users counts the requests that hold or wait for a place.
	users int
}

func newShares(connections int) *shares {
	return &shares{most: max(1, connections-1), held: map[string]*share{}}
}

// take waits for one of the sender's places until ctx ends, and returns how to give it back.
func (s *shares) take(ctx context.Context) (release func(), err error) {
	sender := senderOf(client.FromContext(ctx))
	if sender == "" {
		// Files and the like: what reads them waits by itself.
		return func() {}, nil
	}
	s.mu.Lock()
	mine := s.held[sender]
	if mine == nil {
		mine = &share{places: make(chan struct{}, s.most)}
		s.held[sender] = mine
	}
	mine.users++
	s.mu.Unlock()
	leave := func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if mine.users--; mine.users == 0 {
			delete(s.held, sender)
		}
	}
	select {
	case mine.places <- struct{}{}:
		return func() { <-mine.places; leave() }, nil
	case <-ctx.Done():
		leave()
		return nil, &unavailableError{reason: "this sender's share of connections to it is busy"}
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
