package sealogprocessor // import "github.com/sealog/sealog/collector/sealogprocessor"

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// The protocol is defined in docs/spec/sealer-protocol.md; the names here are those of that page.
const (
	hello        = "SEALR2\r\n"
	helloWithout = "SEALR1\r\n" // version 1, without senders: a sealer that was not upgraded yet
	maxAnswer    = 128 << 20
	maxReason    = 256
	statusOK     = 0
	statusBad    = 1
	statusRetry  = 2
	lengthBytes  = 4
	retryInBytes = 4
	maxSender    = 255
)

type signal byte

const (
	signalPing    signal = 0
	signalLogs    signal = 1
	signalTraces  signal = 2
	signalMetrics signal = 3
)

// request is one body for the sealer, and who sent it.
type request struct {
	what   signal
	sender string
	body   []byte
}

// head returns what stands before the body in a frame.
func (r request) head(namesSender bool) []byte {
	sender := []byte(r.sender)
	if len(sender) > maxSender {
		// Cut, two long names could be the same.
		sum := sha256.Sum256(sender)
		sender = []byte(hex.EncodeToString(sum[:]))
	}
	size := 1 + len(r.body)
	if namesSender {
		size += 1 + len(sender)
	}
	head := binary.BigEndian.AppendUint32(make([]byte, 0, lengthBytes+2+len(sender)), uint32(size))
	head = append(head, byte(r.what))
	if namesSender {
		head = append(append(head, byte(len(sender))), sender...)
	}
	return head
}

// malformedError says that the sealer can't take a request, now or later. It holds none of its content.
type malformedError struct{ reason string }

func (e *malformedError) Error() string { return "the sealer refused the request: " + e.reason }

// unavailableError says that the sealer did not answer for a request this time.
type unavailableError struct {
	reason string
	// after is how long the sealer wants to be left alone; 0 where it did not say.
	after time.Duration
	// stated tells that the sealer itself said so, over a connection that is in order.
	stated bool
}

func (e *unavailableError) Error() string { return "the sealer is unavailable: " + e.reason }

// connection carries one request at a time.
type connection struct {
	net.Conn
	takes int
	// namesSender tells whether its requests say whose they are (version 2).
	namesSender bool
	// spent is set once a context ended while it was in use: its deadline is no longer its user's to set.
	spent bool
}

// roundTrip says besides whether the connection ended before a byte of the answer came.
func (conn *connection) roundTrip(ctx context.Context, asked request) (answer []byte, untouched bool, err error) {
	if len(asked.body) > conn.takes {
		// It was started anew with a smaller limit. At the next attempt the batch is split by that.
		return nil, false, &unavailableError{reason: fmt.Sprintf("it takes %d bytes a request now", conn.takes), stated: true}
	}
	defer conn.bound(ctx)()
	frame := net.Buffers{asked.head(conn.namesSender), asked.body}
	if _, err = frame.WriteTo(conn); err != nil {
		return nil, !isTimeout(err), &unavailableError{reason: plain(err)}
	}
	head := make([]byte, lengthBytes+1)
	if got, readErr := io.ReadFull(conn, head); readErr != nil {
		return nil, got == 0 && !isTimeout(readErr), &unavailableError{reason: plain(readErr)}
	}
	length := binary.BigEndian.Uint32(head)
	if length < 1 {
		return nil, false, &unavailableError{reason: "it announced an answer without a status"}
	}
	if length > maxAnswer {
		// The next attempt would bring the same.
		conn.spent = true
		return nil, false, &malformedError{reason: fmt.Sprintf("sealed it has %d bytes, more than %d", length, maxAnswer)}
	}
	answer = make([]byte, length-1)
	if _, err = io.ReadFull(conn, answer); err != nil {
		return nil, false, &unavailableError{reason: plain(err)}
	}
	answer, err = outcome(head[lengthBytes], answer)
	return answer, false, err
}

// kept returns the connection if it is in order after a request that ended with err, and closes it otherwise.
func (conn *connection) kept(err error) *connection {
	var unavailable *unavailableError
	if conn.spent || (errors.As(err, &unavailable) && !unavailable.stated) {
		_ = conn.Close()
		return nil
	}
	return conn
}

// bound makes ctx's deadline the connection's, and ctx's end the end of what the connection waits for.
func (conn *connection) bound(ctx context.Context) (release func()) {
	deadline, _ := ctx.Deadline()
	_ = conn.SetDeadline(deadline)
	unwatch := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	return func() { conn.spent = !unwatch() || conn.spent }
}

func outcome(status byte, body []byte) ([]byte, error) {
	switch {
	case status == statusOK:
		return body, nil
	case status == statusBad:
		return nil, &malformedError{reason: printable(body)}
	case status == statusRetry && len(body) >= retryInBytes:
		after := time.Duration(binary.BigEndian.Uint32(body)) * time.Millisecond
		return nil, &unavailableError{reason: printable(body[retryInBytes:]), after: after, stated: true}
	default:
		return nil, &unavailableError{reason: fmt.Sprintf("it answered with the unknown status %d", status)}
	}
}

// plain says what went wrong with a socket in words that an operator can act on.
func plain(err error) string {
	var opErr *net.OpError
	switch {
	case errors.Is(err, context.DeadlineExceeded), isTimeout(err):
		return "it did not answer in time"
	case errors.Is(err, context.Canceled):
		return "the sender gave up"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "it closed the connection"
	case errors.As(err, &opErr):
		return opErr.Err.Error()
	default:
		return err.Error()
	}
}

func isTimeout(err error) bool {
	var netErr net.Error
	return errors.As(err, &netErr) && netErr.Timeout()
}

// printable keeps a reason to one short line: it comes from another process and goes into logs.
func printable(reason []byte) string {
	text := strings.ToValidUTF8(string(reason[:min(len(reason), maxReason)]), "")
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, text)
}
