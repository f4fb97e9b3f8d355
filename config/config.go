// Package config is the running-config of a router as plain data.
//
// A Config is a value one can copy, compare and judge. It does nothing: commands
// (package modes) edit a clone of it, Check says whether the result makes sense, and
// the router then swaps the clone in. What a line of it means on the wire is decided
// by the packages that read it.
package config

import (
	"net/netip"
	"slices"
)

// Config is everything `show running-config` prints. The zero value is not a router;
// start from New.
type Config struct {
	Hostname string
	Services Services
	Logging  Logging
	Enable   [16]Credential // what `enable LEVEL` asks for; the zero Credential: nothing
	Users    []User         // in the order typed
	AAA      AAA
	RADIUS   RADIUS
	SSH      SSH
	Login    LoginPolicy
	Banners  []Banner

	Prompt     string      // of EXEC, as `prompt` writes it; "" is the host name and a mark
	Aliases    []Alias     // in the order typed
	Privileges []Privilege // in the order typed

	Archive      Archive
	Exclusive    string // configuration mode exclusive: auto or manual; "" is off
	FilePrompt   string // file prompt: noisy or quiet; "" is alert
	TCP          TCP
	FTP          FTP
	HTTP         HTTP
	Authority    *CertificateServer // crypto pki server; nil = none
	ServedFiles  []ServedFile       // tftp-server, in the order typed
	DomainLookup bool               // ip domain lookup; hidden when true
	DomainName   string
	DomainList   []string // ip domain list: tried instead of DomainName
	Hosts        []Host
	NameServers  []NameServer

	VRFs        []*VRF // in order of creation
	ISAKMP      ISAKMP
	IPsec       IPsec
	CryptoMaps  []*CryptoMapEntry // by name in order of creation, then by sequence number
	MapSettings []MapSettings     // of whole crypto maps
	DynamicMaps []*CryptoMapEntry // templates, by name in order of creation, then by sequence number
	Interfaces  []*Interface      // in the order the device lists them
	NoRouting   bool              // no ip routing: the router is a host, that passes nothing on

	DefaultGateway netip.Addr // ip default-gateway: where a host sends what is not for its subnets
	Routes         []Route
	NAT            NAT
	AccessLists    []*AccessList // in order of creation
	Lines          []*Line
	NTP            NTP
	Clock          ClockZone
	Register       Register // that the router will boot with

	CryptoIdentities []*CryptoIdentity // in order of creation
	CryptoLogging    bool              // crypto logging session: %CRYPTO-5-SESSION_STATUS lines
	EzVPNLogging     bool              // crypto logging ezvpn
	EzVPNLogGroup    string            // of this group alone; "" = of all
	Pools            []*AddressPool    // ip local pool, in order of creation
	EasyVPNs         []*EasyVPN        // crypto ipsec client ezvpn, in order of creation
	PKI              PKI

	index   indexes
	edition *edition // nil: it is not being edited

	// Inert holds accepted global lines that mean nothing here, in the order typed.
	Inert Inert
}

// New is the configuration of a router nobody has touched: names and switches at
// the defaults that `show running-config` hides or always prints.
func New() *Config {
	return &Config{
		Hostname:     "Router",
		DomainLookup: true,
		Register:     DefaultRegister,
		HTTP:         HTTP{Port: DefaultHTTPPort, Connections: DefaultHTTPConnections},
		TCP:          TCP{SynWait: DefaultSynWait, Window: DefaultTCPWindow},
		Services: Services{
			DebugStamp: Stamp{Datetime: true, Msec: true},
			LogStamp:   Stamp{Datetime: true, Msec: true},
		},
		Logging: Logging{Enabled: true, Console: LevelDebugging, Monitor: LevelDebugging, BufferLevel: LevelDebugging,
			Trap: LevelInformational, Facility: DefaultFacility, Rate: LogRate{Except: LevelOff}},
		ISAKMP: ISAKMP{Enabled: true, Identity: IdentityAddress, InNegotiationLimit: DefaultInNegotiationLimit, ErrorPaths: DefaultErrorPaths},
		IPsec: IPsec{LifetimeSeconds: DefaultSALifetimeSeconds, LifetimeKilobytes: DefaultSALifetimeKilobytes,
			ReplayWindow: DefaultReplayWindow, UDPEncapsulation: true},
		SSH: newSSH(),
		Lines: []*Line{
			NewLine(LineConsole, 0, 0),
			NewLine(LineAux, 0, 0),
			NewLine(LineVTY, 0, 4),
		},
	}
}

// Services are the `service` commands.
type Services struct {
	DebugStamp, LogStamp Stamp
	SequenceNumbers      bool
	NoPromptConfig       bool // no service prompt config: configuration modes show no prompt
	PasswordEncryption   bool
	PasswordMinLength    int // security passwords min-length; 0 = any
}

// Stamp is how a line is stamped: `service timestamps {debug|log} ...`. The zero
// value is no stamp.
type Stamp struct {
	Uptime                              bool
	Datetime                            bool
	Msec, Localtime, ShowTimezone, Year bool
}

// A Banner is text shown to users who connect or log in.
type Banner struct {
	Kind string // motd, login, exec or incoming
	Text string // lines parted by "\n"
}

// Banner returns the text of a kind of banner, "" if there is none.
func (c *Config) Banner(kind string) string {
	for _, b := range c.Banners {
		if b.Kind == kind {
			return b.Text
		}
	}
	return ""
}

// A Host is a name known without asking DNS: `ip host`.
type Host struct {
	Name string
	Addr netip.Addr
}

// A NameServer is one address of `ip name-server`.
type NameServer struct {
	VRF  string
	Addr netip.Addr
}

// A Route is one `ip route` line.
type Route struct {
	VRF       string // whose table it is in; "" = the global one
	Prefix    netip.Prefix
	NextHop   netip.Addr // invalid when only an interface is named
	Interface string     // "" when only a next hop is named
	Global    bool       // the next hop is looked up in the global table, not in VRF
	Distance  int        // 1..255
	Name      string
	Tag       int  // 0 = none
	Permanent bool // printed, no more: routes go with their interfaces
	Track     int  // the tracked object without which it is not used; 0 = none
}

// Clone returns a copy to be edited: that leaves the original as it was. Elements of Interfaces,
// AccessLists, CryptoMaps and DynamicMaps are shared until they are asked for by name; Routes and ISAKMP.Keys
// are shared until one is added. Whoever goes through these lists must not change what they
// find, and takes out of a copy.
func (c *Config) Clone() *Config {
	d := *c
	d.index = indexes{}
	d.newEdition(c)
	d.Users = slices.Clone(c.Users)
	d.Logging.Hosts = slices.Clone(c.Logging.Hosts)
	d.Banners = slices.Clone(c.Banners)
	d.Aliases = slices.Clone(c.Aliases)
	d.Privileges = slices.Clone(c.Privileges)
	d.DomainList = slices.Clone(c.DomainList)
	d.Hosts = slices.Clone(c.Hosts)
	d.ServedFiles = slices.Clone(c.ServedFiles)
	d.NameServers = slices.Clone(c.NameServers)
	d.MapSettings = slices.Clone(c.MapSettings)
	d.DynamicMaps = slices.Clone(c.DynamicMaps)
	d.CryptoIdentities = cloneEach(c.CryptoIdentities, (*CryptoIdentity).clone)
	d.NTP = c.NTP.clone()
	d.Authority = c.Authority.clone()
	d.Pools = cloneEach(c.Pools, (*AddressPool).clone)
	d.EasyVPNs = cloneEach(c.EasyVPNs, (*EasyVPN).clone)
	d.PKI = c.PKI.clone()
	d.VRFs = cloneEach(c.VRFs, (*VRF).clone)
	d.Routes = slices.Clip(c.Routes)
	d.Inert = c.Inert.Clone()
	d.NAT = c.NAT.clone()
	d.ISAKMP = c.ISAKMP.clone()
	d.IPsec = c.IPsec.clone()
	d.CryptoMaps = slices.Clone(c.CryptoMaps)
	d.Interfaces = slices.Clone(c.Interfaces)
	d.AccessLists = slices.Clone(c.AccessLists)
	d.AAA = c.AAA.clone()
	d.RADIUS = c.RADIUS.clone()
	d.SSH = c.SSH.clone()
	d.Lines = cloneEach(c.Lines, (*Line).Clone)
	return &d
}

func cloneEach[T any](s []*T, clone func(*T) *T) []*T {
	if s == nil {
		return nil
	}
	out := make([]*T, len(s))
	for i, v := range s {
		out[i] = clone(v)
	}
	return out
}
