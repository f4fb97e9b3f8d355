package router

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"ruthere/debuglog"
	"ruthere/event"
)

// hearing has a router do something and returns what it tells, in words.
func hearing(d *rig, in Input) (told []string) {
	var out Out
	d.router.options.Events = true
	d.router.Step(d.now, in, &out)
	for _, item := range out.Items {
		e, ok := item.(Event)
		if !ok {
			continue
		}
		switch e := e.Event.(type) {
		case event.Interface:
			told = append(told, fmt.Sprintf("%s %s %s", e.Name, e.State, e.Protocol))
		case event.Route:
			told = append(told, fmt.Sprintf("%s %s %s%s", e.State, e.Source, e.Prefix, e.VRF))
		case event.Log:
			told = append(told, e.Facility+e.Debug)
		default:
			told = append(told, fmt.Sprintf("%s %s", e.Kind(), e.What()))
		}
	}
	return told
}

// Interfaces and routes are told of when they change, whether by their wire, a typed line or a port that settles, and a
// line of the log once, however many terminals see it.
func TestChangesAreTold(t *testing.T) {
	d := newRig(t, debuglog.IOS15, `hostname R
vrf definition RED
 address-family ipv4
interface GigabitEthernet0/0
 ip address 10.0.0.1 255.255.255.0
interface GigabitEthernet0/1
 vrf forwarding RED
 ip address 10.1.0.1 255.255.255.0
ip route 10.5.0.0 255.255.0.0 10.0.0.2
line vty 0 4
 no login
end
`)
	for _, step := range []struct {
		in   Input
		want []string
	}{
		{LinkChange{Interface: "GigabitEthernet0/0", Up: true}, []string{"GigabitEthernet0/0 up up", "added connected 10.0.0.0/24",
			"added local 10.0.0.1/32", "added static 10.5.0.0/16", "LINK"}},
		{LinkChange{Interface: "GigabitEthernet0/0", Up: true}, nil},
		{LinkChange{Interface: "GigabitEthernet0/1", Up: true, After: time.Second}, nil},
		{LinkChange{Interface: "GigabitEthernet0/0"}, []string{"GigabitEthernet0/0 down down", "removed connected 10.0.0.0/24",
			"removed local 10.0.0.1/32", "removed static 10.5.0.0/16"}},
		{Typed{Text: "enable"}, nil},
		{Typed{Text: "terminal monitor"}, nil},
		{Typed{Text: "configure terminal"}, nil},
		{Typed{Text: "interface Loopback7"}, []string{"Loopback7 up up"}},
		{Typed{Text: "ip address 10.7.0.1 255.255.255.0"}, []string{"added connected 10.7.0.0/24", "added local 10.7.0.1/32"}},
		{Typed{Text: "shutdown"}, []string{"Loopback7 administratively-down down", "removed connected 10.7.0.0/24", "removed local 10.7.0.1/32"}},
		{Typed{Text: "no interface Loopback7"}, []string{"Loopback7 removed down"}},
		{Typed{Text: "end"}, []string{"SYS"}},
	} {
		if got := hearing(d, step.in); !slices.Equal(got, step.want) {
			t.Errorf("%+v: tells\n %q, want\n %q", step.in, got, step.want)
		}
	}
	d.now = d.now.Add(time.Second)
	want := []string{"GigabitEthernet0/1 up up", "added connected 10.1.0.0/24RED", "added local 10.1.0.1/32RED", "LINK", "LINEPROTO"}
	if got := hearing(d, Tick{}); !slices.Equal(got[:min(4, len(got))], want[:4]) {
		t.Errorf("a port that has settled: tells\n %q, want\n %q", got, want)
	}
}
