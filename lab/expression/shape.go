package expression

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/expr-lang/expr/types"
)

var (
	marshalsText = reflect.TypeFor[encoding.TextMarshaler]()
	marshalsJSON = reflect.TypeFor[json.Marshaler]()
)

// A Named is one list of a status, under its name, beside others of its fields.
type Named struct {
	Fields any // a struct
	Name   string
	List   any // a slice
}

// MarshalJSON implements json.Marshaler.
func (n Named) MarshalJSON() ([]byte, error) {
	fields, err := json.Marshal(n.Fields)
	if err != nil {
		return nil, err
	}
	list, err := n.ListJSON()
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "%s,%q:%s}", bytes.TrimSuffix(fields, []byte("}")), n.Name, list), nil
}

// ListJSON is the list alone.
func (n Named) ListJSON() ([]byte, error) { return json.Marshal(n.List) }

// shapeOf is the type of the JSON of a value: a struct, or Named.
func shapeOf(sample any) (types.Map, error) {
	if n, ok := sample.(Named); ok {
		shape, err := shapeOf(n.Fields)
		if err == nil {
			shape[n.Name] = typeOf(reflect.TypeOf(n.List))
		}
		return shape, err
	}
	t := reflect.TypeOf(sample)
	if t == nil || t.Kind() != reflect.Struct {
		return nil, fmt.Errorf("%T has no names", sample)
	}
	return fieldsOf(t), nil
}

// typeOf is the type of the JSON of a Go type.
func typeOf(t reflect.Type) types.Type {
	switch {
	case t.Kind() == reflect.Pointer:
		return typeOf(t.Elem())
	case t.Implements(marshalsText):
		return types.String
	case t.Implements(marshalsJSON):
		return scalarOf(t)
	}
	switch t.Kind() {
	case reflect.Struct:
		return fieldsOf(t)
	case reflect.Slice, reflect.Array:
		return types.Array(typeOf(t.Elem()))
	case reflect.Bool:
		return types.Bool
	case reflect.String:
		return types.String
	case reflect.Float32, reflect.Float64:
		return types.Float
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return types.Int
	}
	return types.Any
}

// scalarOf is the type of what a type writes of itself: a text or a number.
func scalarOf(t reflect.Type) types.Type {
	data, err := json.Marshal(reflect.Zero(t).Interface())
	switch {
	case err != nil || len(data) == 0:
		return types.Any
	case data[0] == '"':
		return types.String
	case data[0] >= '0' && data[0] <= '9' || data[0] == '-':
		return types.Int
	}
	return types.Any
}

// fieldsOf are the names of a struct's fields as JSON has them. Of fields that are left out nothing is known but their
// type.
func fieldsOf(t reflect.Type) types.Map {
	shape := types.Map{}
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || name == "-" || f.Anonymous && name == "" {
			continue
		}
		if name == "" {
			name = f.Name
		}
		shape[name] = typeOf(f.Type)
	}
	return shape
}

// decode reads a JSON object; whole numbers are integers.
func decode(data []byte) (map[string]any, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var value map[string]any
	err := d.Decode(&value)
	return whole(value).(map[string]any), err
}

func whole(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for k, one := range v {
			v[k] = whole(one)
		}
	case []any:
		for i, one := range v {
			v[i] = whole(one)
		}
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return int(n)
		}
		n, _ := v.Float64()
		return n
	}
	return value
}
