package load

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
	"ruthere/modes/ios"
)

// A Template is the configuration of all peers. In it
//
//	{address}  is the peer's own address
//	{gateway}  is the gateway's
//	{number}   is the peer's number, from 1
//	{high}     is the number divided by 256, and
//	{low}      is what is left: 10.{high}.{low}.0 is a network of its own for up to 65,535 peers
//
// The interface that a crypto map is applied to gets the peer's address, whatever it has.
type Template struct {
	Name    string // of the file, for errors
	Text    string
	Release debuglog.Release
}

// A setup is what one peer negotiates with.
type setup struct {
	config *config.Config
	entry  *config.CryptoMapEntry
	iface  *config.Interface
	flow   ipsec.Selector
}

// read is the setup of a peer. An error names the file and what is missing or wrong in it.
func (t Template) read(number int, address, gateway netip.Addr) (s setup, err error) {
	text := strings.NewReplacer("{address}", address.String(), "{gateway}", gateway.String(), "{number}", strconv.Itoa(number),
		"{high}", strconv.Itoa(number/256), "{low}", strconv.Itoa(number%256)).Replace(t.Text)
	c, refused := ios.Parse(text, t.Release)
	if len(refused) > 0 {
		r := refused[0]
		return s, fmt.Errorf("%s:%d:%d: %s: %s", t.Name, r.Line, r.Column, strings.TrimSpace(r.Shown), strings.TrimSpace(r.Reason()))
	}
	for _, i := range c.Interfaces {
		if i.CryptoMap != "" {
			s.iface = i
			break
		}
	}
	if s.iface == nil {
		return s, fmt.Errorf("%s: no interface has a crypto map", t.Name)
	}
	s.iface.Address = netip.PrefixFrom(address, 32)
	entries := c.CryptoMap(s.iface.CryptoMap)
	if len(entries) == 0 {
		return s, fmt.Errorf("%s: there is no crypto map %s", t.Name, s.iface.CryptoMap)
	}
	s.config, s.entry = c, entries[0]
	s.entry.Peers = []config.Peer{{Addr: gateway}}
	list := c.AccessList(s.entry.AccessList)
	if list == nil || len(list.Entries) == 0 {
		return s, fmt.Errorf("%s: crypto map %s %d needs an access list (match address) with an entry", t.Name, s.entry.Map, s.entry.Sequence)
	}
	var ok bool
	if s.flow, ok = ike.SelectorOf(list.Entries[0]); !ok {
		return s, fmt.Errorf("%s: the first entry of access list %s is no flow that SAs can protect", t.Name, s.entry.AccessList)
	}
	return s, nil
}
