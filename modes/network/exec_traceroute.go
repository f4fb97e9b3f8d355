package network

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

func newTrace() modes.TraceRequest {
	return modes.TraceRequest{Probes: 3, MinTTL: 1, MaxTTL: 30, Timeout: 3 * time.Second, Port: 33434}
}

func traceroute() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `traceroute [ip | vrf vrf-name:WORD [ip]] target:HOST &{numeric | port port:<0-65535> | probe probes:<1-65535> |
		source {source-addr:A.B.C.D | source-interface:INTERFACE} | timeout secs:<0-3600> | ttl min-ttl:<1-255> max-ttl:<1-255>}`,
		Help: modes.H{"traceroute": "Trace route to destination", "ip": "IP Trace", "vrf": "VRF", "vrf-name": modes.VRFNameHelp,
			"target":  "Trace route to destination address or hostname",
			"numeric": "display numeric address", "port": "specify port number", "port/port": "Port number",
			"probe": "specify number of probes per hop", "probes": "Number of probes",
			"source": "specify source address or name", "source-addr": "Source address", "timeout": "specify time out",
			"secs": "Time out in seconds",
			"ttl":  "specify minimum and maximum ttl", "min-ttl": "Minimum TTL", "max-ttl": "Maximum TTL"},
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			q := newTrace()
			q.VRF, q.Name, q.Numeric = a.Str("vrf-name"), a.Str("target"), a.Has("numeric")
			if !b.Config().HasVRF(q.VRF) {
				return modes.Refuse(fmt.Sprintf("%% VRF %s does not exist", q.VRF))
			}
			for name, to := range map[string]*int{"port": &q.Port, "probes": &q.Probes, "min-ttl": &q.MinTTL, "max-ttl": &q.MaxTTL} {
				if _, isNumber := a[name].(int); isNumber {
					*to = a.Int(name)
				}
			}
			if a.Has("secs") {
				q.Timeout = modes.Seconds(a.Int("secs"))
			}
			if q.MinTTL > q.MaxTTL {
				return modes.Refuse("% Minimum TTL must not be greater than maximum TTL")
			}
			if a.Has("source") {
				if !findSource(x, sourceOf(a), q.VRF, &q.Source) {
					return errBadSource
				}
			}
			return LookUpHost(x, q.Name, UnknownTarget, func(addr netip.Addr) error {
				q.Target = addr
				return trace(x, q)
			})
		},
	}
}

// unknownTarget is said of a host that nobody knows.
const UnknownTarget = "% Unrecognized host or address.\n"

func trace(x *modes.Context, q modes.TraceRequest) error {
	return x.Terminal.Run(func(r modes.Runner) (modes.Job, error) { return x.Device.Traceroute(q, r) })
}

// tracerouteDialogue is `traceroute` alone: it asks for everything.
func tracerouteDialogue() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `traceroute`,
		Help:   modes.H{"traceroute": "Trace route to destination"},
		Level:  15,
		Set: func(x *modes.Context, b modes.Device, _ parser.Args) error {
			q := newTrace()
			any := func(string) bool { return true }
			timeout := 3
			questions := []question{
				{prompt: "Protocol [ip]: ", take: func(s string) bool { return s == "" || strings.EqualFold(s, "ip") }},
				{prompt: "Target IP address: ", host: &q.Target, unknown: UnknownTarget, take: func(s string) bool { q.Name = s; return true }},
			}
			source := "Source address: "
			if b.Release() != debuglog.IOS124 {
				questions = append(questions, question{prompt: "Ingress traceroute [n]: ", take: any})
				source = "Source address or interface: "
			}
			questions = append(questions, question{prompt: source, take: func(s string) bool {
				return s == "" || findSource(x, s, q.VRF,
					&q.Source)
			}})
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
			askAll(x, questions, func(string) {
				q.Timeout = modes.Seconds(timeout)
				if err := trace(x, q); err != nil {
					x.Println(strings.TrimSpace(err.Error()))
				}
			})
			return nil
		},
	}
}

func addExecTraceroute(l *modes.Language) { l.Add("exec", traceroute(), tracerouteDialogue()) }
