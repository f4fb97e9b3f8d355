package config

import (
	"cmp"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// An Operation is one of IP SLA, as `ip sla`, or `ip sla monitor` on 12.4, defines and schedules it.
type Operation struct {
	Number          int
	Kind            string // as the configuration names it: icmp-echo, or echo on 12.4
	Target          string // a name or an address
	Port            uint16 // of the target; 0 of echoes of ICMP
	SourcePort      uint16 // 0 = any
	NoControl       bool   // no responder is asked to open the port before
	Source          netip.Addr
	SourceInterface string
	VRF             string
	Owner, Tag      string
	VerifyData      bool // kept and shown: what comes back in a lab is what was sent, or does not come back
	TOS             uint8
	Size            int           // of the data, in bytes
	Frequency       time.Duration // from one start to the next
	Timeout         time.Duration
	Threshold       time.Duration
	Schedule        Schedule
}

// A Method is how an operation finds out what it is to find out.
type Method uint8

const (
	NoMethod   Method = iota // nothing is sent of the kind, and it is only shown
	ICMPEcho                 // an echo of ICMP
	UDPEcho                  // a datagram that comes back
	TCPConnect               // a connection that is opened
)

// Method is that of the operation's kind.
func (o Operation) Method() Method {
	switch o.Kind {
	case "icmp-echo", "echo":
		return ICMPEcho
	case "udp-echo", "udpEcho":
		return UDPEcho
	case "tcp-connect", "tcpConnect":
		return TCPConnect
	}
	return NoMethod
}

// A ResponderPort is one of `ip sla responder udp-echo|tcp-connect ipaddress A port N`: it is always answered.
type ResponderPort struct {
	TCP  bool
	Addr netip.Addr
	Port uint16
}

// Responder is `ip sla responder`, or `ip sla monitor responder` on 12.4: whether control messages are answered, and which ports are
// open without.
func (c *Config) Responder() (on bool, ports []ResponderPort) {
	for l := range c.Inert.All() {
		words := slices.DeleteFunc(operationWords(l.Text), func(word string) bool { return word == "type" })
		switch {
		case len(words) == 1 && words[0] == "responder":
			on = true
		case len(words) == 6 && words[0] == "responder":
			addr, err := netip.ParseAddr(words[3])
			port, err2 := strconv.ParseUint(words[5], 10, 16)
			if err == nil && err2 == nil {
				ports = append(ports, ResponderPort{strings.HasPrefix(words[1], "tcp"), addr, uint16(port)})
			}
		}
	}
	return on, ports
}

// A Schedule is when an operation runs: `ip sla schedule`.
type Schedule struct {
	Set       bool          // there is one
	Pending   bool          // it waits for somebody to start it
	After     time.Duration // from now
	At        string        // hh:mm:ss of the clock; "" = not by the clock
	Life      time.Duration // 0 = forever
	Ageout    time.Duration // how long the device keeps it once its life is over; 0 = forever. Kept and shown, no more
	Recurring bool          // every day at the same time
}

// The Command Reference's defaults.
const (
	DefaultOperationFrequency = 60 * time.Second
	DefaultOperationTimeout   = 5 * time.Second
	DefaultOperationThreshold = 5 * time.Second
	DefaultOperationSize      = 28
	DefaultOperationLife      = time.Hour
	DefaultDatagramSize       = 16          // of UDP echoes
	DefaultConnectTimeout     = time.Minute // of connections by TCP
)

// Operations are those of the configuration, which keeps their lines as they were typed.
func (c *Config) Operations() (all []Operation) {
	schedules := map[string]Schedule{}
	for l := range c.Inert.All() {
		words := operationWords(l.Text)
		switch {
		case len(words) > 1 && words[0] == "schedule":
			schedules[words[1]] = readSchedule(words[2:])
		case len(words) == 1:
			number, err := strconv.Atoi(words[0])
			if o, ok := readOperation(l.Block); ok && err == nil {
				o.Number = number
				all = append(all, o)
			}
		}
	}
	for n := range all {
		all[n].Schedule = schedules[strconv.Itoa(all[n].Number)]
	}
	return all
}

// operationWords are the words of a line behind what begins those of IP SLA; none if it is no such line.
func operationWords(line string) []string {
	rest, ok := strings.CutPrefix(line, "ip sla ")
	if !ok {
		return nil
	}
	return strings.Fields(strings.TrimPrefix(rest, "monitor "))
}

// readOperation reads the lines below an operation's number; ok is false if they do not say what it is. Of several kinds it is the last.
func readOperation(lines *Inert) (o Operation, ok bool) {
	if lines == nil {
		return o, false
	}
	for l := range lines.All() {
		words := strings.Fields(strings.TrimPrefix(l.Text, "type "))
		if len(words) < 2 {
			continue
		}
		ok = true
		o = Operation{Frequency: DefaultOperationFrequency, Timeout: DefaultOperationTimeout, Threshold: DefaultOperationThreshold,
			Size: DefaultOperationSize}
		o.Kind, o.Target = words[0], cmp.Or(wordAfter(words, "ipIcmpEcho"), wordAfter(words, "dest-ipaddr"),
			wordAfter(words, "target-addr"), wordAfter(words, "get"), words[1])
		o.Source, _ = netip.ParseAddr(cmp.Or(wordAfter(words, "source-ip"), wordAfter(words, "source-ipaddr")))
		o.SourceInterface = wordAfter(words, "source-interface")
		o.readPorts(words)
		if l.Block != nil {
			o.readSettings(l.Block)
		}
	}
	return o, ok
}

// OperationTimes are an operation's as far as the lines below what it is say.
func OperationTimes(lines *Inert) Operation {
	o := Operation{Frequency: DefaultOperationFrequency, Timeout: DefaultOperationTimeout, Threshold: DefaultOperationThreshold}
	o.readSettings(lines)
	return o
}

// readPorts reads the ports of the line that says what an operation is, and what they change of its defaults.
func (o *Operation) readPorts(words []string) {
	method := o.Method()
	if method != UDPEcho && method != TCPConnect {
		return
	}
	port := wordAfter(words, "dest-port")
	if port == "" && len(words) > 2 {
		port = words[2]
	}
	number, _ := strconv.ParseUint(port, 10, 16)
	source, _ := strconv.ParseUint(wordAfter(words, "source-port"), 10, 16)
	o.Port, o.SourcePort, o.NoControl = uint16(number), uint16(source), wordAfter(words, "control") == "disable"
	if o.Size = 0; method == UDPEcho {
		o.Size = DefaultDatagramSize
	} else {
		o.Timeout = DefaultConnectTimeout
	}
}

func (o *Operation) readSettings(lines *Inert) {
	for l := range lines.All() {
		word, rest, _ := strings.Cut(l.Text, " ")
		number, _ := strconv.Atoi(rest)
		switch word {
		case "frequency":
			o.Frequency = time.Duration(number) * time.Second
		case "timeout":
			o.Timeout = time.Duration(number) * time.Millisecond
		case "threshold":
			o.Threshold = time.Duration(number) * time.Millisecond
		case "tos":
			o.TOS = uint8(number)
		case "request-data-size":
			o.Size = number
		case "vrf":
			o.VRF = rest
		case "verify-data":
			o.VerifyData = true
		case "owner":
			o.Owner = rest
		case "tag":
			o.Tag = rest
		}
	}
}

func readSchedule(words []string) Schedule {
	s := Schedule{Set: true, Pending: true, Life: DefaultOperationLife}
	switch start := wordAfter(words, "start-time"); start {
	case "", "pending":
	case "now":
		s.Pending = false
	case "after":
		s.Pending, s.After = false, clockDuration(wordAfter(words, "after"))
	default:
		s.Pending, s.At = false, start
	}
	switch life := wordAfter(words, "life"); life {
	case "":
	case "forever":
		s.Life = 0
	default:
		secs, _ := strconv.Atoi(life)
		s.Life = time.Duration(secs) * time.Second
	}
	secs, _ := strconv.Atoi(wordAfter(words, "ageout"))
	s.Ageout = time.Duration(secs) * time.Second
	s.Recurring = len(words) > 0 && words[len(words)-1] == "recurring"
	return s
}

// StartsIn is how long after an instant of the clock the schedule starts.
func (s Schedule) StartsIn(clock time.Time) time.Duration {
	if s.At == "" {
		return s.After
	}
	y, m, d := clock.Date()
	at := time.Date(y, m, d, 0, 0, 0, 0, clock.Location()).Add(clockDuration(s.At))
	if at.Before(clock) {
		at = at.Add(24 * time.Hour)
	}
	return at.Sub(clock)
}

// clockDuration is hh:mm:ss, or hh:mm, as a duration.
func clockDuration(text string) (d time.Duration) {
	unit := time.Hour
	for part := range strings.SplitSeq(text, ":") {
		n, _ := strconv.Atoi(part)
		d += time.Duration(n) * unit
		unit /= 60
	}
	return d
}

// wordAfter is the word that follows another; "" if there is none.
func wordAfter(words []string, word string) string {
	for i := range len(words) - 1 {
		if words[i] == word {
			return words[i+1]
		}
	}
	return ""
}
