package idle

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// areas is how many areas the lines of an OSPF process name, and how many of them are what.
func (b block) areas(d modes.Device) (all, stub, nssa int) {
	named := map[string]bool{}
	name := func(area string) {
		if area != "" && !named[area] {
			named[area] = true
			all++
			switch {
			case strings.HasPrefix(b.value("area "+area+" stub", "-"), "no-summary") || b.has("area "+area+" stub"):
				stub++
			case b.has("area "+area+" nssa") || len(b.all("area "+area+" nssa")) > 0:
				nssa++
			}
		}
	}
	for _, network := range b.all("network") {
		name(after(network, "area"))
	}
	for _, p := range portsOf(d) {
		name(after(p.setting("ip ospf "+b.first(), ""), "area"))
	}
	return all, stub, nssa
}

func (b block) areasText(d modes.Device) string {
	all, stub, nssa := b.areas(d)
	return fmt.Sprintf("Number of areas in this router is %d. %d normal %d stub %d nssa", all, all-stub-nssa, stub, nssa)
}

func printOSPFProtocol(x *modes.Context, d modes.Device, b block) {
	x.Printf("Routing Protocol is \"ospf %s\"\n"+noFilters+"  Router ID %v\n  %s\n", b.first(), b.routerID(d.Config(), "router-id"),
		b.areasText(d))
	b.printNetworks(x, "4")
	if d.Release() == debuglog.IOS124 {
		x.Printf(" Reference bandwidth unit is %s mbps\n", b.value("auto-cost reference-bandwidth", "100"))
	}
	x.Printf(noSources+"  Distance: (default is %s)\n\n", b.value("distance", "110"))
}

// An ospfPort is an interface that an OSPF process speaks on.
type ospfPort struct {
	port
	process block
	area    string
	byLine  bool // of the interface; else a network of the process takes it in
}

func ospfPorts(d modes.Device, b block) (all []ospfPort) {
	for _, p := range portsOf(d) {
		if area := after(p.setting("ip ospf "+b.first(), ""), "area"); area != "" {
			all = append(all, ospfPort{p, b, area, true})
		} else if network, ok := b.networkOf(p.Address.Addr()); ok {
			all = append(all, ospfPort{p, b, after(network, "area"), false})
		}
	}
	return all
}

func (p ospfPort) loopback() bool { return strings.HasPrefix(p.Name, "Loopback") }

func (p ospfPort) kind() string {
	byDefault := "BROADCAST"
	switch {
	case p.loopback():
		byDefault = "LOOPBACK"
	case strings.HasPrefix(p.Name, "Serial"), strings.HasPrefix(p.Name, "Tunnel"):
		byDefault = "POINT_TO_POINT"
	}
	return strings.ToUpper(strings.ReplaceAll(p.setting("ip ospf network", byDefault), "-", "_"))
}

func (p ospfPort) cost() string {
	if p.loopback() {
		return p.setting("ip ospf cost", "1")
	}
	reference, _ := strconv.Atoi(p.process.value("auto-cost reference-bandwidth", "100"))
	kilobits, _ := p.bandwidthAndDelay()
	return p.setting("ip ospf cost", strconv.Itoa(min(max(reference*1000/kilobits, 1), 65535)))
}

// state is that of the interface: it waits for others before it makes itself the designated
// router.
func (p ospfPort) state(up time.Duration) string {
	switch {
	case !p.Protocol:
		return "DOWN"
	case p.loopback():
		return "LOOP"
	case !strings.Contains(p.kind(), "BROADCAST"):
		return "P2P"
	case p.setting("ip ospf priority", "1") == "0":
		return "DROTHER"
	case up < p.deadTime():
		return "WAIT"
	}
	return "DR"
}

func (p ospfPort) hello() int {
	seconds, _ := strconv.Atoi(p.setting("ip ospf hello-interval", "10"))
	return seconds
}

func (p ospfPort) deadTime() time.Duration {
	seconds, _ := strconv.Atoi(p.setting("ip ospf dead-interval", strconv.Itoa(4*p.hello())))
	return modes.Seconds(seconds)
}

func (p ospfPort) print(x *modes.Context, d modes.Device, up time.Duration) {
	id, classic := p.process.routerID(d.Config(), "router-id"), d.Release() == debuglog.IOS124
	x.Printf("%s is %s, line protocol is %s \n  Internet Address %v, Area %s", p.Name, p.LinkWord(), modes.UpDown(p.Protocol),
		p.Address, p.area)
	switch {
	case classic:
		x.Println(" ")
	case p.byLine:
		x.Println(", Attached via Interface Enable")
	default:
		x.Println(", Attached via Network Statement")
	}
	x.Printf("  Process ID %s, Router ID %v, Network Type %s, Cost: %s\n", p.process.first(), id, p.kind(), p.cost())
	if !classic {
		x.Printf("  Topology-MTID    Cost    Disabled    Shutdown      Topology Name\n"+
			"        0           %-5s     no          no            Base\n", p.cost())
	}
	state := p.state(up)
	switch {
	case p.loopback():
		x.Println("  Loopback interface is treated as a stub Host")
		return
	case state == "P2P":
		x.Println("  Transmit Delay is 1 sec, State POINT_TO_POINT")
	default:
		words := map[string]string{"WAIT": "WAITING"}
		x.Printf("  Transmit Delay is 1 sec, State %s, Priority %s\n", firstText(words[state], state), p.setting("ip ospf priority", "1"))
		if state == "DR" {
			x.Printf("  Designated Router (ID) %v, Interface address %v\n", id, p.Address.Addr())
		} else {
			x.Println("  No designated router on this network")
		}
		x.Println("  No backup designated router on this network")
	}
	x.Printf("  Timer intervals configured, Hello %d, Dead %d, Wait %d, Retransmit %s\n    oob-resync timeout %d\n", p.hello(),
		modes.InSeconds(p.deadTime()), modes.InSeconds(p.deadTime()), p.setting("ip ospf retransmit-interval", "5"),
		max(modes.InSeconds(p.deadTime()), 40))
	if !p.process.speaksOn(p.port) {
		x.Println("    No Hellos (Passive interface) ")
	}
	x.Println("  Neighbor Count is 0, Adjacent neighbor count is 0 \n  Suppress hello for 0 neighbor(s)")
}

// firstText is the first of texts that is not empty.
func firstText(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

func showOSPF(x *modes.Context, d modes.Device, a parser.Args) {
	now, _ := d.Clock()
	up := now.Sub(d.Booted())
	if a.Has("brief") {
		x.Println("Interface    PID   Area            IP Address/Mask    Cost  State Nbrs F/C")
	}
	for _, p := range blocksOf(&d.Config().Inert, "router ospf") {
		id := p.routerID(d.Config(), "router-id")
		switch {
		case a.Has("neighbor"): // the device prints nothing, not even a heading
		case a.Has("interface"):
			for _, port := range ospfPorts(d, p) {
				if a.Has("brief") {
					x.Printf("%-12s %-5s %-15s %-18v %-5s %-5s 0/0\n", modes.ShortInterface(port.Name), p.first(), port.area, port.Address, port.cost(),
						port.state(up))
				} else if !a.Has("if") || a.Str("if") == port.Name {
					port.print(x, d, up)
				}
			}
		case a.Has("database"):
			x.Printf("\n            OSPF Router with ID (%v) (Process ID %s)\n", id, p.first())
		default:
			x.Printf(" Routing Process \"ospf %s\" with ID %v\n Number of external LSA 0. Checksum Sum 0x000000\n"+
				" %s\n\n", p.first(), id, p.areasText(d))
		}
	}
}

func addOSPF(l *modes.Language) {
	show(l, `ip ospf [neighbor [detail] | interface [if:INTERFACE | brief] | database]`, ipHelp(modes.H{"ospf": "OSPF information",
		"neighbor": "Neighbor list", "detail": "Detail of all neighbors", "interface": "Interface information", "if": "Interface",
		"brief": "Summary of interface information", "database": "Database summary"}), showOSPF)
}
