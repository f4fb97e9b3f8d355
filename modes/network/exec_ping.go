package network

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"ruthere/modes"
	"ruthere/parser"
)

const unreachableHost = "% Unrecognized host or address, or protocol not running.\n\n"

func ping() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `ping [ip | vrf vrf-name:WORD] target:HOST &{data pattern:WORD | df-bit | repeat count:<1-2147483647> | size bytes:<36-18024> |
		source {source-addr:A.B.C.D | source-interface:INTERFACE} | timeout secs:<0-3600> | validate | verbose}`,
		Help: modes.H{"ping": "Send echo messages", "ip": "IP echo", "vrf": "Select VPN routing instance", "vrf-name": modes.VRFNameHelp,
			"target": "Ping destination address or hostname",
			"data":   "specify data pattern", "pattern": "0-FFFF: pattern of the data", "df-bit": "enable do not fragment bit in IP header",
			"repeat": "specify repeat count", "count": "Repeat count", "size": "specify datagram size", "bytes": "Datagram size",
			"source": "specify source address or name", "source-addr": "Source address",
			"timeout": "specify timeout interval", "secs": "Timeout in seconds",
			"validate": "validate reply data", "verbose": "verbose output"},
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			p := newPing()
			p.VRF = a.Str("vrf-name")
			if !b.Config().HasVRF(p.VRF) {
				return modes.Refuse(fmt.Sprintf("%% VRF %s does not exist", p.VRF))
			}
			if a.Has("count") {
				p.Count = a.Int("count")
			}
			if a.Has("bytes") {
				p.Size = a.Int("bytes")
			}
			if a.Has("secs") {
				p.Timeout = modes.Seconds(a.Int("secs"))
			}
			if a.Has("pattern") && !hexPattern(a.Str("pattern"), &p.Data) {
				return modes.Refuse("% Bad data pattern")
			}
			p.DF, p.Validate, p.Verbose = a.Has("df-bit"), a.Has("validate"), a.Has("verbose")
			if a.Has("source") {
				if p.SourceNamed = findSource(x, sourceOf(a), p.VRF, &p.Source); !p.SourceNamed {
					return errBadSource
				}
			}
			return LookUpHost(x, a.Str("target"), unreachableHost, func(addr netip.Addr) error {
				p.Target = addr
				return start(x, p)
			})
		},
	}
}

func newPing() modes.PingRequest {
	return modes.PingRequest{Count: 5, Size: 100, Timeout: 2 * time.Second, Data: 0xABCD}
}

func start(x *modes.Context, p modes.PingRequest) error {
	return x.Terminal.Run(func(r modes.Runner) (modes.Job, error) { return x.Device.Ping(p, r) })
}

var errBadSource = modes.Refuse("% Invalid source address- IP address not on any of our up interfaces")

// sourceOf is what stands behind the keyword source.
func sourceOf(a parser.Args) string {
	if a.Has("source-addr") {
		return a.Addr("source-addr").String()
	}
	return a.Str("source-interface")
}

// findSource sets where packets come from: an address of this router, or an interface, in a
// VRF.
func findSource(x *modes.Context, text, vrf string, to *netip.Addr) bool {
	addr, err := modes.ParseAddr(text)
	name, isName := parser.ParseInterface(text)
	for _, i := range x.Device.Interfaces() {
		used := i.UsedAddress()
		if used.IsValid() && i.VRF == vrf && (err == nil && used.Addr() == addr || isName && i.Name == name) {
			*to = used.Addr()
			return true
		}
	}
	return false
}

func hexPattern(text string, to *uint16) bool {
	v, err := strconv.ParseUint(strings.TrimPrefix(strings.ToLower(text), "0x"), 16, 32)
	*to = uint16(v)
	return err == nil && v <= 0xFFFF
}

// pingDialogue is `ping` alone: it asks for everything.
func pingDialogue() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `ping`,
		Help:   modes.H{"ping": "Send echo messages"},
		Level:  15,
		Set: func(x *modes.Context, b modes.Device, _ parser.Args) error {
			p := newPing()
			askAll(x, append([]question{
				{prompt: "Protocol [ip]: ", take: func(s string) bool { return s == "" || strings.EqualFold(s, "ip") }},
				{prompt: "Target IP address: ", host: &p.Target, unknown: unreachableHost},
				{prompt: "Repeat count [5]: ", take: numberIn(&p.Count, 1, 2147483647)},
				{prompt: "Datagram size [100]: ", take: numberIn(&p.Size, 36, 18024)},
				{prompt: "Timeout in seconds [2]: ", take: func(s string) bool {
					n := 2
					ok := numberIn(&n, 0, 3600)(s)
					p.Timeout = modes.Seconds(n)
					return ok
				}},
			}, question{prompt: "Extended commands [n]: "}), extended(x, &p))
			return nil
		},
	}
}

// A question of a dialogue, and what takes its answer; false ends the dialogue.
type question struct {
	prompt  string
	take    func(answer string) bool
	host    *netip.Addr // for the address of the host that is the answer; else nil
	unknown string      // what is said if nobody knows the host
}

// numberIn takes a number within bounds; nothing typed leaves what is there.
func numberIn(to *int, lo, hi int) func(string) bool {
	return func(s string) bool {
		if s == "" {
			return true
		}
		n, err := strconv.Atoi(s)
		if err != nil || n < lo || n > hi {
			return false
		}
		*to = n
		return true
	}
}

func yes(to *bool) func(string) bool {
	return func(s string) bool {
		*to = s != "" && strings.HasPrefix("yes", strings.ToLower(s))
		return true
	}
}

// askAll asks one question after the other. The answer to the last, which has no take,
// goes to then.
func askAll(x *modes.Context, questions []question, then func(answer string)) {
	q := questions[0]
	x.Terminal.Ask(q.prompt, false, func(text string, ok bool) {
		text = strings.TrimSpace(text)
		switch {
		case !ok:
		case q.host != nil && text != "":
			err := LookUpHost(x, text, q.unknown, func(addr netip.Addr) error {
				if *q.host = addr; q.take != nil {
					q.take(text)
				}
				askAll(x, questions[1:], then)
				return nil
			})
			if err != nil {
				x.Printf("%s", x.Session.ErrorText(err))
			}
		case q.host == nil && q.take == nil:
			then(text)
		case q.host != nil || !q.take(text):
			x.Println("% Bad IP address or parameter")
		default:
			askAll(x, questions[1:], then)
		}
	})
}

// extended asks for the rest, if it is wanted, and pings.
func extended(x *modes.Context, p *modes.PingRequest) func(string) {
	begin := func(string) {
		if err := start(x, *p); err != nil {
			x.Println(strings.TrimSpace(err.Error()))
		}
	}
	sweepSizes := func(answer string) {
		var wanted bool
		yes(&wanted)(answer)
		if !wanted {
			begin("")
			return
		}
		p.SweepMinimum, p.SweepMaximum, p.SweepStep = 36, 18024, 1
		askAll(x, []question{
			{prompt: "Sweep min size [36]: ", take: numberIn(&p.SweepMinimum, 36, 18024)},
			{prompt: "Sweep max size [18024]: ", take: numberIn(&p.SweepMaximum, 36, 18024)},
			{prompt: "Sweep interval [1]: "},
		}, func(s string) { numberIn(&p.SweepStep, 1, 18024)(s); begin("") })
	}
	return func(answer string) {
		var wanted bool
		if yes(&wanted)(answer); !wanted {
			begin("")
			return
		}
		any := func(string) bool { return true }
		pattern, service := "Data pattern [0x0000ABCD]: ", "DSCP Value [0]: "
		var questions []question
		if x.Device.Release() == 0 {
			pattern, service = "Data pattern [0xABCD]: ", "Type of service [0]: "
		} else {
			questions = append(questions, question{prompt: "Ingress ping [n]: ", take: any})
		}
		questions = append(questions,
			question{prompt: "Source address or interface: ", take: func(s string) bool {
				p.SourceNamed = s != "" && findSource(x, s, p.VRF, &p.Source)
				return s == "" || p.SourceNamed
			}},
			question{prompt: service, take: any},
			question{prompt: "Set DF bit in IP header? [no]: ", take: yes(&p.DF)},
			question{prompt: "Validate reply data? [no]: ", take: yes(&p.Validate)},
			question{prompt: pattern, take: func(s string) bool { return s == "" || hexPattern(s, &p.Data) }},
			question{prompt: "Loose, Strict, Record, Timestamp, Verbose[none]: ", take: func(s string) bool {
				p.Verbose = strings.EqualFold(s, "v") || strings.EqualFold(s, "verbose")
				return true
			}},
			question{prompt: "Sweep range of sizes [n]: "})
		askAll(x, questions, sweepSizes)
	}
}

func addExecPing(l *modes.Language) { l.Add("exec", ping(), pingDialogue()) }
