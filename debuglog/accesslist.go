package debuglog

import (
	"net/netip"
	"strconv"
)

// An AccessMatch is packets that met an entry with `log`.
type AccessMatch struct {
	List             string
	Standard         bool // a standard list knows the source only
	Permit           bool
	Protocol         uint8
	Src, Dst         netip.Addr
	SrcPort, DstPort uint16 // of TCP and UDP
	Type, Code       uint8  // of ICMP
	Interface        string // by which it came, if that is to be said
	Packets          uint64
}

var (
	accessStandard = phrase{
		sw:     Always,
		pace:   flowPace,
		args:   "list verdict source packets",
		ios124: "%SEC-6-IPACCESSLOGS: list <list> <verdict> <source> <packets>  ",
		ios15:  same,
		iosxe:  same,
	}
	accessPorts = phrase{
		sw:     Always,
		pace:   flowPace,
		args:   "list verdict protocol source sport input destination dport packets",
		ios124: "%SEC-6-IPACCESSLOGP: list <list> <verdict> <protocol> <source>(<sport>) <input>-> <destination>(<dport>), <packets>  ",
		ios15:  same,
		iosxe:  same,
	}
	accessICMP = phrase{
		sw:     Always,
		pace:   flowPace,
		args:   "list verdict source input destination type code packets",
		ios124: "%SEC-6-IPACCESSLOGDP: list <list> <verdict> icmp <source> <input>-> <destination> (<type>/<code>), <packets>  ",
		ios15:  same,
		iosxe:  same,
	}
	accessOther = phrase{
		sw:     Always,
		pace:   flowPace,
		args:   "list verdict protocol source input destination packets",
		ios124: "%SEC-6-IPACCESSLOGNP: list <list> <verdict> <protocol> <source> <input>-> <destination>, <packets>  ",
		ios15:  same,
		iosxe:  same,
	}
)

// AccessListMatch is logged for the first packet of a flow, and every five minutes after it.
func AccessListMatch(m AccessMatch) Line {
	verdict, packets, input := text("denied"), text("1 packet"), text("")
	if m.Permit {
		verdict = text("permitted")
	}
	if m.Packets != 1 {
		packets = text(strconv.FormatUint(m.Packets, 10) + " packets")
	}
	if m.Interface != "" {
		input = text("(" + m.Interface + ") ")
	}
	switch {
	case m.Standard:
		return accessStandard.line(Conn{}, text(m.List), verdict, addr(m.Src), packets)
	case m.Protocol == 6 || m.Protocol == 17:
		protocol := text("tcp")
		if m.Protocol == 17 {
			protocol = text("udp")
		}
		return accessPorts.line(Conn{}, text(m.List), verdict, protocol,
			addr(m.Src), port(m.SrcPort), input, addr(m.Dst), port(m.DstPort), packets)
	case m.Protocol == 1:
		return accessICMP.line(Conn{}, text(m.List), verdict,
			addr(m.Src), input, addr(m.Dst), number(int(m.Type)), number(int(m.Code)), packets)
	}
	return accessOther.line(Conn{}, text(m.List), verdict, number(int(m.Protocol)), addr(m.Src), input, addr(m.Dst), packets)
}
