package config

import (
	"cmp"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// An Interface is one `interface` section.
type Interface struct {
	Name        string // in full: FastEthernet0/0
	Kind        string // what stands after the name: multipoint, point-to-point, or the type of a virtual template
	Description string
	VRF         string         // whose table it is in; "" = the global one
	Address     netip.Prefix   // the address with its mask; invalid when there is none
	Secondary   []netip.Prefix // addresses beside Address
	DHCP        bool           // ip address dhcp, which no server answers: there is no address then
	Shutdown    bool
	MTU         int // 0 = DefaultMTU
	IPMTU       int // ip mtu; 0 = as MTU
	AdjustMSS   int // ip tcp adjust-mss: the most that a SYN may announce that passes, in bytes; 0 = anything
	Bandwidth   int // kilobits a second; 0 = that of the hardware
	Delay       int // tens of microseconds; 0 = that of the hardware

	Keepalive        InterfaceKeepalive
	InheritBandwidth bool   // bandwidth inherit
	Unnumbered       string // ip unnumbered: the interface whose address it borrows; "" = none
	Negotiated       bool   // ip address negotiated, which no PPP peer answers
	NATDomain        string // ip nat: inside or outside; "" = neither

	// What is on by default is kept as its `no`.
	NoNTP                                                   bool // ntp disable: it neither asks nor answers there
	NoRedirects, NoUnreachables, NoProxyARP, NoSplitHorizon bool
	LocalProxyARP                                           bool

	VLAN      int  // encapsulation dot1Q of a subinterface; 0 = none
	InnerVLAN int  // second-dot1q, which no wire of ours carries; 0 = none
	Native    bool // its packets carry no tag

	Tunnel        Tunnel // of a tunnel interface
	Template      string // the virtual template that it was cloned from; "" = it was typed
	CryptoMap     string
	Redundancy    string // crypto map ... redundancy: the group of HSRP whose address is the map's; "" = none
	Standby       Standby
	NHRP          NHRP
	EasyVPNs      []EasyVPNUse
	DFBit         DFBit
	Fragmentation Fragmentation
	GroupIn       string // ip access-group ... in
	GroupOut      string
	Inert         Inert // speed, duplex and the like, in the order typed

	edition *edition
}

func (i *Interface) clone() *Interface {
	j := *i
	j.Inert = i.Inert.Clone()
	j.Secondary, j.EasyVPNs = slices.Clone(i.Secondary), slices.Clone(i.EasyVPNs)
	j.Standby, j.NHRP = i.Standby.clone(), i.NHRP.clone()
	return &j
}

// Addresses are the address and those beside it, with their masks.
func (i *Interface) Addresses() []netip.Prefix {
	if !i.Address.IsValid() {
		return nil
	}
	return append([]netip.Prefix{i.Address}, i.Secondary...)
}

// AddressOf is an interface's address, or the one that it borrows by `ip unnumbered` from another interface of its VRF; invalid when it
// has none.
func (c *Config) AddressOf(i *Interface) netip.Prefix {
	if i.Address.IsValid() || i.Unnumbered == "" {
		return i.Address
	}
	if lender := c.Interface(i.Unnumbered); lender != nil && lender.VRF == i.VRF {
		return lender.Address
	}
	return netip.Prefix{}
}

// DefaultMTU is an interface's MTU in bytes when none is configured.
const DefaultMTU = 1500

// PacketMTU is how long an IP packet may be that leaves by the interface, in bytes.
func (i *Interface) PacketMTU() int {
	if IsTunnel(i.Name) {
		return cmp.Or(i.IPMTU, i.MTU, DefaultMTU-i.Tunnel.Overhead())
	}
	return cmp.Or(i.IPMTU, i.MTU, DefaultMTU)
}

// HardwareSpeed is what interfaces of a name's kind are said to carry, in kilobits a second, and their
// delay in tens of microseconds, unless Bandwidth and Delay say otherwise. ok is false for kinds that
// are not known.
func HardwareSpeed(name string) (kilobits, delay int, ok bool) {
	switch kind, _ := splitName(name); kind {
	case "Ethernet":
		return 10_000, 100, true
	case "FastEthernet":
		return 100_000, 10, true
	case "GigabitEthernet":
		return 1_000_000, 1, true
	case "Serial":
		return 1544, 2000, true
	case "Loopback":
		return 8_000_000, 500, true
	case "Tunnel", "Virtual-Access":
		return 100, 5000, true
	}
	return 0, 0, false
}

// Virtual says whether the interface exists without hardware.
func Virtual(name string) bool {
	return strings.HasPrefix(name, "Loopback") || IsTunnel(name) || strings.HasPrefix(name, "Null")
}

// IsTunnel says whether the interface is a tunnel: a configured one, or one that was cloned for a peer.
func IsTunnel(name string) bool { return strings.HasPrefix(name, "Tunnel") || IsVirtualAccess(name) }

// ParentOf is the port that a subinterface is part of; ok is false for what is none.
func ParentOf(name string) (parent string, ok bool) {
	parent, _, ok = strings.Cut(name, ".")
	return parent, ok
}

// TakesVLAN says whether an interface is a subinterface of an Ethernet port.
func TakesVLAN(name string) bool {
	_, ok := ParentOf(name)
	kind, _ := splitName(name)
	return ok && strings.HasSuffix(kind, "Ethernet")
}

// IsNull says whether this is Null0, where packets end. It always exists.
func IsNull(name string) bool { return strings.HasPrefix(name, "Null") }

// Interface returns the section of that name, or nil.
func (c *Config) Interface(name string) *Interface {
	i := c.index.interfaces.findEntry(c.Interfaces, nameOfInterface, name)
	return editable(c, c.Interfaces, &c.index.interfaces, nameOfInterface, i, func(i *Interface) **edition { return &i.edition },
		(*Interface).clone)
}

// AddInterface returns the section of that name, made if there was none. Physical
// interfaces start shut down, as on a router out of the box; virtual ones do not.
func (c *Config) AddInterface(name string) *Interface {
	if i := c.Interface(name); i != nil {
		return i
	}
	c.index.interfaces.buildIndex(c.Interfaces, nameOfInterface)
	i := &Interface{Name: name, edition: c.edition}
	at, _ := slices.BinarySearchFunc(c.Interfaces, i, CompareInterfaces)
	c.Interfaces = slices.Insert(c.Interfaces, at, i)
	c.index.interfaces.noteAdded(c.Interfaces, name, i)
	return i
}

// CompareInterfaces orders loopbacks first, then tunnels, then hardware by kind and
// number, as the running-config lists them.
func CompareInterfaces(a, b *Interface) int {
	ka, na := splitName(a.Name)
	kb, nb := splitName(b.Name)
	return cmp.Or(cmp.Compare(kindRank(ka), kindRank(kb)), cmp.Compare(ka, kb), slices.Compare(na, nb))
}

// withoutHardware are the kinds of interfaces that are made of nothing but configuration, in the order in
// which show commands list them.
var withoutHardware = []string{"BVI", "Dialer", "Group-Async", "Loopback", "Multilink", "NVI", "Null", "Port-channel", "Tunnel",
	"Virtual-Access", "Virtual-PPP", "Virtual-Template", "Vlan"}

// HardwareFirst orders interfaces as show commands do: hardware first, then the other kinds. The
// running-config begins with loopbacks and tunnels instead.
func HardwareFirst(all []*Interface) []*Interface {
	rank := func(i *Interface) int {
		kind, _ := splitName(i.Name)
		return slices.Index(withoutHardware, kind) // -1 for hardware
	}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b *Interface) int { return cmp.Compare(rank(a), rank(b)) })
	return all
}

func kindRank(kind string) int {
	return slices.Index([]string{"", "Tunnel", "Loopback"}, kind) * -1
}

func splitName(name string) (kind string, numbers []int) {
	at := strings.IndexAny(name, "0123456789")
	if at < 0 {
		return name, nil
	}
	for _, f := range strings.FieldsFunc(name[at:], func(r rune) bool { return r == '/' || r == '.' || r == ':' }) {
		n, _ := strconv.Atoi(f)
		numbers = append(numbers, n)
	}
	return name[:at], numbers
}
