package network

import (
	"ruthere/modes"
	"ruthere/sla"
)

// What `| json` prints of tracked objects and of operations of IP SLA: docs/show.schema.json.

type trackDocument struct {
	Number    int           `json:"number"`
	Subject   string        `json:"subject"`
	Parameter string        `json:"parameter"`
	State     string        `json:"state"`
	Changes   int           `json:"changes"`
	Changed   modes.Instant `json:"last_change,omitzero"`
	Due       modes.Instant `json:"changes_at,omitzero"`
}

func tracksDocument(list []shownTrack) modes.Document {
	return modes.DocumentOf("tracks", list, func(t shownTrack) trackDocument {
		return trackDocument{t.Number, t.what, t.parameter, modes.UpDown(t.Up), t.Changes, modes.Instant(t.Changed), modes.Instant(t.Due)}
	})
}

type operationDocument struct {
	Number    int           `json:"number"`
	Type      string        `json:"type"`
	Target    string        `json:"target"`
	State     string        `json:"state"`
	Code      string        `json:"return_code"`
	RTT       int64         `json:"rtt_milliseconds,omitempty"`
	Started   modes.Instant `json:"last_started,omitzero"`
	Successes int           `json:"successes"`
	Failures  int           `json:"failures"`
	Over      int           `json:"over_thresholds"`
}

func operationsDocument(list []sla.Status) modes.Document {
	return modes.DocumentOf("operations", list, func(o sla.Status) operationDocument {
		state := [...]string{sla.Pending: "pending", sla.Active: "active", sla.Inactive: "inactive"}[o.State]
		return operationDocument{o.Number, o.Kind, o.Target, state, o.Code.String(), o.RTT.Milliseconds(), modes.Instant(o.Started),
			o.Successes, o.Failures, o.OverThresholds}
	})
}
