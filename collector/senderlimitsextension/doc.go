// Package senderlimitsextension keeps one sender from taking a receiver from the others.
//
// It is middleware, behind authentication and decompression and before the receiver. It changes no request.
package senderlimitsextension // import "github.com/sealog/sealog/collector/senderlimitsextension"

//go:generate mdatagen metadata.yaml
