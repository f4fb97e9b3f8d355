package modes

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"ruthere/debuglog"
	"ruthere/parser"
)

// TraceRequest is what a traceroute was asked to do.
type TraceRequest struct {
	VRF            string
	Target         netip.Addr
	Name           string     // as typed
	Source         netip.Addr // invalid: the address of the interface that leads there
	Numeric        bool       // no names
	Probes         int        // of each TTL
	MinTTL, MaxTTL int
	Timeout        time.Duration // of each probe
	Port           int           // of the first probe; each goes to the next
}

func newTrace() TraceRequest {
	return TraceRequest{Probes: 3, MinTTL: 1, MaxTTL: 30, Timeout: 3 * time.Second, Port: 33434}
}

var traceroute = Cmd[Box]{
	Syntax: `traceroute [ip | vrf vrf-name:WORD [ip]] target:HOST &{numeric | port port:<0-65535> | probe probes:<1-65535> |
		source {source-addr:A.B.C.D | source-interface:INTERFACE} | timeout secs:<0-3600> | ttl min-ttl:<1-255> max-ttl:<1-255>}`,
	Help: H{"traceroute": "Trace route to destination", "ip": "IP Trace", "vrf": "VRF", "vrf-name": vrfHelp, "target": "Trace route to destination address or hostname",
		"numeric": "display numeric address", "port": "specify port number", "port/port": "Port number", "probe": "specify number of probes per hop", "probes": "Number of probes",
		"source": "specify source address or name", "source-addr": "Source address", "timeout": "specify time out", "secs": "Time out in seconds",
		"ttl": "specify minimum and maximum ttl", "min-ttl": "Minimum TTL", "max-ttl": "Maximum TTL"},
	Set: func(x *Context, b Box, a parser.Args) error {
		q := newTrace()
		q.VRF, q.Name, q.Numeric = a.Str("vrf-name"), a.Str("target"), a.Has("numeric")
		if !b.Config().HasVRF(q.VRF) {
			return refuse(fmt.Sprintf("%% VRF %s does not exist", q.VRF))
		}
		for name, to := range map[string]*int{"port": &q.Port, "probes": &q.Probes, "min-ttl": &q.MinTTL, "max-ttl": &q.MaxTTL} {
			if _, isNumber := a[name].(int); isNumber {
				*to = a.Int(name)
			}
		}
		if a.Has("secs") {
			q.Timeout = seconds(a.Int("secs"))
		}
		if q.MinTTL > q.MaxTTL {
			return refuse("% Minimum TTL must not be greater than maximum TTL")
		}
		if a.Has("source") {
			if !x.source(sourceOf(a), q.VRF, &q.Source) {
				return errBadSource
			}
		}
		return x.lookUp(q.Name, unknownTarget, func(addr netip.Addr) error {
			q.Target = addr
			return x.trace(q)
		})
	},
}

// unknownTarget is said of a host that nobody knows.
const unknownTarget = "% Unrecognized host or address.\n"

func (x *Context) trace(q TraceRequest) error {
	return x.Terminal.Run(func(r Runner) (Job, error) { return x.Box.Traceroute(q, r) })
}

// tracerouteDialogue is `traceroute` alone: it asks for everything.
var tracerouteDialogue = Cmd[Box]{
	Syntax: `traceroute`,
	Help:   H{"traceroute": "Trace route to destination"},
	Level:  15,
	Set: func(x *Context, b Box, _ parser.Args) error {
		q := newTrace()
		any := func(string) bool { return true }
		timeout := 3
		questions := []question{
			{prompt: "Protocol [ip]: ", take: func(s string) bool { return s == "" || strings.EqualFold(s, "ip") }},
			{prompt: "Target IP address: ", host: &q.Target, unknown: unknownTarget, take: func(s string) bool { q.Name = s; return true }},
		}
		source := "Source address: "
		if b.Release() != debuglog.IOS124 {
			questions = append(questions, question{prompt: "Ingress traceroute [n]: ", take: any})
			source = "Source address or interface: "
		}
		questions = append(questions, question{prompt: source, take: func(s string) bool { return s == "" || x.source(s, q.VRF, &q.Source) }})
		if b.Release() != debuglog.IOS124 {
			questions = append(questions, question{prompt: "DSCP Value [0]: ", take: any})
		}
		questions = append(questions,
			question{prompt: "Numeric display [n]: ", take: yes(&q.Numeric)},
			question{prompt: "Timeout in seconds [3]: ", take: numberIn(&timeout, 0, 3600)},
			question{prompt: "Probe count [3]: ", take: numberIn(&q.Probes, 1, 65535)},
			question{prompt: "Minimum Time to Live [1]: ", take: numberIn(&q.MinTTL, 1, 255)},
			question{prompt: "Maximum Time to Live [30]: ", take: numberIn(&q.MaxTTL, 1, 255)},
			question{prompt: "Port Number [33434]: ", take: numberIn(&q.Port, 0, 65535)},
			question{prompt: "Loose, Strict, Record, Timestamp, Verbose[none]: "})
		x.askAll(questions, func(string) {
			q.Timeout = seconds(timeout)
			if err := x.trace(q); err != nil {
				x.Println(strings.TrimSpace(err.Error()))
			}
		})
		return nil
	},
}

func init() { Exec.Add(traceroute, tracerouteDialogue) }
