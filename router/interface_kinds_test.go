package router

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/files"
	"ruthere/modes/ios"
)

// platformKinds are the kinds of interfaces that a router with the ports of its platform lists: a 2811 with two
// FastEthernets, an IOSv and a CSR 1000V with GigabitEthernets.
var platformKinds = map[debuglog.Release]struct{ port, listed, lacking string }{
	debuglog.IOS124: {"FastEthernet", "BVI Dialer FastEthernet Group-Async Loopback MFR Multilink Null Port-channel Tunnel Virtual-PPP " +
		"Virtual-Template Vlan range", "BDI VirtualPortGroup TenGigabitEthernet Dot11Radio AppGigabitEthernet"},
	debuglog.IOS15: {"GigabitEthernet", "BVI Dialer GigabitEthernet Loopback MFR Multilink Null Port-channel Tunnel Virtual-PPP " +
		"Virtual-Template range", "Vlan BDI VirtualPortGroup TenGigabitEthernet Group-Async AppGigabitEthernet"},
	debuglog.IOSXE: {"GigabitEthernet", "BDI Dialer GigabitEthernet Loopback Multilink Null Port-channel Tunnel Virtual-PPP " +
		"Virtual-Template VirtualPortGroup Vlan range", "BVI MFR Group-Async Dot11Radio HundredGigE"},
}

// platformRig is a router with two ports of its platform.
func platformRig(t *testing.T, release debuglog.Release, startup string) *rig {
	d := newRig(t, release, "")
	port := platformKinds[release].port
	d.router = New(Options{Release: release, Interfaces: []string{port + "0/0", port + "0/1"}, Clock: d.now,
		Files: []files.File{files.Startup(startup)}, Random: streams(map[string]*rand.ChaCha8{})})
	var out Out
	d.router.Boot(d.now, &out)
	d.do(Attach{Terminal: 0, Kind: config.LineConsole})
	d.typed(0, "", "enable", "configure terminal")
	return d
}

// `interface ?` lists what the platform has; each kind that it lists can be made, and no other.
func TestInterfaceKindsOfAPlatform(t *testing.T) {
	for release, want := range platformKinds {
		d := platformRig(t, release, "")
		var listed []string
		for line := range strings.Lines(d.router.Help(0, "interface ")) {
			if words := strings.Fields(line); len(words) > 1 {
				listed = append(listed, words[0])
			}
		}
		if got := strings.Join(listed, " "); got != want.listed {
			t.Errorf("%v lists\n%s, want\n%s", release, got, want.listed)
		}
		for _, kind := range listed {
			number := map[string]string{want.port: "0/1", "Null": "0"}[kind]
			if number == "" {
				number = "1"
			}
			if kind != "range" && strings.Contains(d.typed(0, "interface "+kind+" "+number), "%") {
				t.Errorf("%v lists %s and refuses it", release, kind)
			}
		}
		if got := d.typed(0, "no interface Port-channel1"); strings.Contains(got, "%") || d.router.Config().Interface("Port-channel1") != nil {
			t.Errorf("%v: no interface Port-channel1: %s", release, got)
		}
		for kind := range strings.FieldsSeq(want.lacking) {
			prompt := d.asked[0].Prompt
			got := d.typed(0, "interface "+kind+" 1")
			caret := strings.Repeat(" ", len(prompt)+len("interface ")) + "^\n"
			if !strings.Contains(got, "\n"+caret) {
				t.Errorf("%v: interface %s 1: %q", release, kind, got)
			}
		}
	}
}

// What is made without hardware is not shut down, and down: nothing carries it.
func TestMadeInterfacesAreDown(t *testing.T) {
	d := platformRig(t, debuglog.IOS15, "")
	got := d.typed(0, "interface Port-channel 1", "ip address 10.0.0.1 255.255.255.0", "do show ip interface brief | include channel")
	if !strings.Contains(got, "Port-channel1              10.0.0.1        YES manual down                  down") {
		t.Error(got)
	}
	got = d.typed(0, "do show interfaces Port-channel1 | include Hardware")
	if !strings.Contains(got, "Hardware is GEChannel") {
		t.Error(got)
	}
}

// A file may have interfaces of other platforms: they load, print as they were, and are told from a router's own.
func TestInterfacesOfOtherPlatformsLoad(t *testing.T) {
	for release, want := range platformKinds {
		var text strings.Builder
		for kind := range strings.FieldsSeq(want.lacking) {
			text.WriteString("interface " + kind + "1\n no ip address\n")
		}
		read := ios.Read(text.String(), release)
		foreign := 0
		for _, taken := range read.Taken {
			if taken.Foreign {
				foreign++
			}
		}
		if n := len(strings.Fields(want.lacking)); len(read.Complaints) > 0 || foreign != n {
			t.Errorf("%v: %d of %d lines are told from its own; refused: %v", release, foreign, n, read.Complaints)
		}
		printed := ios.Language(release).RunningConfig(read.Config)
		for line := range strings.Lines(text.String()) {
			if !strings.Contains(printed, line) {
				t.Errorf("%v does not print %s", release, line)
			}
		}
	}
}

// Who takes a loopback interface or a tunnel away is told what happens to it, as if it had been shut down: once; and not if it is back.
func TestRemovedInterfacesAreTold(t *testing.T) {
	const down, protocol = "%LINK-5-CHANGED: Interface NAME, changed state to administratively down",
		"%LINEPROTO-5-UPDOWN: Line protocol on Interface NAME, changed state to down"
	for _, c := range []struct {
		name  string
		lines []string
		want  []string
	}{
		{"Loopback5", []string{"no interface Loopback5"}, []string{down, protocol}},
		{"Loopback5", []string{"interface Loopback5", "shutdown", "exit", "no interface Loopback5"}, []string{down, protocol}},
		{"Loopback5", []string{"no interface Loopback5", "interface Loopback5"}, nil},
		{"Tunnel5", []string{"no interface Tunnel5"}, []string{down}}, // it was never up
	} {
		for _, release := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
			b := newRoutedRig(t, release)
			b.typed(0, "configure terminal", "interface "+c.name, "exit")
			b.pass(10 * time.Second)
			b.said()
			b.typed(0, c.lines...)
			b.pass(10 * time.Second)
			var want []string
			for _, line := range c.want {
				want = append(want, strings.Replace(line, "NAME", c.name, 1))
			}
			got := slices.DeleteFunc(b.said(), func(l string) bool { return !strings.Contains(l, "down") })
			if !slices.Equal(got, want) {
				t.Errorf("%v, %q: said %q, want %q", release, c.lines, got, want)
			}
		}
	}
}
