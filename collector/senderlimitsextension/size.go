package senderlimitsextension // import "github.com/sealog/sealog/collector/senderlimitsextension"

import (
	"errors"
	"io"
	"net/http"
)

// watchedBody remembers whether reading ended at the server's limit (`max_request_body_size`).
type watchedBody struct {
	io.ReadCloser
	tooLarge bool
}

func (b *watchedBody) Read(to []byte) (int, error) {
	got, err := b.ReadCloser.Read(to)
	if err != nil && !errors.Is(err, io.EOF) {
		var limit *http.MaxBytesError
		b.tooLarge = b.tooLarge || errors.As(err, &limit)
	}
	return got, err
}

// sizeAnswer turns the 400 of a receiver that could not read a body for its size into the status that says so.
type sizeAnswer struct {
	http.ResponseWriter
	body     *watchedBody
	tooLarge func()
}

func (a *sizeAnswer) WriteHeader(code int) {
	if code == http.StatusBadRequest && a.body.tooLarge {
		a.tooLarge()
		code = http.StatusRequestEntityTooLarge
	}
	a.ResponseWriter.WriteHeader(code)
}

// Unwrap lets http.ResponseController find what the writer below can do.
func (a *sizeAnswer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
