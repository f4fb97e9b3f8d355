package config

import (
	"net/netip"
	"slices"
	"time"
)

// An EasyVPN is one `crypto ipsec client ezvpn NAME`: an Easy VPN server, and how this router is a client of it.
type EasyVPN struct {
	Name         string
	Connect      string // connect: ConnectAuto, ConnectManual or ConnectACL
	ConnectList  string // connect acl: whose traffic brings it up
	Group        string
	Key          string // the group's
	KeyEncrypted bool   // of type 6, which fits no server here
	Mode         string // ModeClient, ModeNetworkExtension or ModeNetworkPlus
	Peers        []Peer // tried in this order, one that is Default first
	User         string // username
	Password     string
	Encrypted    bool          // Password is of type 6
	Saved        bool          // xauth userid mode local: User and Password answer the server; else somebody at a terminal does
	LocalAddress string        // the interface whose address the server sees; "" = that outside
	ACL          string        // networks beside those of the interfaces inside that are extended to the server
	IdleTime     time.Duration // idle for so long, the tunnel is brought down; 0 = never
	Backup       string        // backup: the client that takes its place while the tracked object is down; "" = none
	BackupTrack  int           // that object
	Inert        Inert
}

// What `connect` and `mode` of an Easy VPN client may be.
const (
	ConnectAuto          = "auto"
	ConnectManual        = "manual"
	ConnectACL           = "acl"
	ModeClient           = "client"
	ModeNetworkExtension = "network-extension"
	ModeNetworkPlus      = "network-plus"
)

// WantsAddress says whether the server is asked for an address.
func (v *EasyVPN) WantsAddress() bool { return v.Mode != ModeNetworkExtension }

// ExtendsNetworks says whether hosts inside are reached from the server's side by their own addresses.
func (v *EasyVPN) ExtendsNetworks() bool { return v.Mode != ModeClient }

// Complete says whether there is enough of it to call anybody.
func (v *EasyVPN) Complete() bool {
	return v.Group != "" && v.Key != "" && !v.KeyEncrypted && len(v.Peers) > 0
}

func (v *EasyVPN) clone() *EasyVPN {
	w := *v
	w.Peers, w.Inert = slices.Clone(v.Peers), v.Inert.Clone()
	return &w
}

// An EasyVPNUse is one `crypto ipsec client ezvpn NAME [inside | outside]` of an interface.
type EasyVPNUse struct {
	Name   string
	Inside bool
}

// EasyVPNNamed returns the client of that name, or nil.
func (c *Config) EasyVPNNamed(name string) *EasyVPN {
	for _, v := range c.EasyVPNs {
		if v.Name == name {
			return v
		}
	}
	return nil
}

// AddEasyVPN returns the client of that name, made if there was none.
func (c *Config) AddEasyVPN(name string) *EasyVPN {
	if v := c.EasyVPNNamed(name); v != nil {
		return v
	}
	v := &EasyVPN{Name: name, Connect: ConnectAuto, Mode: ModeClient}
	c.EasyVPNs = append(c.EasyVPNs, v)
	return v
}

// EasyVPNOutside returns the interface by which a client reaches its server, or nil.
func (c *Config) EasyVPNOutside(name string) *Interface {
	for _, i := range c.Interfaces {
		if slices.Contains(i.EasyVPNs, EasyVPNUse{Name: name}) {
			return i
		}
	}
	return nil
}

// EasyVPNInside lists the interfaces of a client's own networks.
func (c *Config) EasyVPNInside(name string) (list []*Interface) {
	for _, i := range c.Interfaces {
		if slices.Contains(i.EasyVPNs, EasyVPNUse{Name: name, Inside: true}) {
			list = append(list, i)
		}
	}
	return list
}

// EasyVPNLocal is the address by which a server sees a client; invalid if there is none.
func (c *Config) EasyVPNLocal(v *EasyVPN, outside *Interface) netip.Addr {
	if v.LocalAddress == "" {
		return c.AddressOf(outside).Addr()
	}
	for _, i := range c.Interfaces {
		if i.Name == v.LocalAddress {
			return c.AddressOf(i).Addr()
		}
	}
	return netip.Addr{}
}

// FirstEasyVPN is the sequence number of the first crypto map entry that an Easy VPN client makes in a map that others have typed;
// those of templates end long before.
const FirstEasyVPN = 1 << 20
