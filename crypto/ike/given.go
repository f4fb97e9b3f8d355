package ike

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// Given is what an Easy VPN server tells its client by mode configuration.
type Given struct {
	Address, Mask netip.Addr // invalid = none
	DNS, WINS     []netip.Addr
	Domain        string
	Split         []netip.Prefix // the networks behind the tunnel; none = everything
	SplitDNS      []string
	Backup        []string // addresses and names of other servers
	Banner        string
	SavePassword  bool
	PFS           bool
	LocalLAN      bool
	Unknown       []uint16 // attributes that mean nothing here, in their order
}

// How much of what a server tells is kept.
const (
	maxGivenList = 10
	maxGivenText = 1024
)

// readGiven reads the attributes of a server. What is malformed counts as not told.
func readGiven(attributes []isakmp.Attribute) (g Given) {
	for _, a := range attributes {
		v, _ := a.Uint()
		switch a.Type {
		case isakmp.InternalIP4Address:
			g.Address = addressIn(a.Value)
		case isakmp.InternalIP4Netmask:
			g.Mask = addressIn(a.Value)
		case isakmp.InternalIP4DNS:
			g.DNS = appendAddress(g.DNS, a.Value)
		case isakmp.InternalIP4NBNS:
			g.WINS = appendAddress(g.WINS, a.Value)
		case isakmp.UnityDomain:
			g.Domain = textIn(a.Value)
		case isakmp.UnitySplitInclude:
			g.Split = appendNetworks(g.Split, a.Value)
		case isakmp.UnitySplitDNS:
			g.SplitDNS = appendTexts(g.SplitDNS, a.Value)
		case isakmp.UnityBackup:
			g.Backup = appendTexts(g.Backup, a.Value)
		case isakmp.UnityBanner:
			g.Banner = textIn(a.Value)
		case isakmp.UnitySavePassword:
			g.SavePassword = v == 1
		case isakmp.UnityPFS:
			g.PFS = v == 1
		case isakmp.UnityLocalLAN:
			g.LocalLAN = true
		default:
			if len(g.Unknown) < maxGivenList {
				g.Unknown = append(g.Unknown, a.Type)
			}
		}
	}
	return g
}

// addressIn is the address that a value is; invalid if it is none that a host can have.
func addressIn(value []byte) netip.Addr {
	if len(value) != 4 {
		return netip.Addr{}
	}
	return netip.AddrFrom4([4]byte(value))
}

func appendAddress(list []netip.Addr, value []byte) []netip.Addr {
	if a := addressIn(value); a.IsValid() && len(list) < maxGivenList {
		return append(list, a)
	}
	return list
}

func textIn(value []byte) string {
	return debuglog.Visible(string(value[:min(len(value), maxGivenText)]))
}

// appendTexts takes what is one text for each attribute, or several in one with commas between them.
func appendTexts(list []string, value []byte) []string {
	for s := range strings.SplitSeq(textIn(value), ",") {
		if s = strings.TrimSpace(s); s != "" && len(list) < maxGivenList {
			list = append(list, s)
		}
	}
	return list
}

// appendNetworks takes networks as the Unity attributes have them: address, mask, protocol and ports, of which the last are not
// looked at, and strongSwan's pools leave them out. A mask with holes in it is none.
func appendNetworks(list []netip.Prefix, value []byte) []netip.Prefix {
	size := 14
	if len(value)%size != 0 && len(value)%8 == 0 {
		size = 8
	}
	for ; len(value) >= size && len(list) < maxSplit; value = value[size:] {
		mask := binary.BigEndian.Uint32(value[4:8])
		ones := bits.LeadingZeros32(^mask)
		if mask<<ones != 0 {
			continue
		}
		list = append(list, netip.PrefixFrom(netip.AddrFrom4([4]byte(value[:4])), ones).Masked())
	}
	return list
}

// builtinGroup is the group of the suites that an Easy VPN client has of its own.
const builtinGroup = 2

// builtinSuites are those, the first preferred; their priorities are the device's.
var builtinSuites = func() (list []*config.Policy) {
	priority := 65515
	for _, cipher := range []struct {
		name config.Encryption
		bits int
	}{{config.AES, 256}, {config.AES, 192}, {config.AES, 128}, {config.TripleDES, 0}} {
		for _, hash := range []config.HashName{config.SHA, config.MD5} {
			list = append(list, &config.Policy{Priority: priority, Encryption: cipher.name, KeyBits: cipher.bits, Hash: hash,
				Authentication: config.PreShare, Group: builtinGroup, Lifetime: config.DefaultLifetime})
			priority++
		}
	}
	return list
}()

// policies are those by which the SA may be made: the configured ones; for an Easy VPN client those with keys, and its own.
func (c *change) policies() (list []*config.Policy) {
	if c.sa.asClient == nil {
		return c.config.ISAKMP.Policies
	}
	for _, p := range c.config.ISAKMP.Policies {
		if p.Authentication == config.PreShare {
			list = append(list, p)
		}
	}
	return append(list, builtinSuites...)
}

// withXAUTH is an offer of pre-shared keys as a client makes it: it would rather be asked who its user is, but need not.
func withXAUTH(plain []isakmp.Transform) (list []isakmp.Transform) {
	for _, t := range plain {
		t.Attributes = slices.Clone(t.Attributes)
		for i, a := range t.Attributes {
			if a.Type == isakmp.AttrAuthentication {
				t.Attributes[i] = isakmp.BasicAttribute(a.Type, isakmp.AuthXAUTHInitPreShared)
			}
		}
		list = append(list, t)
	}
	list = append(list, plain...)
	for i := range list {
		list[i].Number = uint8(i + 1)
	}
	return list
}
