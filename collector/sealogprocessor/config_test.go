package sealogprocessor

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/confmaptest"

	"github.com/sealog/sealog/collector/sealogprocessor/internal/metadata"
)

func loadConfig(t *testing.T, name string) *Config {
	t.Helper()
	conf, err := confmaptest.LoadConf(filepath.Join("testdata", "config.yaml"))
	require.NoError(t, err)
	sub, err := conf.Sub(component.NewIDWithName(metadata.Type, name).String())
	require.NoError(t, err)
	cfg := createDefaultConfig().(*Config)
	require.NoError(t, sub.Unmarshal(cfg))
	return cfg
}

func TestTheDefaultConfigIsValid(t *testing.T) {
	cfg := loadConfig(t, "")
	require.NoError(t, confmap.Validate(cfg))
	assert.Equal(t, createDefaultConfig(), cfg)
}

func TestEverySettingIsRead(t *testing.T) {
	cfg := loadConfig(t, "all")
	require.NoError(t, confmap.Validate(cfg))
	assert.Equal(t, &Config{
		Endpoint: "unix:///var/run/sealer.sock", Timeout: 2 * time.Second, MaxRequestMiB: 8, MaxRecordMiB: 3, NumConnections: 16,
	}, cfg)
	assert.Equal(t, "/var/run/sealer.sock", cfg.socketPath())
}

func TestAWrongSettingIsNamed(t *testing.T) {
	for name, wants := range map[string]string{
		"network":        "endpoint: must be a Unix socket on this host",
		"relative":       "endpoint: the socket's path must be absolute",
		"long_path":      "endpoint: the socket's path has 111 bytes, at most 103 fit",
		"no_timeout":     "timeout: must be positive",
		"no_size":        "max_request_mib: must be 1 to 64, got 0",
		"huge":           "max_request_mib: must be 1 to 64, got 65",
		"no_record":      "max_record_mib: must be 1 to 64, got 0",
		"no_connections": "num_connections: must be 1 to 64, got 0",
	} {
		t.Run(name, func(t *testing.T) {
			assert.ErrorContains(t, confmap.Validate(loadConfig(t, name)), wants)
		})
	}
}
