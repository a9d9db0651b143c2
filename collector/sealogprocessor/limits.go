package sealogprocessor // import "github.com/sealog/sealog/collector/sealogprocessor"

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"strconv"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

const (
	// maxDepth is how many lists and maps may lie in each other. What is deeper becomes JSON text. Collectors from
	// 0.165 on read at most about 50 back from a queue on disk and delete, unread, a request that holds more.
	maxDepth = 32
	// maxTextDepth is how many more levels are written into that text.
	maxTextDepth = 1000
	tooDeep      = `"[masked:nested_too_deeply]"`
	// black stands where a record could not be sealed, as in sealog's other parts.
	black = "[masked:unknown]"
	// framing is what a message takes in the one around it: a tag and its length.
	framing = 8
)

// fit says how large a part of a batch may be, in bytes of protobuf.
type fit struct {
	// target is what parts are made to fit in.
	target int
	// most is what a record that is larger than that on its own may have.
	most int
}

// heading is the most that a resource, or a scope, may have: each part of a batch repeats it.
func (f fit) heading() int { return f.target / 4 }

// flattenMap turns values of m that are nested too deeply into text and returns how many that were.
func flattenMap(m pcommon.Map) int {
	changed := 0
	for _, value := range m.All() {
		changed += flatten(value, 1)
	}
	return changed
}

// flatten does so for value, which lies at depth if it is a list or a map.
func flatten(value pcommon.Value, depth int) int {
	changed := 0
	switch value.Type() {
	case pcommon.ValueTypeMap, pcommon.ValueTypeSlice:
		if depth > maxDepth {
			value.SetStr(string(appendJSON(nil, value, 0)))
			return 1
		}
	default:
		return 0
	}
	if value.Type() == pcommon.ValueTypeMap {
		for _, inner := range value.Map().All() {
			changed += flatten(inner, depth+1)
		}
		return changed
	}
	for _, inner := range value.Slice().All() {
		changed += flatten(inner, depth+1)
	}
	return changed
}

// appendJSON is like pcommon.Value.AsString, which has no bound: its stack grows with what a sender nests.
func appendJSON(to []byte, value pcommon.Value, depth int) []byte {
	if depth > maxTextDepth {
		return append(to, tooDeep...)
	}
	switch value.Type() {
	case pcommon.ValueTypeMap:
		to = append(to, '{')
		first := true
		for key, inner := range value.Map().All() {
			if !first {
				to = append(to, ',')
			}
			first = false
			to = append(appendString(to, key), ':')
			to = appendJSON(to, inner, depth+1)
		}
		return append(to, '}')
	case pcommon.ValueTypeSlice:
		to = append(to, '[')
		for i, inner := range value.Slice().All() {
			if i > 0 {
				to = append(to, ',')
			}
			to = appendJSON(to, inner, depth+1)
		}
		return append(to, ']')
	case pcommon.ValueTypeInt:
		return strconv.AppendInt(to, value.Int(), 10)
	case pcommon.ValueTypeBool:
		return strconv.AppendBool(to, value.Bool())
	case pcommon.ValueTypeDouble:
		if number := value.Double(); !math.IsNaN(number) && !math.IsInf(number, 0) {
			return strconv.AppendFloat(to, number, 'g', -1, 64)
		}
		return appendString(to, value.AsString())
	case pcommon.ValueTypeBytes:
		return appendString(to, base64.StdEncoding.EncodeToString(value.Bytes().AsRaw()))
	case pcommon.ValueTypeStr:
		return appendString(to, value.Str())
	default:
		return append(to, "null"...)
	}
}

func appendString(to []byte, text string) []byte {
	quoted, err := json.Marshal(text)
	if err != nil {
		return append(to, tooDeep...)
	}
	return append(to, quoted...)
}

// blackResource takes everything out of a resource but the service's name, so that somebody can be told.
func blackResource(resource pcommon.Resource) {
	name, known := resource.Attributes().Get("service.name")
	text := ""
	if known {
		text = name.AsString()
	}
	resource.Attributes().Clear()
	if known && len(text) <= 256 {
		resource.Attributes().PutStr("service.name", text)
	}
}
