// Package sealogprocessor seals personal data in telemetry before a collector queues or exports it.
//
// It hands each batch to `sealog sealer`, a process on the same host, and passes on what comes back. It finds and seals
// nothing itself, holds no key, and lets nothing through that the sealer did not answer for.
package sealogprocessor // import "github.com/sealog/sealog/collector/sealogprocessor"

//go:generate mdatagen metadata.yaml
