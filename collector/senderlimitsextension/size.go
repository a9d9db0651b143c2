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

// maxBrackets is how many brackets may be open at once in a JSON body. One list in another takes three in OTLP's JSON; a
// decoder's stack grows with them: 140,000 took 80 MB a request.
const maxBrackets = 400

var errTooDeep = errors.New("the JSON is nested too deeply")

// shallowBody ends reading at the first bracket that is one too many. It is no parser: what is no JSON passes.
type shallowBody struct {
	io.ReadCloser
	open     int
	inString bool
	escaped  bool
}

func (b *shallowBody) Read(to []byte) (int, error) {
	got, err := b.ReadCloser.Read(to)
	for i, char := range to[:got] {
		switch {
		case b.escaped:
			b.escaped = false
		case b.inString:
			b.escaped = char == '\\'
			b.inString = char != '"'
		case char == '"':
			b.inString = true
		case char == '[' || char == '{':
			if b.open++; b.open > maxBrackets {
				return i, errTooDeep
			}
		case char == ']' || char == '}':
			b.open--
		}
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
