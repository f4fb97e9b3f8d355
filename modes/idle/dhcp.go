package idle

import (
	"net/netip"
	"strconv"
	"strings"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// A dhcpPool has addresses that nobody asks for.
type dhcpPool struct {
	block
	subnet netip.Prefix // invalid: none yet
}

func dhcpPools(d modes.Device) (all []dhcpPool) {
	for _, b := range blocksOf(&d.Config().Inert, "ip dhcp pool") {
		p := dhcpPool{block: b}
		if words := strings.Fields(b.value("network", "")); len(words) > 1 {
			base, err := netip.ParseAddr(words[0])
			bits, ok := 0, false
			if slash, found := strings.CutPrefix(words[1], "/"); found {
				bits, _ = strconv.Atoi(slash)
				ok = true
			} else if mask, err := netip.ParseAddr(words[1]); err == nil {
				bits, ok = modes.MaskBits(mask)
			}
			if err == nil && ok {
				p.subnet = netip.PrefixFrom(base, bits).Masked()
			}
		}
		all = append(all, p)
	}
	return all
}

// hosts are the first and the last address of the pool, and how many there are.
func (p dhcpPool) hosts() (first, last netip.Addr, count int) {
	low, size := number(p.subnet.Addr()), uint32(1)<<(32-p.subnet.Bits())
	if size <= 2 {
		return p.subnet.Addr(), p.subnet.Addr(), 1
	}
	return address(low + 1), address(low + size - 2), int(size - 2)
}

func number(a netip.Addr) uint32 {
	b := a.As4()
	return uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
}

func address(n uint32) netip.Addr {
	return netip.AddrFrom4([4]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
}

// excluded is how many addresses of the pool the configuration leaves out.
func (p dhcpPool) excluded(d modes.Device) (count int) {
	first, last, _ := p.hosts()
	for _, line := range blocksOf(&d.Config().Inert, "ip dhcp excluded-address") {
		words := strings.Fields(line.text)
		from, err := netip.ParseAddr(words[0])
		to, err2 := netip.ParseAddr(words[len(words)-1])
		if err != nil || err2 != nil {
			continue // of a VRF
		}
		if low, high := max(number(from), number(first)), min(number(to), number(last)); low <= high {
			count += int(high-low) + 1
		}
	}
	return count
}

func (p dhcpPool) print(x *modes.Context, d modes.Device) {
	classic := d.Release() == debuglog.IOS124
	x.Printf("\nPool %s :\n Utilization mark (high/low)    : %s / %s\n Subnet size (first/next)       : 0 / 0 \n", p.text,
		firstText(after("high "+p.value("utilization mark high", ""), "high"), "100"),
		firstText(after("low "+p.value("utilization mark low", ""), "low"), "0"))
	total, excluded := 0, 0
	var first, last netip.Addr
	if p.subnet.IsValid() {
		first, last, total = p.hosts()
		excluded = p.excluded(d)
	}
	x.Printf(" Total addresses                : %d\n Leased addresses               : 0\n", total)
	if !classic {
		x.Printf(" Excluded addresses             : %d\n", excluded)
	}
	x.Println(" Pending event                  : none")
	if !p.subnet.IsValid() {
		x.Println(" 0 subnet is currently in the pool :")
		return
	}
	x.Println(" 1 subnet is currently in the pool :")
	if classic {
		x.Printf(" Current index        IP address range                    Leased addresses\n %-20v %-16v - %-16v  0\n", first, first, last)
		return
	}
	x.Printf(" Current index        IP address range                    Leased/Excluded/Total\n %-20v %-16v - %-16v  %-5s/ %-5d / %d\n",
		first, first, last, "0", excluded, total)
}

func showDHCP(x *modes.Context, d modes.Device, a parser.Args) {
	switch {
	case a.Has("pool"):
		for _, p := range dhcpPools(d) {
			if !a.Has("name") || a.Str("name") == p.text {
				p.print(x, d)
			}
		}
	case a.Has("binding"):
		x.Printf("Bindings from all pools not associated with VRF:\nIP address          Client-ID/\t\tLease expiration        Type\n" +
			"\t\t    Hardware address/\n\t\t    User name\n")
		for _, p := range dhcpPools(d) { // bindings that are configured are there without asking
			if host := p.value("host", ""); host != "" {
				x.Printf("%-20s%-24sInfinite                Manual\n", strings.Fields(host)[0],
					firstText(p.value("client-identifier", ""), p.value("hardware-address", "")))
			}
		}
	case a.Has("conflict"):
		x.Println("IP address        Detection method   Detection time          VRF")
	default:
		x.Printf("Memory usage         %d\nAddress pools        %d\nDatabase agents      0\nAutomatic bindings   0\nManual bindings      %d\n"+
			"Expired bindings     0\nMalformed messages   0\nSecure arp entries   0\n\n", 22_000+1_800*len(dhcpPools(d)), len(dhcpPools(d)),
			manualBindings(d))
		for _, way := range []struct{ title, names string }{
			{"Received", "BOOTREQUEST DHCPDISCOVER DHCPREQUEST DHCPDECLINE DHCPRELEASE DHCPINFORM"},
			{"Sent", "BOOTREPLY DHCPOFFER DHCPACK DHCPNAK"},
		} {
			x.Printf("Message              %s\n", way.title)
			for _, name := range strings.Fields(way.names) {
				x.Printf("%-20s 0\n", name)
			}
			if way.title == "Received" {
				x.Println("")
			}
		}
	}
}

func manualBindings(d modes.Device) (count int) {
	for _, p := range dhcpPools(d) {
		if p.value("host", "") != "" {
			count++
		}
	}
	return count
}

func addDHCP(l *modes.Language) {
	show(l, `ip dhcp {pool [name:WORD] | binding | conflict | server statistics}`, ipHelp(modes.H{
		"dhcp": "Show items in the DHCP database", "pool": "DHCP pools information", "name": "DHCP pool name",
		"binding": "DHCP address bindings", "conflict": "DHCP address conflicts", "server": "Miscellaneous DHCP server information",
		"statistics": "Miscellaneous DHCP server statistics"}), showDHCP)
}
