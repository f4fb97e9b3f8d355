package network

import "ruthere/modes"

// What `| json` prints of tracked objects: docs/show.schema.json.

type trackDocument struct {
	Number    int           `json:"number"`
	Subject   string        `json:"subject"`
	Parameter string        `json:"parameter"`
	State     string        `json:"state"`
	Changes   int           `json:"changes"`
	Changed   modes.Instant `json:"last_change,omitzero"`
	Due       modes.Instant `json:"changes_at,omitzero"`
	Code      string        `json:"return_code,omitempty"`
	RTT       int64         `json:"rtt_milliseconds,omitempty"`
}

func tracksDocument(list []shownTrack) modes.Document {
	return modes.DocumentOf("tracks", list, func(t shownTrack) trackDocument {
		d := trackDocument{Number: t.Number, Subject: t.what, Parameter: t.parameter, State: modes.UpDown(t.Up), Changes: t.Changes,
			Changed: modes.Instant(t.Changed), Due: modes.Instant(t.Due)}
		if t.operation != nil {
			d.Code, d.RTT = t.operation.Code.String(), t.operation.RTT.Milliseconds()
		}
		return d
	})
}
