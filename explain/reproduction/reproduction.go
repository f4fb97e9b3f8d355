// Package reproduction makes a lab in which two of our routers fail as a negotiation of a file did, runs it, and has its
// log explained. What the file does not say is made up: keys, and values that only have to differ. Addresses are those
// of documentation (RFC 5737).
package reproduction

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ruthere/explain"
	"ruthere/lab"
	"ruthere/router"
)

// A Case is a lab, and what happens in it.
type Case struct {
	Cause   explain.Cause
	Release string // 12.4, 15 or xe
	Writer  string // whose log stands for the file: R1, which begins, or R2
	YAML    string // the lab
	Wait    time.Duration
	Healthy bool // the tunnel comes up first; the fault comes later
}

// A Side is what one router is configured with.
type side struct {
	policy             explain.Offer
	key                string // "" for none
	transform          string
	pfs                string
	network, remote    string // proxy identities
	peer               string
	keepalive          bool
	name, address, own string
}

// Addresses of documentation: the two routers, a host that nobody is, the networks.
const (
	address1, address2, nobody = "192.0.2.1", "192.0.2.2", "192.0.2.99"
	network1, network2, other  = "198.51.100.0", "203.0.113.0", "198.18.7.0"
	inside1, inside2, inside3  = "198.51.100.1", "203.0.113.1", "198.18.7.1"
)

var defaultPolicy = explain.Offer{{Name: "encryption", Value: "aes 128"}, {Name: "hash", Value: "sha"},
	{Name: "authentication", Value: "pre-share"}, {Name: "group", Value: "14"}}

// Make makes the lab for the first failure of a report that can be made to happen.
func Make(r *explain.Report) (Case, error) {
	var tried []string
	for _, f := range r.Findings {
		if f.End {
			continue
		}
		c, err := makeCase(r, f)
		if err == nil {
			return c, nil
		}
		tried = append(tried, err.Error())
	}
	if len(tried) == 0 {
		return Case{}, fmt.Errorf("nothing failed in the file, so there is nothing to reproduce")
	}
	return Case{}, fmt.Errorf("cannot be reproduced: %s", strings.Join(tried, "; "))
}

func makeCase(r *explain.Report, f explain.Finding) (Case, error) {
	c := Case{Cause: f.Cause, Release: r.File.Release, Writer: "R2", Wait: 90 * time.Second}
	if c.Release == "" {
		c.Release = "15"
	}
	var n explain.Negotiation
	if f.Negotiation > 0 {
		n = *r.Negotiations[f.Negotiation-1]
	}
	if n.Role != explain.Responder {
		c.Writer = "R1"
	}
	one := side{policy: offered(n), key: "made-up-key", transform: "esp-aes esp-sha-hmac", name: "R1", address: address1, own: inside1,
		network: network1, remote: network2, peer: address2}
	two := one
	two.name, two.address, two.own, two.network, two.remote, two.peer = "R2", address2, inside2, network2, network1, address1
	faults, err := c.bringAbout(f, n, &one, &two)
	if err != nil {
		return c, err
	}
	c.YAML = c.write(one, two, faults)
	return c, nil
}

// offered is the policy that a negotiation was begun with, as far as the file has it and our routers can do it.
func offered(n explain.Negotiation) explain.Offer {
	if len(n.Comparisons) == 0 {
		return defaultPolicy
	}
	o := explain.Offer{}
	for _, d := range defaultPolicy {
		o = append(o, explain.Attribute{Name: d.Name, Value: known(d, n.Comparisons[0].Theirs)})
	}
	return o
}

// known takes a value that a policy of our routers can have.
func known(usual explain.Attribute, o explain.Offer) string {
	for _, a := range o {
		if a.Name == usual.Name && slices.Contains(policyValues, a.Value) {
			return a.Value
		}
	}
	return usual.Value
}

// policyValues are values that a policy of our routers can have.
var policyValues = []string{"des", "3des", "aes 128", "aes 192", "aes 256", "md5", "sha", "sha256", "sha384", "sha512",
	"1", "2", "5", "14", "15", "16", "19", "20", "24", "pre-share"}

// bringAbout changes the two sides so that the cause is there.
func (c *Case) bringAbout(f explain.Finding, n explain.Negotiation, one, two *side) (faults []string, err error) {
	writer := two
	if c.Writer == "R1" {
		writer = one
	}
	switch f.Cause {
	case explain.NoCommonPolicy:
		two.policy = differing(one.policy, f)
	case explain.WrongKey:
		two.key = "another-made-up-key"
	case explain.NoKeyForPeer:
		writer.key = ""
	case explain.NoAnswer:
		one.peer = nobody
	case explain.AnswersLost:
		faults = []string{"drop main mode message 2 from R2"}
		if c.Writer == "R1" {
			faults = []string{"drop main mode message 4 from R2"}
		}
	case explain.TransformMismatch:
		two.transform = "esp-3des esp-md5-hmac"
	case explain.PFSMismatch:
		two.pfs = "14"
	case explain.ProxyMismatch:
		one.remote = other
	case explain.QuickModeUnanswered:
		faults = []string{"drop quick mode message 2 from R2"}
	case explain.PeerDead:
		one.keepalive, two.keepalive, c.Healthy, c.Wait = true, true, true, 60*time.Second
	default:
		return nil, fmt.Errorf("%s: there is no lab for it", f.Cause)
	}
	return faults, nil
}

// differing is a policy that differs from another in what a finding says differs; in the hash if it says nothing.
func differing(o explain.Offer, f explain.Finding) explain.Offer {
	otherValues := map[string][2]string{"encryption": {"3des", "aes 256"}, "hash": {"md5", "sha"}, "group": {"2", "5"},
		"authentication": {"pre-share", "pre-share"}}
	changed := explain.Offer{}
	attribute := "hash"
	for i := len(f.Differences) - 1; i >= 0; i-- {
		if v := otherValues[f.Differences[i].Attribute]; v[0] != v[1] {
			attribute = f.Differences[i].Attribute
		}
	}
	for _, a := range o {
		if v := otherValues[attribute]; a.Name == attribute {
			if a.Value = v[0]; a.Value == valueOf(o, attribute) {
				a.Value = v[1]
			}
		}
		changed = append(changed, a)
	}
	return changed
}

func valueOf(o explain.Offer, name string) string {
	for _, a := range o {
		if a.Name == name {
			return a.Value
		}
	}
	return ""
}

var interfaces = map[string]string{"12.4": "FastEthernet0/0", "15": "GigabitEthernet0/0", "xe": "GigabitEthernet1"}

func (c *Case) write(one, two side, faults []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Two routers of release %s whose negotiation fails: %s.\n"+
		"# Made by ruthere explain --reproduce; addresses and keys are made up.\n\n", c.Release, c.Cause)
	fmt.Fprintf(&b, "seed: reproduction\nclock: 2004-03-25T15:17:00Z\n\nrouters:\n")
	for _, s := range []side{one, two} {
		fmt.Fprintf(&b, "  - name: %s\n    ios: %q\n    interfaces: [%s]\n    config: |\n", s.name, c.Release, interfaces[c.Release])
		for _, line := range s.configuration(interfaces[c.Release]) {
			b.WriteString("      " + line + "\n")
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "links:\n  - name: wire\n    ends: [\"R1:%[1]s\", \"R2:%[1]s\"]\n    delay: 3ms\n", interfaces[c.Release])
	if len(faults) > 0 {
		b.WriteString("\nfaults:\n")
		for _, f := range faults {
			fmt.Fprintf(&b, "  - %s\n", f)
		}
	}
	return b.String()
}

// configuration is that of one router.
func (s side) configuration(port string) []string {
	lines := []string{"hostname " + s.name, "crypto isakmp policy 1"}
	for _, a := range s.policy {
		lines = append(lines, " "+a.Name+" "+a.Value)
	}
	if s.key != "" {
		lines = append(lines, "crypto isakmp key "+s.key+" address "+s.peer)
	}
	if s.keepalive {
		lines = append(lines, "crypto isakmp keepalive 10 periodic")
	}
	lines = append(lines, "crypto ipsec transform-set Offer "+s.transform, "crypto map Tunnel 1 ipsec-isakmp", " set peer "+s.peer,
		" set transform-set Offer")
	if s.pfs != "" {
		lines = append(lines, " set pfs group"+s.pfs)
	}
	return append(lines, " match address 101", "interface Loopback0", " ip address "+s.own+" 255.255.255.0", "interface "+port,
		" ip address "+s.address+" 255.255.255.0", " crypto map Tunnel", "ip route 0.0.0.0 0.0.0.0 "+neighbour(s),
		"access-list 101 permit ip "+s.network+" 0.0.0.255 "+s.remote+" 0.0.0.255", "line con 0", " exec-timeout 0 0", "end")
}

// neighbour is the router at the other end of the wire.
func neighbour(s side) string {
	if s.address == address1 {
		return address2
	}
	return address1
}

// Run runs the lab, debugging on, and gives what each router's console showed.
func (c Case) Run() (logs map[string]string, err error) {
	topology, err := lab.ParseTopology("reproduction.yaml", []byte(c.YAML), nil)
	if err != nil {
		return nil, err
	}
	shown := map[string]*strings.Builder{"R1": {}, "R2": {}}
	l, err := lab.New(topology, lab.Options{Virtual: true, Terminal: func(name string, out router.TerminalOutput) {
		switch o := out.(type) {
		case router.TerminalLog:
			shown[name].WriteString(o.Text + "\n")
		case router.TerminalText:
			shown[name].WriteString(o.Text)
		}
	}})
	if err != nil {
		return nil, err
	}
	pass := func(d time.Duration) {
		if err == nil {
			err = l.Advance(l.Now().Add(d))
		}
	}
	typed := func(name, line string) {
		if err == nil {
			err = l.Type(name, line)
		}
	}
	pass(10 * time.Second)
	for _, name := range []string{"R2", "R1"} {
		if err == nil {
			err = l.Do(name, router.Attach{Terminal: lab.Console, Kind: "con"})
		}
		for _, line := range []string{"enable", "debug crypto isakmp", "debug crypto ipsec"} {
			typed(name, line)
			pass(100 * time.Millisecond)
		}
	}
	target := inside2
	if strings.Contains(c.YAML, other) {
		target = inside3
	}
	typed("R1", "ping "+target+" source Loopback0 repeat 2")
	pass(8 * time.Second)
	if c.Healthy && c.Cause != "" && err == nil {
		err = l.Cut("R1", "R2", false)
	}
	pass(c.Wait)
	return map[string]string{"R1": shown["R1"].String(), "R2": shown["R2"].String()}, err
}

// Explain explains the log that stands for the file, and says whether it has the same cause.
func (c Case) Explain(log string) (report *explain.Report, same bool, err error) {
	file, err := explain.Read(strings.NewReader(log), explain.Options{})
	if err != nil {
		return nil, false, err
	}
	report = explain.Diagnose(file)
	for _, f := range report.Findings {
		same = same || f.Cause == c.Cause
	}
	return report, same, nil
}
