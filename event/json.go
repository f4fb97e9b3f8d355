package event

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// timeForm is RFC 3339 with all nine digits of the nanoseconds, in UTC, so that lines sort as their times do.
const timeForm = "2006-01-02T15:04:05.000000000Z"

// AppendJSON appends the event as one JSON object without line breaks: n, time, router (left out for the lab's own events) and
// kind, then the fields of the kind.
func (s Stamped) AppendJSON(dst []byte) ([]byte, error) {
	head, err := encode(struct {
		Number uint64 `json:"n"`
		Time   string `json:"time"`
		Router string `json:"router,omitempty"`
		Kind   Kind   `json:"kind"`
	}{s.Number, s.At.UTC().Format(timeForm), s.Router, s.Kind()})
	if err != nil {
		return dst, err
	}
	body, err := encode(s.Event)
	if err != nil {
		return dst, fmt.Errorf("event %d, %s: %w", s.Number, s.Kind(), err)
	}
	dst = append(dst, head[:len(head)-1]...)
	return append(append(dst, ','), body[1:]...), nil
}

// MarshalJSON implements json.Marshaler.
func (s Stamped) MarshalJSON() ([]byte, error) { return s.AppendJSON(nil) }

// encode is JSON in which <, > and & stand for themselves.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}
