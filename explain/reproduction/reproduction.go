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
	aggressive         []string // what aggressive mode needs
}

// Addresses of documentation: the two routers, a host that nobody is, the networks.
const (
	address1, address2, nobody = "192.0.2.1", "192.0.2.2", "192.0.2.99"
	network1, network2, other  = "198.51.100.0", "203.0.113.0", "198.18.7.0"
	inside1, inside2, inside3  = "198.51.100.1", "203.0.113.1", "198.18.7.1"
)

// endpoint is what the router that begins aggressive mode calls itself.
const endpoint = "spoke.example.net"

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
	if n.Role == explain.Initiator || n.Role != explain.Responder && !answersQuick(n) {
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

// answersQuick says whether a log that begins behind phase 1 is that of the side which quick mode came to.
func answersQuick(n explain.Negotiation) bool {
	last := len(n.Quick) - 1
	return last >= 0 && n.Quick[last].ID != "" && !n.Quick[last].Initiated
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
	case explain.AggressiveRefused:
		if c.Writer == "R1" {
			return nil, fmt.Errorf("%s: a router that does not take it does not say so to its peer", f.Cause)
		}
		one.aggressive = []string{"crypto isakmp peer address " + address2, " set aggressive-mode client-endpoint fqdn " + endpoint,
			" set aggressive-mode password " + one.key}
		two.aggressive = []string{"crypto isakmp key " + two.key + " hostname " + endpoint, "crypto isakmp aggressive-mode disable"}
		one.key, two.key = "", ""
	case explain.NoAnswer:
		one.peer = nobody
	case explain.AnswersLost:
		faults = []string{"drop main mode message 2 from R2"}
		if c.Writer == "R1" {
			faults = []string{"drop main mode message 4 from R2"}
		}
	case explain.TransformMismatch:
		if one.transform = transformOf(f); one.transform == "esp-3des esp-md5-hmac" {
			two.transform = "esp-aes esp-sha-hmac"
		} else {
			two.transform = "esp-3des esp-md5-hmac"
		}
	case explain.PFSMismatch:
		two.pfs = "14"
		if theirs := differenceOf(f, "group").Theirs; slices.Contains(policyValues, theirs) { // another group, not none
			if one.pfs = theirs; theirs == two.pfs {
				two.pfs = "5"
			}
		}
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

func differenceOf(f explain.Finding, attribute string) explain.Difference {
	for _, d := range f.Differences {
		if d.Attribute == attribute {
			return d
		}
	}
	return explain.Difference{}
}

// transformOf is the transform set that was offered, if the file has it and our routers can do it.
func transformOf(f explain.Finding) string {
	cipher, hash := differenceOf(f, "encryption").Theirs, differenceOf(f, "hash").Theirs
	if !slices.Contains(policyValues, cipher) || !slices.Contains(policyValues, hash) {
		return "esp-aes esp-sha-hmac"
	}
	return "esp-" + cipher + " esp-" + hash + "-hmac"
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
