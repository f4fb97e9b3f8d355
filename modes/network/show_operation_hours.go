package network

import (
	"fmt"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
	"ruthere/sla"
)

// printOperationHours prints what was counted of an operation, hour by hour: `show ip sla statistics aggregated`, and
// `show ip sla monitor collection-statistics` on 12.4.
func printOperationHours(x *modes.Context, o sla.Status) {
	if x.Device.Release() == debuglog.IOS124 {
		x.Printf("Entry number: %d\n", o.Number)
	} else {
		x.Printf("IPSLA operation id: %d\n", o.Number)
	}
	for _, h := range o.Hours {
		x.Printf("Start Time Index: %s\nNumber of successful operations: %d\nNumber of operations over threshold: %d\n",
			operationClock(x.Device, h.Start), h.Codes[sla.OK]+h.Codes[sla.OverThreshold], h.Codes[sla.OverThreshold])
		for _, failed := range []struct {
			why string
			n   int
		}{{"Disconnect", 0}, {"Timeout", h.Codes[sla.Timeout]}, {"Busy", h.Codes[sla.Busy]}, {"No Connection", h.Codes[sla.NoConnection]},
			{"Internal Error", 0}, {"Sequence Error", 0}, {"Verify Error", 0}} {
			article := "a"
			if failed.why == "Internal Error" {
				article = "an"
			}
			x.Printf("Number of failed operations due to %s %s: %d\n", article, failed.why, failed.n)
		}
		average := int64(0)
		if h.Answered > 0 {
			average = h.Sum / int64(h.Answered)
		}
		x.Printf("RTT Values:\nRTTAvg: %d      RTTMin: %d      RTTMax: %d\nNumOfRTT: %d    RTTSum: %d      RTTSum2: %d\n\n", average,
			h.Least.Milliseconds(), h.Most.Milliseconds(), h.Answered, h.Sum, h.SumOfSquares)
	}
}

// showResponder is `show ip sla responder`: who asked for ports, and which are always open.
func showResponder(syntax string) modes.Cmd[modes.Device] {
	help := modes.UsedHelp(syntax, modes.H{"ip": "IP information", "sla": "IP Service Level Agreement (SLA)", "monitor": "IP SLAs Monitor",
		"responder": "IP SLAs Responder Information"})
	return modes.ShowCommand(syntax, help, func(x *modes.Context, b modes.Device, _ parser.Args) error {
		r := b.Responder()
		state := func(on bool) string { return map[bool]string{true: "Enabled", false: "Disabled"}[on] }
		if b.Release() == debuglog.IOS124 {
			x.Printf("IP SLA Monitor Responder is: %s\n", state(r.On))
		} else {
			x.Printf("        General IP SLA Responder on Control port %d\nGeneral IP SLA Responder is: %s\n", sla.ControlPort, state(r.On))
		}
		x.Printf("Number of control message received: %d Number of errors: %d \nRecent sources: \n", r.Messages, r.Errors)
		for _, h := range r.Recent {
			x.Printf("        %s [%s]\n", h.From, operationClock(b, h.At))
		}
		x.Printf("Recent error sources: \n\n        Permanent Port IP SLA Responder\nPermanent Port IP SLA Responder is: %s\n\n",
			state(len(r.Permanent) > 0))
		for _, kind := range []struct {
			name string
			tcp  bool
		}{{"udpEcho", false}, {"tcpConnect", true}} {
			x.Printf("%s Responder: \n  IP Address             Port\n", kind.name)
			for _, p := range r.Permanent {
				if p.TCP == kind.tcp {
					x.Println(fmt.Sprintf("  %-22s %d", p.Addr, p.Port))
				}
			}
		}
		return nil
	})
}

// What `| json` prints of operations: docs/show.schema.json.

type operationDocument struct {
	Number         int           `json:"number"`
	Kind           string        `json:"type"`
	Target         string        `json:"target"`
	Port           int           `json:"port,omitempty"`
	State          string        `json:"state"`
	Frequency      int           `json:"frequency_seconds"`
	Timeout        int64         `json:"timeout_milliseconds"`
	Threshold      int64         `json:"threshold_milliseconds"`
	Code           string        `json:"return_code"`
	RTT            int64         `json:"rtt_milliseconds,omitempty"`
	Started        modes.Instant `json:"last_start,omitzero"`
	Successes      int           `json:"successes"`
	Failures       int           `json:"failures"`
	OverThresholds int           `json:"over_thresholds"`
}

func operationsDocument(list []sla.Status) modes.Document {
	return modes.DocumentOf("operations", list, func(o sla.Status) operationDocument {
		return operationDocument{Number: o.Number, Kind: o.Kind, Target: o.Target, Port: int(o.Port),
			State:     map[sla.State]string{sla.Pending: "pending", sla.Active: "active", sla.Inactive: "inactive"}[o.State],
			Frequency: modes.InSeconds(o.Frequency), Timeout: o.Timeout.Milliseconds(), Threshold: o.Threshold.Milliseconds(),
			Code: o.Code.String(), RTT: o.RTT.Milliseconds(), Started: modes.Instant(o.Started), Successes: o.Successes, Failures: o.Failures,
			OverThresholds: o.OverThresholds}
	})
}
