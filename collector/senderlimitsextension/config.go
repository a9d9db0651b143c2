package senderlimitsextension // import "github.com/sealog/sealog/collector/senderlimitsextension"

import (
	"errors"
	"fmt"

	"go.opentelemetry.io/collector/component"
)

// Config says how much one sender may send.
type Config struct {
	// RequestsPerSecond is how many requests a sender may make in the long run.
	RequestsPerSecond float64 `mapstructure:"requests_per_second"`

	// Burst is how many it may make at once after a pause.
	Burst int `mapstructure:"burst"`

	// MaxSenders is how many senders are remembered; the one that was silent longest is forgotten first.
	MaxSenders int `mapstructure:"max_senders"`

	_ struct{}
}

var _ component.Config = (*Config)(nil)

func createDefaultConfig() component.Config {
	return &Config{RequestsPerSecond: 100, Burst: 200, MaxSenders: 10_000}
}

// Validate reports every setting that is wrong, by name.
func (c *Config) Validate() error {
	var wrong []error
	if c.RequestsPerSecond <= 0 {
		wrong = append(wrong, fmt.Errorf("requests_per_second: must be positive, got %g", c.RequestsPerSecond))
	}
	if c.Burst < 1 {
		wrong = append(wrong, fmt.Errorf("burst: must be at least 1, got %d", c.Burst))
	}
	if c.MaxSenders < 1 || c.MaxSenders > 1_000_000 {
		wrong = append(wrong, fmt.Errorf("max_senders: must be 1 to 1000000, got %d", c.MaxSenders))
	}
	return errors.Join(wrong...)
}
