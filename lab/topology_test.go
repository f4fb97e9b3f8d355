package lab

import (
	"net/netip"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ruthere/debuglog"
	"ruthere/router"
)

const smallTopology = `seed: 7
clock: 2004-03-25T15:17:00Z
routers:
  - name: R1
    ios: 15
    interfaces: [FastEthernet0/0]
    config: |
      hostname R1
  - name: R2
    ios: xe
    file: r2.cfg
hosts:
  - name: PC
    address: 192.168.1.10/24
    gateway: 192.168.1.1
links:
  - name: middle
    ends: ["R1:FastEthernet0/0", "R2:GigabitEthernet1"]
    delay: 6ms
    loss: 20%
  - ends: [PC, "R2:GigabitEthernet2"]
`

func TestParseTopology(t *testing.T) {
	files := fstest.MapFS{"labs/r2.cfg": {Data: []byte("hostname R2\n")}}
	got, err := ParseTopology("labs/small.yaml", []byte(smallTopology), files)
	if err != nil {
		t.Fatal(err)
	}
	want := &Topology{
		Seed:  "7",
		Clock: time.Date(2004, 3, 25, 15, 17, 0, 0, time.UTC),
		Routers: []Router{
			{Name: "R1", Release: debuglog.IOS15, Interfaces: []string{"FastEthernet0/0"}, Config: "hostname R1\n", HasConfig: true,
				Source: Source{"labs/small.yaml", 8, 7}},
			{Name: "R2", Release: debuglog.IOSXE, Config: "hostname R2\n", HasConfig: true,
				Source: Source{"labs/r2.cfg", 1, 1}},
		},
		Hosts: []Host{{Name: "PC", Address: netip.MustParsePrefix("192.168.1.10/24"), Gateway: netip.MustParseAddr("192.168.1.1")}},
		Links: []Link{
			{"middle", []End{{"R1", "FastEthernet0/0"}, {"R2", "GigabitEthernet1"}}, 6 * time.Millisecond, 20},
			{"link2", []End{{"PC", ""}, {"R2", "GigabitEthernet2"}}, DefaultDelay, 0},
		},
	}
	if got.Origin.Name != "labs/small.yaml" || !strings.HasPrefix(got.Origin.Text, "seed: 7\n") || got.Origin.Files["labs/r2.cfg"] == "" {
		t.Errorf("the text that it was read from: %+v", got.Origin)
	}
	got.Origin = Origin{}
	if d := cmp.Diff(want, got, cmpopts.EquateComparable(netip.Prefix{}, netip.Addr{})); d != "" {
		t.Error(d)
	}
}

// Every mistake is told with the line it stands in.
func TestTopologyMistakes(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"seed: 7", "sead: 7", `line 1: unknown key "sead"; there are seed, clock, computing, routers, hosts, links`},
		{"name: R2", "name: [R2]", "line 9: a list where a word should be"},
		{"links:", "links: yes\nothers:", "a word `yes` where a list (of name, ends, delay, loss) should be"},
		{"ios: 15", "ios: 13", `line 5: ios "13" is none of 12.4, 15, xe`},
		{"ios: 15", "computing: fast", `line 5: computing "fast" is none of none, device`},
		{"ios: 15", "manners: [late-ack, rude]", `line 5: router R1: there is no manner "rude"; there is wrong-ack`},
		{"    delay: 6ms", "    dealy: 6ms", `line 19: unknown key "dealy"; there are name, ends, delay, loss`},
		{"delay: 6ms", "delay: soon", `line 19: delay "soon" is not a duration`},
		{"loss: 20%", "loss: 120%", `line 20: loss: "120%" is not a percentage`},
		{"loss: 20%", "loss: NaN", `line 20: loss: "NaN" is not a percentage`},
		{"2004-03-25T15:17:00Z", "noon", `line 2: clock "noon" is not a time`},
		{"name: R2", "name: R1", "line 9: the name R1 is used twice"},
		{"name: R2", "name: r1", "line 9: the name r1 is used twice"},
		{"name: middle", "name: link2", "line 1: the name link2 is used for two links"},
		{"name: PC", "name: P C", `line 13: the name "P C" has a blank or a colon`},
		{"name: PC", "name: ''", "line 13: a host has no name"},
		{"192.168.1.10/24", "192.168.1.10", `line 14: host PC: address "192.168.1.10" is not like`},
		{"gateway: 192.168.1.1", "ntp: {stratum: 16}", "line 15: host PC: ntp: stratum 16 is not 1 to 15"},
		{"gateway: 192.168.1.1", "ntp: {clock: noon, stratum: 2}", `line 15: clock "noon" is not a time`},
		{"gateway: 192.168.1.1", "ntp: {clock: noon}", "line 13: host PC: ntp: stratum 0 is not 1 to 15"},
		{"gateway: 192.168.1.1", "gateway: 10.0.0.1", `line 15: host PC: gateway "10.0.0.1" is not an address in 192.168.1.0/24`},
		{"R1:FastEthernet0/0", "R1:FastEthernet0/1", `line 18: router R1 has no interface "FastEthernet0/1"; it has FastEthernet0/0`},
		{"R1:FastEthernet0/0", "R3:FastEthernet0/0", `line 18: there is no router or host "R3"`},
		{"[PC, ", "['PC:eth0', ", "line 21: PC is a host and has no interface eth0"},
		{"GigabitEthernet2", "GigabitEthernet1", "line 21: R2:GigabitEthernet1 is plugged in twice"},
		{`[PC, "R2:GigabitEthernet2"]`, "[PC]", "line 21: link link2 needs two ends"},
		{"file: r2.cfg", "file: r3.cfg", "line 11: open labs/r3.cfg"},
		{"file: r2.cfg", "{", "line 11"},
	} {
		files := fstest.MapFS{"labs/r2.cfg": {}}
		text := strings.Replace(smallTopology, c.from, c.to, 1)
		_, err := ParseTopology("labs/small.yaml", []byte(text), files)
		if err == nil || !strings.HasPrefix(err.Error(), "labs/small.yaml: ") {
			t.Errorf("%s: no error with the file's name: %v", c.to, err)
		} else if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s:\n got %v\nwant %s", c.to, err, c.want)
		}
	}
	if _, err := ParseTopology("empty.yaml", nil, nil); err == nil || !strings.Contains(err.Error(), "no router") {
		t.Errorf("an empty topology: %v", err)
	}
}

// Whatever a file holds, it is read or refused, and what is read can be built.
func FuzzParseTopology(f *testing.F) {
	f.Add(smallTopology)
	f.Add(twoTeletypes)
	f.Add("routers: [{name: R, config: |\n x}]\nlinks: [{ends: [R:a, R:b]}]")
	f.Fuzz(func(t *testing.T, text string) {
		top, err := ParseTopology("fuzz.yaml", []byte(text), nil)
		if err != nil {
			return
		}
		original := newBox
		defer func() { newBox = original }()
		newBox = func(router.Options) box { return &parrot{} }
		if _, err := New(top, Options{}); err != nil {
			t.Errorf("read but not built: %v", err)
		}
	})
}
