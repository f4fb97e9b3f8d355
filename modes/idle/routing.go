package idle

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

const (
	noFilters = "  Outgoing update filter list for all interfaces is not set\n  Incoming update filter list for all interfaces is not set\n"
	noSources = "  Routing Information Sources:\n    Gateway         Distance      Last Update\n"
)

func printProtocols(x *modes.Context, b modes.Device, _ parser.Args) {
	c := b.Config()
	if b.Release() != debuglog.IOS124 {
		x.Printf("*** IP Routing is NSF aware ***\n\n")
	}
	for l := range c.Inert.All() {
		words := strings.Fields(l.Text)
		if len(words) < 2 || words[0] != "router" {
			continue
		}
		p := block{strings.Join(words[2:], " "), l.Block}
		switch words[1] {
		case "ospf":
			printOSPFProtocol(x, b, p)
		case "eigrp":
			printEIGRPProtocol(x, b, p)
		case "rip":
			printRIPProtocol(x, b, p)
		case "bgp":
			printBGPProtocol(x, p)
		}
	}
}

// printNetworks lists what a process speaks for, and where it only listens.
func (b block) printNetworks(x *modes.Context, paths string) {
	x.Printf("  Maximum path: %s\n  Routing for Networks:\n", b.value("maximum-paths", paths))
	for _, network := range b.all("network") {
		if prefix, wildcard, ok := strings.Cut(network, " "); ok && !strings.Contains(wildcard, " ") { // as EIGRP writes it
			if bits := wildcardBits(wildcard); bits >= 0 {
				network = fmt.Sprintf("%s/%d", prefix, bits)
			}
		}
		x.Println("    " + network)
	}
	passive := b.all("passive-interface")
	if len(passive) > 0 {
		x.Println("  Passive Interface(s):")
	}
	for _, name := range passive {
		x.Println("    " + name)
	}
}

// wildcardBits is the length of the prefix that a wildcard stands for, -1 if it is none.
func wildcardBits(wildcard string) int {
	a, err := netip.ParseAddr(wildcard)
	if err != nil || !a.Is4() {
		return -1
	}
	if bits, ok := modes.MaskBits(netip.AddrFrom4(inverted(a))); ok {
		return bits
	}
	return -1
}

func inverted(wildcard netip.Addr) [4]byte {
	w := wildcard.As4()
	return [4]byte{^w[0], ^w[1], ^w[2], ^w[3]}
}

// networkOf is the line of a process that takes in an address, with the area behind it.
func (b block) networkOf(a netip.Addr) (line string, ok bool) {
	for _, network := range b.all("network") {
		words := strings.Fields(network)
		base, err := netip.ParseAddr(words[0])
		if err != nil || !a.Is4() || !base.Is4() {
			continue
		}
		mask := modes.MaskOf(config.ClassfulNetwork(base).Bits()).As4()
		if len(words) > 1 {
			if w, err := netip.ParseAddr(words[1]); err == nil && w.Is4() {
				mask = inverted(w)
			}
		}
		same := true
		for i := range 4 {
			same = same && a.As4()[i]&mask[i] == base.As4()[i]&mask[i]
		}
		if same {
			return network, true
		}
	}
	return "", false
}

// ports are those of a process: their addresses are in its networks, and they are up.
func (b block) ports(d modes.Device) (all []port) {
	for _, p := range portsOf(d) {
		if _, ok := b.networkOf(p.Address.Addr()); ok && p.Protocol {
			all = append(all, p)
		}
	}
	return all
}

// speaksOn says whether a process sends something on a port.
func (b block) speaksOn(p port) bool {
	passive := b.all("passive-interface")
	if slices.Contains(passive, "default") {
		return b.has("no passive-interface " + p.Name)
	}
	return !slices.Contains(passive, p.Name)
}

func printRIPProtocol(x *modes.Context, d modes.Device, b block) {
	timers := strings.Fields(b.value("timers basic", "30 180 180 240"))
	version, send, receive := "send version 1, receive any version", "1", "1 2"
	if v := b.value("version", ""); v != "" {
		version, send, receive = fmt.Sprintf("send version %s, receive version %s", v, v), v, v
	}
	// No update is sent, so the next is not far.
	x.Printf("Routing Protocol is \"rip\"\n"+noFilters+"  Sending updates every %s seconds, next due in 0 seconds\n"+
		"  Invalid after %s seconds, hold down %s, flushed after %s\n  Redistributing: %s\n  Default version control: %s\n",
		timers[0], timers[1], timers[2], timers[3], b.redistributing("rip"), version)
	x.Println("    Interface             Send  Recv  Triggered RIP  Key-chain")
	for _, p := range b.ports(d) {
		if b.speaksOn(p) {
			x.Printf("    %-21s %-5s %-30s\n", p.Name, send, receive)
		}
	}
	x.Printf("  Automatic network summarization is %sin effect\n", map[bool]string{true: "not "}[b.has("no auto-summary")])
	b.printNetworks(x, "4")
	x.Printf(noSources+"  Distance: (default is %s)\n\n", b.value("distance", "120"))
}

// redistributing are the sources of a process's routes, itself first.
func (b block) redistributing(itself string) string {
	sources := []string{itself}
	for _, source := range b.all("redistribute") {
		words := strings.Fields(source)
		if len(words) > 1 && slices.Contains([]string{"eigrp", "ospf", "bgp"}, words[0]) {
			sources = append(sources, words[0]+" "+words[1])
		} else {
			sources = append(sources, words[0])
		}
	}
	return strings.Join(sources, ", ")
}

func printRIPDatabase(x *modes.Context, d modes.Device, _ parser.Args) {
	for l := range d.Config().Inert.All() {
		if l.Text != "router rip" {
			continue
		}
		var last netip.Prefix
		for _, p := range (block{below: l.Block}).ports(d) {
			if whole := config.ClassfulNetwork(p.Address.Addr()); whole != last {
				x.Printf("%v    auto-summary\n", whole)
				last = whole
			}
			x.Printf("%v    directly connected, %s\n", p.Address.Masked(), p.Name)
		}
	}
}

func addRouting(l *modes.Language) {
	show(l, `ip protocols`, ipHelp(modes.H{"protocols": "IP routing protocol process parameters and statistics"}), printProtocols)
	show(l, `ip rip database`, ipHelp(modes.H{"rip": "IP RIP show commands", "database": "IPv4 RIP database"}), printRIPDatabase)
}
