package sealogprocessor // import "github.com/sealog/sealog/collector/sealogprocessor"

import (
	"errors"
	"fmt"
	"path"
	"strings"
	"time"

	"go.opentelemetry.io/collector/component"
)

const (
	scheme = "unix://"
	// Linux's sockaddr_un holds 108 bytes with the closing zero; macOS holds 104.
	maxSocketPath     = 103
	maxRequestMiB     = 64
	maxNumConnections = 64
)

// Config says where the sealer is and how long it may take. There is no setting that lets unsealed data through.
type Config struct {
	// Endpoint is the sealer's Unix socket, `unix:///absolute/path`: same host only, because what goes over it is not
	// sealed yet.
	Endpoint string `mapstructure:"endpoint"`

	// Timeout bounds one request, from waiting for a free connection to the whole answer. After it the sender gets a
	// retryable error.
	Timeout time.Duration `mapstructure:"timeout"`

	// MaxRequestMiB is the size above which a batch is split into several requests, in MiB of protobuf.
	MaxRequestMiB int `mapstructure:"max_request_mib"`

	// MaxRecordMiB is the size above which a sealed record is passed on without its texts, in MiB of protobuf: above what
	// the next hop takes it would be lost there, with its neighbours.
	MaxRecordMiB int `mapstructure:"max_record_mib"`

	// NumConnections is how many requests are with the sealer at once, for each signal; one sender has half of them.
	NumConnections int `mapstructure:"num_connections"`

	_ struct{}
}

var _ component.Config = (*Config)(nil)

func createDefaultConfig() component.Config {
	return &Config{
		Endpoint:       "unix:///run/sealog/sealer.sock",
		Timeout:        5 * time.Second,
		MaxRequestMiB:  4,
		MaxRecordMiB:   16,
		NumConnections: 8,
	}
}

// Validate reports every setting that is wrong, by name.
func (c *Config) Validate() error {
	var wrong []error
	if err := validateEndpoint(c.Endpoint); err != nil {
		wrong = append(wrong, err)
	}
	if c.Timeout <= 0 {
		wrong = append(wrong, fmt.Errorf("timeout: must be positive, got %s", c.Timeout))
	}
	if c.MaxRequestMiB < 1 || c.MaxRequestMiB > maxRequestMiB {
		wrong = append(wrong, fmt.Errorf("max_request_mib: must be 1 to %d, got %d", maxRequestMiB, c.MaxRequestMiB))
	}
	if c.MaxRecordMiB < 1 || c.MaxRecordMiB > maxRequestMiB {
		wrong = append(wrong, fmt.Errorf("max_record_mib: must be 1 to %d, got %d", maxRequestMiB, c.MaxRecordMiB))
	}
	if c.NumConnections < 1 || c.NumConnections > maxNumConnections {
		wrong = append(wrong, fmt.Errorf("num_connections: must be 1 to %d, got %d", maxNumConnections, c.NumConnections))
	}
	return errors.Join(wrong...)
}

func validateEndpoint(endpoint string) error {
	socket, isUnix := strings.CutPrefix(endpoint, scheme)
	switch {
	case !isUnix:
		return fmt.Errorf("endpoint: must be a Unix socket on this host, unix:///path, got %q", endpoint)
	case !path.IsAbs(socket):
		return fmt.Errorf("endpoint: the socket's path must be absolute, unix:///path, got %q", endpoint)
	case len(socket) > maxSocketPath:
		return fmt.Errorf("endpoint: the socket's path has %d bytes, at most %d fit a socket address", len(socket), maxSocketPath)
	default:
		return nil
	}
}

func (c *Config) socketPath() string {
	return strings.TrimPrefix(c.Endpoint, scheme)
}
