package sealogprocessor

import (
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
)

// byAttribute returns the values of a sum by one of its attributes.
func byAttribute(metric metricdata.Metrics, name string) map[string]int64 {
	values := map[string]int64{}
	for _, point := range metric.Data.(metricdata.Sum[int64]).DataPoints {
		value, _ := point.Attributes.Value(attribute.Key(name))
		values[value.AsString()] += point.Value
	}
	return values
}
