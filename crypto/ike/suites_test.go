package ike

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
	"ruthere/packet"
)

var releases = []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE}

// A suite is the words of an ISAKMP policy, of a transform set and of a crypto map
// entry. Every word of each column stands in at least one row of suites.
type suite struct {
	encryption config.Encryption
	bits       int
	hash       config.HashName
	group      int
	transforms string // as typed behind `crypto ipsec transform-set NAME`
	pfs        int
	transport  bool
}

var suites = []suite{
	{config.DES, 0, config.MD5, 1, "esp-des esp-md5-hmac", 0, false},
	{config.DES, 0, config.SHA512, 19, "esp-aes esp-sha384-hmac", 19, true},
	{config.TripleDES, 0, config.SHA, 2, "esp-3des esp-sha-hmac", 2, false},
	{config.TripleDES, 0, config.MD5, 5, "esp-3des esp-md5-hmac", 0, true},
	{config.AES, 128, config.SHA, 14, "esp-aes esp-sha-hmac", 14, false},
	{config.AES, 128, config.SHA256, 19, "esp-aes 128 esp-sha256-hmac", 5, false},
	{config.AES, 192, config.SHA256, 5, "esp-aes 192 esp-sha256-hmac", 1, false},
	{config.AES, 192, config.MD5, 20, "esp-null esp-sha-hmac", 0, false},
	{config.AES, 128, config.SHA256, 14, "esp-null esp-sha256-hmac", 14, true},
	{config.AES, 256, config.SHA384, 20, "esp-aes 256 esp-sha384-hmac", 20, true},
	{config.AES, 256, config.SHA512, 21, "esp-aes 256 esp-sha512-hmac", 21, false},
	{config.AES, 256, config.SHA256, 15, "esp-gcm", 0, false},
	{config.AES, 128, config.SHA384, 16, "esp-gcm 256", 0, true},
	{config.DES, 0, config.SHA, 21, "esp-gcm 192", 24, false},
	{config.AES, 256, config.SHA, 24, "esp-des esp-sha-hmac", 0, false},
	{config.AES, 128, config.SHA, 2, "ah-md5-hmac", 0, false},
	{config.AES, 128, config.SHA256, 14, "ah-sha-hmac", 14, true},
	{config.AES, 128, config.SHA, 5, "ah-sha256-hmac esp-aes 256 esp-sha-hmac", 5, false},
	{config.TripleDES, 0, config.MD5, 2, "ah-sha384-hmac esp-gcm 192", 0, true},
	{config.AES, 256, config.SHA512, 19, "ah-sha512-hmac esp-3des", 19, false},
	{config.AES, 128, config.SHA, 14, "esp-null esp-md5-hmac ah-sha-hmac", 0, false},
}

func (s suite) String() string {
	mode := "tunnel"
	if s.transport {
		mode = "transport"
	}
	return fmt.Sprintf("%s%d %s group%d, %s %s pfs%d", s.encryption, s.bits, s.hash, s.group, s.transforms, mode, s.pfs)
}

// apply makes a configuration ask for the suite.
func (s suite) apply(c *config.Config) {
	p := c.ISAKMP.Policies[0]
	p.Encryption, p.KeyBits, p.Hash, p.Group = s.encryption, s.bits, s.hash, s.group
	set := &config.TransformSet{Name: "Trans1", Transport: s.transport}
	for _, word := range strings.Fields(s.transforms) {
		bits := 0
		if _, err := fmt.Sscan(word, &bits); err == nil {
			set.Transforms[len(set.Transforms)-1].KeyBits = bits
			continue
		}
		set.Transforms = append(set.Transforms, config.Transform{Name: word})
	}
	c.IPsec.TransformSets = []*config.TransformSet{set}
	c.MapEntry("green", 1).PFSGroup = s.pfs
}

// mirrored fails unless both rigs hold the two ends of one pair of SAs, and what one
// seals with it the other opens.
func (n *testnet) mirrored() {
	n.t.Helper()
	var ends [2]*ipsec.Pair
	for i := range ends {
		pairs := n.rigs[i].engine.IPsec.Pairs()
		if len(pairs) != 1 {
			n.t.Fatalf("rig %d has %d pairs, want one:\n%s", i, len(pairs), strings.Join(n.rigs[i].lines, "\n"))
		}
		ends[i] = pairs[0]
	}
	left, right := ends[0], ends[1]
	switch {
	case left.In.SPIs() != right.Out.SPIs() || left.Out.SPIs() != right.In.SPIs():
		n.t.Errorf("SPIs %X/%X here, %X/%X there", left.In.SPIs(), left.Out.SPIs(), right.In.SPIs(), right.Out.SPIs())
	case left.In.Transform != right.Out.Transform || left.Out.Transform != right.In.Transform:
		n.t.Errorf("%v here, %v there", left.In.Transform, right.In.Transform)
	case !left.Out.Selector.Equal(right.Out.Selector.Mirror()):
		n.t.Errorf("proxies %v here, %v there", left.Out.Selector, right.Out.Selector)
	case left.In.Lifetime != right.In.Lifetime || left.Out.Lifetime != right.Out.Lifetime:
		n.t.Errorf("lifetime %v here, %v there", left.In.Lifetime, right.In.Lifetime)
	}
	random := streams(7)("iv")
	for from, pair := range ends {
		inner := []byte("a packet of an odd length")
		sealed, err := pair.Out.SealPacket(packet.IPv4{Src: leftAddr, Dst: rightAddr, ID: 7, TTL: 255}, inner, 4, random)
		if err != nil {
			n.t.Fatal(err)
		}
		got, next, err := ends[1-from].In.OpenPacket(sealed)
		if err != nil || next != 4 || !bytes.Equal(got, inner) {
			n.t.Errorf("what rig %d sealed opens as %q, %d, %v", from, got, next, err)
		}
	}
}

// Every suite makes a tunnel in every release, whoever begins.
func TestSuites(t *testing.T) {
	for i, s := range suites {
		t.Run(s.String(), func(t *testing.T) {
			for _, release := range releases {
				for initiator := range 2 {
					if slow := s.group == 15 || s.group == 16 || s.group == 24; slow && (release != debuglog.IOS15 || initiator != i%2) {
						continue // one run of the big groups is enough
					}
					n := newNet(t, release, func(left, right *config.Config) { s.apply(left); s.apply(right) })
					n.trigger(initiator)
					n.mirrored()
					want := ipsec.Tunnel
					if s.transport {
						want = ipsec.Transport
					}
					if got := n.rigs[0].engine.IPsec.Pairs()[0].Out.Transform.Mode; got != want {
						t.Errorf("%v: mode %v, want %v", release, got, want)
					}
					sa := n.rigs[0].engine.SAs(n.now)[0]
					if sa.Initiator != (initiator == 0) || sa.State != state.QMIdle ||
						sa.Suite != suiteOf(n.rigs[0].engine.config.ISAKMP.Policies[0]) {
						t.Errorf("%v: the ISAKMP SA is %+v", release, sa)
					}
				}
			}
		})
	}
}

// The responder takes the first transform of the initiator that meets any of its
// policies, and the shorter lifetime of the two.
func TestPoliciesAreChosenInTheInitiatorsOrder(t *testing.T) {
	n := newNet(t, debuglog.IOS15, func(left, right *config.Config) {
		for i, group := range []int{19, 5, 2} {
			p := left.ISAKMP.AddPolicy(10 * (i + 1))
			p.Encryption, p.Authentication, p.Group = config.TripleDES, config.PreShare, group
		}
		left.ISAKMP.Policies = left.ISAKMP.Policies[1:]
		right.ISAKMP.Policies = nil
		for i, group := range []int{2, 5} {
			p := right.ISAKMP.AddPolicy(10 * (i + 1))
			p.Encryption, p.Authentication, p.Group, p.Lifetime = config.TripleDES, config.PreShare, group, 600e9
		}
	})
	n.trigger(0)
	n.mirrored()
	for i, b := range n.rigs {
		sa := b.engine.SAs(n.now)[0]
		if sa.Suite.Group != 5 {
			t.Errorf("rig %d: group %d, want 5", i, sa.Suite.Group)
		}
	}
	if got := n.rigs[1].engine.SAs(n.now)[0].Remaining; got != 600e9 {
		t.Errorf("the responder keeps the SA for %v, want its own ten minutes", got)
	}
}

// Two runs with the same streams say and send the same, byte by byte.
func TestSameStreamsSameRun(t *testing.T) {
	run := func() (lines []string, sent []Datagram) {
		n := newNet(t, debuglog.IOS15, func(left, right *config.Config) {
			left.IPsec.LifetimeSeconds = 300
			for i := range 4 { // more flows than one, so that an order can go wrong
				net := fmt.Sprintf("192.168.%d.0/24", 10+i)
				left.AccessList("101").Add(config.Entry{Permit: true, Protocol: config.AnyProtocol, Src: prefixMatch(net),
					Dst: prefixMatch("192.168.2.0/24")})
				right.AccessList("101").Add(config.Entry{Permit: true, Protocol: config.AnyProtocol,
					Src: prefixMatch("192.168.2.0/24"), Dst: prefixMatch(net)})
			}
		})
		left := n.rigs[0].engine
		for _, ace := range left.config.AccessList("101").Entries {
			want, _ := SelectorOf(ace)
			out := Out{Events: true}
			left.Acquire(n.now, left.config.MapEntry("green", 1), left.config.Interface("FastEthernet0/0"), want, &out)
			n.follow(n.rigs[0], &out)
		}
		n.talk(0, 330e9)
		out := Out{Events: true}
		left.ClearSession(n.now, Filter{}, &out)
		n.follow(n.rigs[0], &out)
		n.run(70e9)
		for _, b := range n.rigs {
			lines, sent = append(lines, b.lines...), append(sent, b.sent...)
		}
		return lines, sent
	}
	firstLines, firstSent := run()
	for range 3 {
		lines, sent := run()
		if a, b := fmt.Sprint(firstLines, firstSent), fmt.Sprint(lines, sent); a != b {
			t.Fatalf("two runs differ:\n%s\n--- and ---\n%s", a, b)
		}
	}
}
