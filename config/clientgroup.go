package config

import (
	"net/netip"
	"slices"
	"time"
)

// A ClientGroup is one `crypto isakmp client configuration group`: the pre-shared key of a group of remote users, and what each
// of them is given.
type ClientGroup struct {
	Name      string
	Key       string
	Encrypted bool         // Key is of type 6, which fits nobody here
	DNS, WINS []netip.Addr // two at most
	Domain    string
	Pool      string // whose addresses they get
	ACL       string // the networks that are reached through the tunnel are the sources it permits; "" = everything is
	SplitDNS  []string
	Backup    []string // gateways to try when this one does not answer
	Netmask   netip.Addr
	Banner    string
	MaxUsers  int // at a time; 0 = any number
	MaxLogins int // of one user at a time; 0 = any number
	SavePass  bool
	LocalLAN  bool // include-local-lan
	PFS       bool
	GroupLock bool // users say which group they are of: NAME@GROUP
	Inert     Inert
}

func (g *ClientGroup) clone() *ClientGroup {
	h := *g
	h.DNS, h.WINS, h.SplitDNS, h.Backup, h.Inert = slices.Clone(g.DNS), slices.Clone(g.WINS), slices.Clone(g.SplitDNS),
		slices.Clone(g.Backup), g.Inert.Clone()
	return &h
}

// DefaultXAuthTimeout is how long a user has to say who they are when nothing is configured.
const DefaultXAuthTimeout = 60 * time.Second

// DefaultGroup is the group of those whose own is not configured.
const DefaultGroup = "default"

// Group returns the client group of exactly that name, or nil.
func (i *ISAKMP) Group(name string) *ClientGroup {
	for _, g := range i.Groups {
		if g.Name == name {
			return g
		}
	}
	return nil
}

// GroupFor returns the group of a client that presents a name: its own, else the default one; nil if there is neither.
func (i *ISAKMP) GroupFor(name string) *ClientGroup {
	if g := i.Group(name); g != nil {
		return g
	}
	return i.Group(DefaultGroup)
}

// AddGroup returns the client group of that name, made if there was none.
func (i *ISAKMP) AddGroup(name string) *ClientGroup {
	if g := i.Group(name); g != nil {
		return g
	}
	g := &ClientGroup{Name: name}
	i.Groups = append(i.Groups, g)
	return g
}

// ClientSettings are how clients are treated: as their ISAKMP profile says, or, without one, the crypto map that they speak to.
type ClientSettings struct {
	XAuth         string // client authentication list; "" = they are not asked who they are
	Authorization string // isakmp authorization list, by which their groups are found; "" = they have none
	Respond       bool   // client configuration address: they are told one when they ask
	Initiate      bool   // and unasked
}

// ClientSettingsOf are the settings for the peers of a profile, or of a crypto map if p is nil.
func (c *Config) ClientSettingsOf(p *Profile, cryptoMap string) ClientSettings {
	if p != nil {
		return p.Clients
	}
	for _, m := range c.MapSettings {
		if m.Map == cryptoMap {
			return m.Clients
		}
	}
	return ClientSettings{}
}

// AsksXAuth says whether a peer has to give a user name and a password after phase 1 (XAUTH):
// `client authentication list` of its ISAKMP profile says so, or, for a peer without one, that
// of the crypto map it speaks to; a key with `no-xauth` spares its peers.
func (c *Config) AsksXAuth(p *Profile, cryptoMap string, key PreSharedKey) bool {
	return !key.NoXAuth && c.ClientSettingsOf(p, cryptoMap).XAuth != ""
}

// FindsGroups says whether a list of `aaa authorization network` leads to the groups of this router.
func (c *Config) FindsGroups(list string) bool {
	if list == "" || !c.AAA.NewModel {
		return false
	}
	methods, ok := methodsNamed(c.AAA.Network, list)
	return ok && slices.Contains(methods, "local")
}

// GroupKey returns the pre-shared key of the group of that name for clients with these settings.
func (c *Config) GroupKey(s ClientSettings, name string) (key string, ok bool) {
	if !c.FindsGroups(s.Authorization) {
		return "", false
	}
	g := c.ISAKMP.GroupFor(name)
	if g == nil || g.Key == "" || g.Encrypted {
		return "", false
	}
	return g.Key, true
}
