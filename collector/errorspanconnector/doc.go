// Package errorspanconnector tells tail sampling which traces have error logs: it emits a marking span for each.
//
// It copies no text of a log but the service's name. The marks are not meant to be stored: filter them out once the
// decision is made.
package errorspanconnector // import "github.com/sealog/sealog/collector/errorspanconnector"

//go:generate mdatagen metadata.yaml
