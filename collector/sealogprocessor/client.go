package sealogprocessor // import "github.com/sealog/sealog/collector/sealogprocessor"

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/collector/client"
)

// sealerClient holds a fixed number of connections to one sealer. Any number of goroutines may use it.
type sealerClient struct {
	socket  string
	timeout time.Duration
	// slots has one place for each connection; nil stands for one that is not open.
	slots  chan *connection
	shares *shares
	// takes is the largest body that the sealer takes, in bytes, as it last said itself; 0 before it did.
	takes atomic.Int64
}

func newClient(socket string, connections int, timeout time.Duration) *sealerClient {
	slots := make(chan *connection, connections)
	for range connections {
		slots <- nil
	}
	return &sealerClient{socket: socket, timeout: timeout, slots: slots, shares: newShares(connections)}
}

// close ends all connections. It waits for requests that are under way, as long as they may take.
func (c *sealerClient) close() {
	for range cap(c.slots) {
		if conn := <-c.slots; conn != nil {
			_ = conn.Close()
		}
	}
}

// limit returns the largest body that the sealer takes, in bytes. It asks the sealer once.
func (c *sealerClient) limit(ctx context.Context) (int, error) {
	if known := c.takes.Load(); known > 0 {
		return int(known), nil
	}
	// The ping is of no interest: a sealer that has no keys yet masks, and says its limit all the same.
	err := c.ping(ctx)
	if known := c.takes.Load(); known > 0 {
		return int(known), nil
	}
	return 0, err
}

// seal hands body to the sealer and returns what comes back: a *malformedError, an *unavailableError, or sealed bytes.
func (c *sealerClient) seal(ctx context.Context, what signal, body []byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	sender := senderOf(client.FromContext(ctx))
	release, err := c.shares.take(ctx, sender)
	if err != nil {
		return nil, err
	}
	defer release()
	var conn *connection
	select {
	case conn = <-c.slots:
	case <-ctx.Done():
		return nil, &unavailableError{reason: "all connections to it are busy"}
	}
	answer, conn, err := c.exchange(ctx, conn, request{what, sender, body})
	c.slots <- conn
	return answer, err
}

// ping returns nil if the sealer is there and has its keys and its policy. It takes no connection from others.
func (c *sealerClient) ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	_, conn, err := c.exchange(ctx, nil, request{what: signalPing})
	if conn != nil {
		_ = conn.Close()
	}
	return err
}

// exchange sends one request over conn, or a new connection where that is nil, and returns the connection to keep.
func (c *sealerClient) exchange(ctx context.Context, conn *connection, asked request) ([]byte, *connection, error) {
	if conn != nil {
		answer, untouched, err := conn.roundTrip(ctx, asked)
		kept := conn.kept(err)
		if kept != nil || err == nil || !untouched || ctx.Err() != nil {
			return answer, kept, err
		}
		// The sealer was started anew since, or closed an idle connection: a new one tells. Sealing twice does no harm.
	}
	conn, err := c.dial(ctx)
	if err != nil {
		return nil, nil, err
	}
	answer, _, err := conn.roundTrip(ctx, asked)
	return answer, conn.kept(err), err
}

// dial opens a connection of version 2, or of version 1 where the sealer does not know that yet.
func (c *sealerClient) dial(ctx context.Context) (*connection, error) {
	conn, closed, err := c.greet(ctx, hello)
	if closed && ctx.Err() == nil {
		conn, _, err = c.greet(ctx, helloWithout)
	}
	return conn, err
}

// greet says besides whether the sealer closed the connection instead of an answer: so it refuses a version.
func (c *sealerClient) greet(ctx context.Context, said string) (_ *connection, closed bool, _ error) {
	var dialer net.Dialer
	raw, err := dialer.DialContext(ctx, "unix", c.socket)
	if err != nil {
		return nil, false, &unavailableError{reason: plain(err)}
	}
	conn := &connection{Conn: raw, namesSender: said == hello}
	greeting := make([]byte, len(hello)+lengthBytes)
	release := conn.bound(ctx)
	if _, err = conn.Write([]byte(said)); err == nil {
		_, err = io.ReadFull(conn, greeting)
	}
	release()
	closed = err != nil && !isTimeout(err) // as a sealer does that does not know the version
	if err == nil && string(greeting[:len(said)]) != said {
		err = errors.New("what listens on the socket is no sealer of protocol version 1 or 2")
	}
	if err != nil {
		_ = conn.Close()
		return nil, closed, &unavailableError{reason: plain(err)}
	}
	conn.takes = int(binary.BigEndian.Uint32(greeting[len(hello):]))
	c.takes.Store(int64(conn.takes))
	return conn, false, nil
}
