package sealogprocessor

import (
	"encoding/binary"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// fakeSealer speaks the server's side of docs/spec/sealer-protocol.md and answers what a test tells it to.
type fakeSealer struct {
	socket   string
	listener net.Listener
	greeting []byte
	answer   func(what signal, body []byte) (status byte, answer []byte)
	// isOld makes it one of version 1, which closes a connection of any other.
	isOld bool

	mu       sync.Mutex
	open     map[net.Conn]struct{}
	served   sync.WaitGroup
	dialled  atomic.Int64
	requests atomic.Int64
	senders  []string
}

// echo answers a request with itself.
func echo(_ signal, body []byte) (byte, []byte) { return statusOK, body }

// refusal returns an answer that asks for a retry in `after` milliseconds.
func refusal(after uint32, reason string) []byte {
	return append(binary.BigEndian.AppendUint32(nil, after), reason...)
}

// socketPath returns a place for a socket: not t.TempDir(), which can be longer than a socket's address.
func socketPath(t *testing.T) string {
	folder, err := os.MkdirTemp("", "sealer")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(folder)) })
	return filepath.Join(folder, "s.sock")
}

func startSealer(t *testing.T, socket string, takes uint32, answer func(signal, []byte) (byte, []byte)) *fakeSealer {
	return startSealerThatGreets(t, socket, binary.BigEndian.AppendUint32([]byte(hello), takes), answer)
}

func startSealerThatGreets(
	t *testing.T, socket string, greeting []byte, answer func(signal, []byte) (byte, []byte),
) *fakeSealer {
	return (&fakeSealer{socket: socket, greeting: greeting, answer: answer}).start(t)
}

func (f *fakeSealer) start(t *testing.T) *fakeSealer {
	listener, err := net.Listen("unix", f.socket)
	require.NoError(t, err)
	f.listener, f.open = listener, map[net.Conn]struct{}{}
	f.served.Go(f.accept)
	t.Cleanup(f.stop)
	return f
}

func (f *fakeSealer) stop() {
	_ = f.listener.Close()
	f.hangUp()
	f.served.Wait()
}

// hangUp closes all connections, as a sealer does that is started anew.
func (f *fakeSealer) hangUp() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for conn := range f.open {
		_ = conn.Close()
	}
}

func (f *fakeSealer) accept() {
	for {
		conn, err := f.listener.Accept()
		if err != nil {
			return
		}
		f.mu.Lock()
		f.open[conn] = struct{}{}
		f.mu.Unlock()
		f.served.Go(func() { f.serve(conn) })
	}
}

func (f *fakeSealer) serve(conn net.Conn) {
	defer func() {
		_ = conn.Close()
		f.mu.Lock()
		delete(f.open, conn)
		f.mu.Unlock()
	}()
	greeted := make([]byte, len(hello))
	said := hello
	if f.isOld {
		said = helloWithout
	}
	if _, err := io.ReadFull(conn, greeted); err != nil || string(greeted) != said {
		return
	}
	f.dialled.Add(1)
	greeting := f.greeting
	if f.isOld {
		greeting = append([]byte(said), greeting[len(said):]...)
	}
	if _, err := conn.Write(greeting); err != nil {
		return
	}
	for {
		head := make([]byte, lengthBytes+1)
		if _, err := io.ReadFull(conn, head); err != nil {
			return
		}
		body := make([]byte, binary.BigEndian.Uint32(head)-1)
		if _, err := io.ReadFull(conn, body); err != nil {
			return
		}
		what, status, answer := signal(head[lengthBytes]), byte(statusOK), []byte(nil)
		if !f.isOld {
			sender := string(body[1 : 1+int(body[0])])
			body = body[1+int(body[0]):]
			f.mu.Lock()
			f.senders = append(f.senders, sender)
			f.mu.Unlock()
		}
		if what != signalPing {
			f.requests.Add(1)
		}
		if what != signalPing {
			status, answer = f.answer(what, body)
		}
		frame := binary.BigEndian.AppendUint32(nil, uint32(1+len(answer)))
		if _, err := conn.Write(append(append(frame, status), answer...)); err != nil {
			return
		}
	}
}
