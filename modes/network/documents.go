package network

import (
	"net/netip"
	"strings"

	"ruthere/config"
	"ruthere/modes"
)

// What `| json` prints of interfaces, routes and neighbours: docs/show.schema.json.

type interfaceDocument struct {
	Name          string        `json:"name"`
	Description   string        `json:"description,omitempty"`
	VRF           string        `json:"vrf,omitempty"`
	Address       netip.Prefix  `json:"address,omitzero"`
	Lender        string        `json:"unnumbered,omitempty"`
	Borrowed      netip.Prefix  `json:"borrowed_address,omitzero"`
	Method        string        `json:"address_method"`
	Status        string        `json:"status"`
	Protocol      string        `json:"line_protocol"`
	Why           string        `json:"down_because,omitempty"`
	Hardware      string        `json:"hardware_address,omitempty"`
	MTU           int           `json:"mtu"`
	IPMTU         int           `json:"ip_mtu"`
	Bandwidth     int           `json:"bandwidth_kilobits"`
	Delay         int           `json:"delay_microseconds"`
	CryptoMap     string        `json:"crypto_map,omitempty"`
	In            packetCounter `json:"input"`
	Out           packetCounter `json:"output"`
	Resets        int           `json:"resets"`
	LastInput     modes.Instant `json:"last_input,omitzero"`
	LastOutput    modes.Instant `json:"last_output,omitzero"`
	CountersSince modes.Instant `json:"counters_cleared,omitzero"`
}

type packetCounter struct {
	Packets          uint64 `json:"packets"`
	Bytes            uint64 `json:"bytes"`
	BitsPerSecond    int    `json:"bits_per_second"`
	PacketsPerSecond int    `json:"packets_per_second"`
}

func interfacesDocument(list []shownInterface) modes.Document {
	return modes.DocumentOf("interfaces", list, func(i shownInterface) interfaceDocument {
		return interfaceDocument{Name: i.Name, Description: i.config.Description, VRF: i.VRF, Address: i.Address,
			Lender: i.Lender, Borrowed: i.Borrowed, Method: i.Method,
			Status: strings.ReplaceAll(i.LinkWord(), " ", "-"), Protocol: modes.UpDown(i.Protocol), Why: downBecause(i), Hardware: i.Hardware,
			MTU: i.mtu, IPMTU: i.IPMTU, Bandwidth: i.kilobits, Delay: i.delay, CryptoMap: i.config.CryptoMap,
			In:     packetCounter{i.InPackets, i.InBytes, bitsPerSecond(i.InRate), packetsPerSecond(i.InRate)},
			Out:    packetCounter{i.OutPackets, i.OutBytes, bitsPerSecond(i.OutRate), packetsPerSecond(i.OutRate)},
			Resets: i.Resets, LastInput: modes.Instant(i.LastInput), LastOutput: modes.Instant(i.LastOutput),
			CountersSince: modes.Instant(i.Cleared)}
	})
}

// downBecause is why an interface is down, as far as it is known.
func downBecause(i shownInterface) string {
	if config.IsTunnel(i.Name) && !i.Protocol {
		return i.shownLinestate().Reason()
	}
	return i.Why
}

type routeDocument struct {
	VRF      string       `json:"vrf,omitempty"`
	Prefix   netip.Prefix `json:"prefix"`
	Source   string       `json:"source"`
	Distance int          `json:"distance"`
	Paths    []routePath  `json:"paths"`
}

type routePath struct {
	NextHop   netip.Addr `json:"next_hop,omitzero"`
	Interface string     `json:"interface,omitempty"`
	Leaves    string     `json:"leaves_by"`
}

func routesDocument(t routeTable) modes.Document {
	return modes.DocumentOf("routes", t.routes, func(r modes.RouteStatus) routeDocument {
		return routeDocument{r.VRF, r.Prefix, r.Code.Word(), r.Distance, modes.Describe(r.Paths, func(p modes.RoutePath) routePath {
			return routePath{p.NextHop, p.Interface, p.Leaves}
		})}
	})
}

type arpDocumentEntry struct {
	Address   netip.Addr `json:"address"`
	Own       bool       `json:"own"`
	Age       *int       `json:"age_seconds,omitempty"`
	Hardware  string     `json:"hardware_address"`
	Interface string     `json:"interface"`
}

func arpDocument(rows []arpEntry) modes.Document {
	return modes.DocumentOf("arp", rows, func(r arpEntry) arpDocumentEntry {
		d := arpDocumentEntry{Address: r.addr, Own: r.own, Hardware: r.hardware, Interface: r.iface}
		if age := modes.InSeconds(r.age); !r.own {
			d.Age = &age
		}
		return d
	})
}
