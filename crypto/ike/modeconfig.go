package ike

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// Mode configuration (draft-dukes-ike-mode-cfg-02): a client is given an address of a pool and what else its group says, when it
// asks (`client configuration address respond`) or unasked (`initiate`).

// mustPushAddress says whether the client is to be told an address unasked.
func (c *change) mustPushAddress(input) bool {
	return c.sa.role == state.Responder && !c.sa.pushed && c.clientSettings().Initiate && c.config.Pool(c.poolOf(c.sa)) != nil
}

// pushAddress tells the client its address.
func (c *change) pushAddress() error {
	c.sa.pushed = true
	c.enterClient()
	wanted := map[uint16]bool{isakmp.InternalIP4Address: true, isakmp.InternalIP4Netmask: true}
	c.sa.timers[timerXAuth] = c.now.Add(config.DefaultXAuthTimeout)
	return c.beginTransaction(state.ConfAddr, isakmp.ConfigurationSet, c.settingsFor(wanted))
}

func (c *change) finishPush(m *configured) error {
	c.sa.timers[timerXAuth] = noTime
	c.deleteNode(m.node, false, debuglog.NodeTransactionDone)
	return nil
}

// readConfigRequest notes what the client asks for.
func (c *change) readConfigRequest(m *configured) error {
	t := m.node.transaction
	t.identifier, t.asked = m.Identifier, map[uint16]bool{}
	c.enterClient()
	c.log.CheckingRequest()
	for _, a := range m.Attributes {
		c.log.RequestedAttribute(a.Type)
		t.asked[a.Type] = true
	}
	if c.sa.group != "" {
		c.log.AuthorRequest(c.sa.group)
	}
	return nil
}

// answerConfigRequest sends what there is of it.
func (c *change) answerConfigRequest(m *configured) error {
	c.log.NotInMap()
	c.log.AttributesSent()
	var attributes []isakmp.Attribute
	if c.clientSettings().Respond {
		attributes = c.settingsFor(m.node.transaction.asked)
	}
	c.log.RespondingConfig(m.node.id)
	c.log.LateDeletion(m.node.id)
	if err := c.exchangeUnder(m.node).sendTransaction(isakmp.ConfigurationReply, attributes); err != nil {
		return err
	}
	c.log.TalkingToUnity()
	c.endNode(m.node)
	return nil
}

// A setting is one thing that clients are told. It makes the attributes of it and the words of the log; none if it is not
// configured.
type setting struct {
	attribute uint16
	of        func(c *change, g *config.ClientGroup) (attributes []isakmp.Attribute, words []string)
}

// settings are in the order in which the device sends them.
var settings = []setting{
	{isakmp.InternalIP4Address, (*change).addressSetting},
	{isakmp.InternalIP4Netmask, func(_ *change, g *config.ClientGroup) ([]isakmp.Attribute, []string) {
		if !g.Netmask.IsValid() {
			return nil, nil
		}
		return addresses(isakmp.InternalIP4Netmask, "subnet mask: ", g.Netmask)
	}},
	{isakmp.InternalIP4DNS, func(_ *change, g *config.ClientGroup) ([]isakmp.Attribute, []string) {
		return addresses(isakmp.InternalIP4DNS, "IP4_DNS server address: ", g.DNS...)
	}},
	{isakmp.InternalIP4NBNS, func(_ *change, g *config.ClientGroup) ([]isakmp.Attribute, []string) {
		return addresses(isakmp.InternalIP4NBNS, "IP4_NBNS server address: ", g.WINS...)
	}},
	{isakmp.InternalExpiry, (*change).expirySetting},
	{isakmp.UnitySavePassword, func(_ *change, g *config.ClientGroup) ([]isakmp.Attribute, []string) {
		return choice(isakmp.UnitySavePassword, true, g.SavePass, "save password reply value %d")
	}},
	{isakmp.UnityDomain, func(_ *change, g *config.ClientGroup) ([]isakmp.Attribute, []string) {
		return texts(isakmp.UnityDomain, "DEFAULT_DOMAIN default domain name: ", g.Domain)
	}},
	{isakmp.UnitySplitInclude, (*change).splitSetting},
	{isakmp.UnitySplitDNS, func(_ *change, g *config.ClientGroup) ([]isakmp.Attribute, []string) {
		return texts(isakmp.UnitySplitDNS, "SPLIT_DNS domain name: ", g.SplitDNS...)
	}},
	{isakmp.UnityBackup, func(_ *change, g *config.ClientGroup) ([]isakmp.Attribute, []string) {
		return texts(isakmp.UnityBackup, "backup server: ", g.Backup...)
	}},
	{isakmp.UnityLocalLAN, func(_ *change, g *config.ClientGroup) ([]isakmp.Attribute, []string) {
		if !g.LocalLAN {
			return nil, nil
		}
		own := network(netip.PrefixFrom(netip.IPv4Unspecified(), 32)) // stands for the network that the client is on
		return []isakmp.Attribute{isakmp.VariableAttribute(isakmp.UnityLocalLAN, own)}, []string{"include local lan"}
	}},
	{isakmp.UnityPFS, func(_ *change, g *config.ClientGroup) ([]isakmp.Attribute, []string) {
		return choice(isakmp.UnityPFS, g.PFS, g.PFS, "PFS reply value %d")
	}},
	{isakmp.ApplicationVersion, func(c *change, _ *config.ClientGroup) ([]isakmp.Attribute, []string) {
		return texts(isakmp.ApplicationVersion, "APPLICATION_VERSION string: ", c.Version)
	}},
	{isakmp.UnityBanner, func(_ *change, g *config.ClientGroup) ([]isakmp.Attribute, []string) {
		return texts(isakmp.UnityBanner, "BANNER string: ", g.Banner)
	}},
}

// settingsFor is what the client is told of what is wanted. The address counts as given when it is sent.
func (c *change) settingsFor(wanted map[uint16]bool) (attributes []isakmp.Attribute) {
	g := c.group(c.sa)
	if g == nil {
		g = &config.ClientGroup{Pool: c.poolOf(c.sa)}
	}
	for _, s := range settings {
		if !wanted[s.attribute] {
			continue
		}
		of, words := s.of(c, g)
		for _, w := range words {
			c.log.SendingSetting(w)
		}
		attributes = append(attributes, of...)
	}
	return attributes
}

// poolOf names the pool that an SA's client gets its address from; "" if there is none.
func (e *Engine) poolOf(sa *SA) string {
	if g := e.group(sa); g != nil {
		return g.Pool
	}
	return e.config.ISAKMP.AddressPool
}

// addressSetting takes an address from the pool. Nobody gets one who was not let in.
func (c *change) addressSetting(g *config.ClientGroup) ([]isakmp.Attribute, []string) {
	if c.sa.client == nil {
		return nil, nil
	}
	l := c.takeLease(c.sa.client, c.config.Pool(g.Pool))
	if l == nil {
		c.log.NoAddress(g.Pool)
		return nil, nil
	}
	c.log.AllocatingAddress(l.addr)
	return addresses(isakmp.InternalIP4Address, "private address: ", l.addr)
}

// expirySetting is what is left of the lifetime of phase 1.
func (c *change) expirySetting(*config.ClientGroup) ([]isakmp.Attribute, []string) {
	left := uint32(c.sa.Established.Add(c.sa.lifetime).Sub(c.now) / time.Second)
	return []isakmp.Attribute{isakmp.Uint32Attribute(isakmp.InternalExpiry, left)},
		[]string{fmt.Sprintf("ADDRESS_EXPIRY seconds left to use the address: %d", left)}
}

// maxSplit bounds the networks of a split tunnel: a message has to fit a datagram.
const maxSplit = 200

// splitSetting is the networks behind the tunnel: the sources that the group's access list permits.
func (c *change) splitSetting(g *config.ClientGroup) ([]isakmp.Attribute, []string) {
	list := c.config.AccessList(g.ACL)
	if g.ACL == "" || list == nil {
		return nil, nil
	}
	var value []byte
	var words []string
	for _, entry := range list.Entries {
		if !entry.Permit || entry.Remark != "" || !entry.Src.Addr.IsValid() || len(words) == maxSplit {
			continue
		}
		p, ok := entry.Src.Prefix()
		if !ok {
			continue
		}
		p = p.Masked()
		value = append(value, network(p)...)
		words = append(words, fmt.Sprintf("split include name %s network %s mask %s protocol 0, src port 0, dst port 0",
			g.ACL, p.Addr(), maskOf(p.Bits())))
	}
	if len(value) == 0 {
		return nil, nil
	}
	return []isakmp.Attribute{isakmp.VariableAttribute(isakmp.UnitySplitInclude, value)}, words
}

// network is a network as the Unity attributes have it: address, mask, and zero for protocol and ports.
func network(p netip.Prefix) []byte {
	const protocolAndPorts = 6
	addr, mask := p.Addr().As4(), maskOf(p.Bits()).As4()
	return append(append(addr[:], mask[:]...), make([]byte, protocolAndPorts)...)
}

func maskOf(bits int) netip.Addr {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], ^uint32(0)<<(32-bits))
	return netip.AddrFrom4(b)
}

func addresses(attribute uint16, word string, list ...netip.Addr) (attributes []isakmp.Attribute, words []string) {
	for _, a := range list {
		attributes = append(attributes, isakmp.VariableAttribute(attribute, a.AsSlice()))
		words = append(words, word+a.String())
	}
	return attributes, words
}

func texts(attribute uint16, word string, list ...string) (attributes []isakmp.Attribute, words []string) {
	for _, s := range list {
		if s != "" {
			attributes = append(attributes, isakmp.VariableAttribute(attribute, []byte(s)))
			words = append(words, word+s)
		}
	}
	return attributes, words
}

func choice(attribute uint16, says, on bool, words string) ([]isakmp.Attribute, []string) {
	value := uint16(0)
	if on {
		value = 1
	}
	if !says {
		return nil, nil
	}
	return []isakmp.Attribute{isakmp.BasicAttribute(attribute, value)}, []string{fmt.Sprintf(words, value)}
}
