package sealogprocessor // import "github.com/sealog/sealog/collector/sealogprocessor"

import (
	"go.opentelemetry.io/collector/pdata/pmetric"
)

var metricsShape = shape[pmetric.Metrics]{
	flatten:   flattenMetrics,
	split:     splitMetrics,
	marshal:   (&pmetric.ProtoMarshaler{}).MarshalMetrics,
	unmarshal: (&pmetric.ProtoUnmarshaler{}).UnmarshalMetrics,
	join:      func(from, to pmetric.Metrics) { from.ResourceMetrics().MoveAndAppendTo(to.ResourceMetrics()) },
	empty:     pmetric.NewMetrics,
	count:     pmetric.Metrics.DataPointCount,
}

func flattenMetrics(metrics pmetric.Metrics) int {
	changed := 0
	for _, resource := range metrics.ResourceMetrics().All() {
		changed += flattenMap(resource.Resource().Attributes())
		for _, scope := range resource.ScopeMetrics().All() {
			changed += flattenMap(scope.Scope().Attributes())
			for _, metric := range scope.Metrics().All() {
				changed += flattenMap(metric.Metadata()) + flattenPoints(metric)
			}
		}
	}
	return changed
}

func flattenPoints(metric pmetric.Metric) int {
	changed := 0
	switch metric.Type() {
	case pmetric.MetricTypeGauge:
		changed += flattenNumbers(metric.Gauge().DataPoints())
	case pmetric.MetricTypeSum:
		changed += flattenNumbers(metric.Sum().DataPoints())
	case pmetric.MetricTypeHistogram:
		for _, point := range metric.Histogram().DataPoints().All() {
			changed += flattenMap(point.Attributes()) + flattenExemplars(point.Exemplars())
		}
	case pmetric.MetricTypeExponentialHistogram:
		for _, point := range metric.ExponentialHistogram().DataPoints().All() {
			changed += flattenMap(point.Attributes()) + flattenExemplars(point.Exemplars())
		}
	case pmetric.MetricTypeSummary:
		for _, point := range metric.Summary().DataPoints().All() {
			changed += flattenMap(point.Attributes())
		}
	case pmetric.MetricTypeEmpty:
	}
	return changed
}

func flattenNumbers(points pmetric.NumberDataPointSlice) int {
	changed := 0
	for _, point := range points.All() {
		changed += flattenMap(point.Attributes()) + flattenExemplars(point.Exemplars())
	}
	return changed
}

func flattenExemplars(exemplars pmetric.ExemplarSlice) int {
	changed := 0
	for _, exemplar := range exemplars.All() {
		changed += flattenMap(exemplar.FilteredAttributes())
	}
	return changed
}

func splitMetrics(metrics pmetric.Metrics, fit fit) ([]pmetric.Metrics, int) {
	sizes := &pmetric.ProtoMarshaler{}
	if sizes.MetricsSize(metrics) <= fit.target {
		return []pmetric.Metrics{metrics}, 0
	}
	var parts []pmetric.Metrics
	emptied, part, size := 0, pmetric.NewMetrics(), 0
	for _, resource := range metrics.ResourceMetrics().All() {
		resourceHead := pmetric.NewResourceMetrics()
		resource.Resource().CopyTo(resourceHead.Resource())
		resourceHead.SetSchemaUrl(resource.SchemaUrl())
		if sizes.ResourceMetricsSize(resourceHead) > fit.heading() {
			emptied++
			blackResource(resourceHead.Resource())
			resourceHead.SetSchemaUrl("")
		}
		for _, scope := range resource.ScopeMetrics().All() {
			scopeHead := pmetric.NewScopeMetrics()
			scope.Scope().CopyTo(scopeHead.Scope())
			scopeHead.SetSchemaUrl(scope.SchemaUrl())
			if sizes.ScopeMetricsSize(scopeHead) > fit.heading() {
				emptied++
				scopeHead = pmetric.NewScopeMetrics()
			}
			heads := sizes.ResourceMetricsSize(resourceHead) + sizes.ScopeMetricsSize(scopeHead) + 2*framing
			var into pmetric.MetricSlice
			open := false
			for _, metric := range scope.Metrics().All() {
				needs := sizes.MetricSize(metric) + framing
				if heads+needs > fit.most {
					// Its points say nothing without their attributes.
					emptied++
					continue
				}
				if size > 0 && size+needs+heads > fit.target {
					parts = append(parts, part)
					part, size, open = pmetric.NewMetrics(), 0, false
				}
				if !open {
					intoResource := part.ResourceMetrics().AppendEmpty()
					resourceHead.CopyTo(intoResource)
					intoScope := intoResource.ScopeMetrics().AppendEmpty()
					scopeHead.CopyTo(intoScope)
					into, open, size = intoScope.Metrics(), true, size+heads
				}
				metric.CopyTo(into.AppendEmpty())
				size += needs
			}
		}
	}
	return append(parts, part), emptied
}
