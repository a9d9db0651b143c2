// Package besteffortconnector joins two pipelines so that the second can't hold up the first.
//
// It keeps nothing and waits for nothing: what should survive a pause of the second pipeline is the business of a queue
// in that pipeline's exporter.
package besteffortconnector // import "github.com/sealog/sealog/collector/besteffortconnector"

//go:generate mdatagen metadata.yaml
