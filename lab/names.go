package lab

import (
	"fmt"
	"hash/fnv"
	"net/netip"
	"strings"

	"golang.org/x/net/dns/dnsmessage"

	"ruthere/packet"
)

// A host with names is a name server: it answers for them, and says of every other name
// that it does not exist.

const (
	dnsPort = 53
	dnsTTL  = 60 // seconds
)

// Name makes a host answer for a name; with an invalid address it forgets the name.
func (l *Lab) Name(hostName, name string, addr netip.Addr) error {
	s, err := l.findNode(hostName)
	if err != nil {
		return err
	}
	h, ok := s.(*host)
	if !ok {
		return fmt.Errorf("%s is not a host", hostName)
	}
	text := noAddress
	if addr.IsValid() {
		text = addr.String()
	}
	defer l.enter("", nil, "name "+h.Name+" "+name+" "+text)()
	if h.names == nil {
		h.names = map[string]netip.Addr{}
	}
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	if !addr.IsValid() {
		delete(h.names, name)
		return nil
	}
	h.names[name] = addr
	return nil
}

// noAddress has a host forget a name.
const noAddress = "none"

func runName(l *Lab, args []string) (string, error) {
	if args[2] == noAddress {
		return "", l.Name(args[0], args[1], netip.Addr{})
	}
	addr, err := netip.ParseAddr(args[2])
	if err != nil {
		return "", fmt.Errorf("%q is not an address", args[2])
	}
	return "", l.Name(args[0], args[1], addr)
}

// answerQuery answers a question of a router's; ours is false if nothing listens there.
func (h *host) answerQuery(p packet.IPv4) (ours bool) {
	u, err := packet.ParseUDP(p.Payload, p.Src, p.Dst)
	var m dnsmessage.Message
	if err != nil || h.names == nil || u.DstPort != dnsPort || m.Unpack(u.Payload) != nil || m.Response || len(m.Questions) != 1 {
		return h.names != nil && u.DstPort == dnsPort
	}
	q := m.Questions[0]
	m.Response, m.Authoritative, m.RCode = true, true, dnsmessage.RCodeNameError
	name := q.Name.String()
	if addr, ok := h.names[strings.ToLower(name[:len(name)-1])]; ok {
		m.RCode = dnsmessage.RCodeSuccess
		m.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: q.Name, Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET, TTL: dnsTTL},
			Body:   &dnsmessage.AResource{A: addr.As4()},
		}}
	}
	data, err := m.Pack()
	if err != nil {
		return true
	}
	reply := packet.UDP{SrcPort: dnsPort, DstPort: u.SrcPort, Payload: data}
	h.sendPacket(reply.Packet(p.Dst, p.Src, hostTTL))
	return true
}

// serialNumber is the chassis number of a router: 9 and ten letters and digits, by lab and name.
func serialNumber(seed, name string) string {
	const digits = "0123456789ABCDEFGHJKLMNPQRSTUVWX"
	h := fnv.New64a()
	_, _ = h.Write([]byte(seed + "/" + name))
	text, n := []byte("9"), h.Sum64()
	for range 10 {
		text = append(text, digits[n%32])
		n /= 32
	}
	return string(text)
}
