package router

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/event"
	"ruthere/files"
)

// slowTable is what the routing table of a router has to hold, as lines, computed anew from its configuration and from what
// interfaces and tracked objects are: in each round a route joins whose next hop is in the prefix of another that has joined.
func slowTable(r *Router) []string {
	type route struct {
		config.Route
		kind string
	}
	var all []route
	for _, i := range r.config.Interfaces {
		port, _, _ := strings.Cut(i.Name, ".")
		carrier := r.config.Interface(port)
		up := !i.Shutdown && carrier != nil && !carrier.Shutdown && (strings.HasPrefix(port, "Loopback") || r.links[port].up) &&
			(i.Name == port || i.VLAN != 0)
		for _, a := range i.Addresses() {
			if !up {
				continue
			}
			all = append(all, route{config.Route{VRF: i.VRF, Prefix: a.Masked(), Interface: i.Name}, "connected"})
			if a.Bits() < 32 {
				all = append(all, route{config.Route{VRF: i.VRF, Prefix: netip.PrefixFrom(a.Addr(), 32), Interface: i.Name}, "local"})
			}
		}
	}
	isUp := func(name string) bool {
		return name == "Null0" || slices.ContainsFunc(all, func(c route) bool { return c.kind == "connected" && c.Interface == name })
	}
	waiting := slices.Clone(r.config.Routes)
	for range 9 {
		var joined []route
		waiting = slices.DeleteFunc(waiting, func(s config.Route) bool {
			for _, t := range r.Tracks() {
				if t.Number == s.Track && !t.Up {
					return true
				}
			}
			usable := s.Interface != "" && isUp(s.Interface) || s.Interface == "" && slices.ContainsFunc(all, func(by route) bool {
				return by.VRF == s.VRF && by.Prefix != s.Prefix && by.Prefix.Contains(s.NextHop)
			})
			if usable {
				joined = append(joined, route{s, "static"})
			}
			return usable
		})
		all = append(all, joined...)
	}
	best := map[string]int{}
	for _, a := range all {
		key := a.VRF + a.Prefix.String()
		if have, known := best[key]; !known || a.Distance < have {
			best[key] = a.Distance
		}
	}
	var lines []string
	for _, a := range all {
		if best[a.VRF+a.Prefix.String()] == a.Distance {
			lines = append(lines, routeText(a.VRF, a.Prefix, a.kind, a.Distance, a.NextHop, a.Interface))
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines) // of two interfaces with one subnet the first has it, and here none have
}

func routeText(vrf string, p netip.Prefix, kind string, distance int, hop netip.Addr, iface string) string {
	return fmt.Sprint(vrf, " ", p, " ", kind, " ", distance, " ", hop, " ", iface)
}

const modelConfig = `hostname R
vrf definition RED
 address-family ipv4
interface GigabitEthernet0/0
 ip address 10.0.0.1 255.255.255.0
interface GigabitEthernet0/1
 ip address 10.0.1.1 255.255.255.0
 ip address 10.0.9.1 255.255.255.0 secondary
interface GigabitEthernet0/2
interface GigabitEthernet0/2.5
 encapsulation dot1Q 5
 ip address 10.0.2.1 255.255.255.0
interface GigabitEthernet0/3
 vrf forwarding RED
 ip address 10.0.3.1 255.255.255.0
interface Loopback0
 ip address 10.9.9.9 255.255.255.255
track 1 interface GigabitEthernet0/1 line-protocol
track 2 ip route 172.16.0.0 255.255.0.0 reachability
track 3 list boolean or
 object 1
 object 2
track timer ip route 1
`

// Whatever happens to interfaces, tracked objects and the configuration, the table holds at each instant what the slow one does,
// packets find the same entries, and the events of the kind route lead from each table to the next.
func TestTableFollowsEverything(t *testing.T) {
	for seed := range uint64(12) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		d := newRig(t, debuglog.IOS15, modelConfig)
		d.router = New(Options{Release: debuglog.IOS15, AnyInterface: true, Events: true, Random: d.router.options.Random, Clock: d.now,
			Files: []files.File{files.Startup(modelConfig)}})
		told := map[string]bool{}
		step := func(do func(*Out)) {
			var out Out
			do(&out)
			for _, item := range out.Items {
				e, isEvent := item.(Event)
				if route, ok := e.Event.(event.Route); isEvent && ok {
					line := routeText(route.VRF, route.Prefix, route.Source, route.Distance, route.NextHop, route.Interface)
					if told[line] == (route.State == event.Added) {
						t.Fatalf("seed %d: %s is %s, which it was already", seed, line, route.State)
					}
					if told[line] = true; route.State == event.Removed {
						delete(told, line)
					}
				}
			}
		}
		step(func(out *Out) { d.router.Boot(d.now, out) })
		in := func(i Input) { step(func(out *Out) { d.router.Step(d.now, i, out) }) }
		in(Attach{Terminal: 0, Kind: config.LineConsole})
		for _, line := range []string{"enable", "configure terminal"} {
			in(Typed{Text: line})
		}
		var typed []string
		for n := range 150 {
			lines := randomChange(rnd, in, &typed)
			for range 3 {
				d.now = d.now.Add(time.Duration(rnd.IntN(1500)) * time.Millisecond)
				in(nil)
			}
			want := slowTable(d.router)
			var got []string
			for _, e := range d.router.Routes() {
				for _, p := range e.Paths {
					got = append(got, routeText(e.VRF, e.Prefix, e.Code.Word(), e.Distance, p.NextHop, p.Interface))
				}
			}
			slices.Sort(got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("seed %d, step %d, after %q:\n%s", seed, n, lines, diff)
			}
			var events []string
			for line := range told {
				events = append(events, line)
			}
			slices.Sort(events)
			if diff := cmp.Diff(want, events); diff != "" {
				t.Fatalf("seed %d, step %d, after %q, events:\n%s", seed, n, lines, diff)
			}
		}
	}
}

// randomChange turns a link, or types a line; it says what it did.
func randomChange(rnd *rand.Rand, in func(Input), typed *[]string) string {
	pick := func(words ...string) string { return words[rnd.IntN(len(words))] }
	port := pick("GigabitEthernet0/0", "GigabitEthernet0/1", "GigabitEthernet0/2", "GigabitEthernet0/3")
	line := ""
	switch rnd.IntN(6) {
	case 0, 1:
		up := rnd.IntN(3) > 0
		in(LinkChange{Interface: port, Up: up})
		return fmt.Sprint(port, " ", up)
	case 2:
		in(Typed{Text: "interface " + pick(port, "GigabitEthernet0/2.5", "Loopback0")})
		line = pick("shutdown", "no shutdown", "no shutdown")
	case 3:
		if len(*typed) > 0 {
			n := rnd.IntN(len(*typed))
			line = "no " + (*typed)[n]
			*typed = slices.Delete(*typed, n, n+1)
			break
		}
		fallthrough
	default:
		to := pick("0.0.0.0 0.0.0.0", "172.16.0.0 255.255.0.0", "172.16.5.0 255.255.255.0", "10.9.0.0 255.255.0.0", "192.168.1.0 255.255.255.0")
		line = "ip route " + pick("", "", "", "vrf RED ") + to + " " + pick("10.0.0.2", "10.0.1.2", "10.0.2.2", "10.0.3.2", "172.16.5.5",
			"10.9.1.1", "192.168.1.1", "Null0", "GigabitEthernet0/1 10.0.1.3", "Loopback0")
		*typed = append(*typed, line)
		line += pick("", "", " 5", " 250") + pick("", "", " track 1", " track 2", " track 3", " track 77")
	}
	in(Typed{Text: line})
	return line
}
