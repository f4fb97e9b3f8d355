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
	"ruthere/lab/translation"
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
    rate: 64k
    queue: 20
    jitter: 3ms
    reorder: true
    mtu: 1400
  - ends: [PC, "home:Inside", "R2:GigabitEthernet2"]
translators:
  - name: Home
    inside: 192.168.1.1/24
    outside: 203.0.113.2/24
    gateway: 203.0.113.1
    mapping: per-destination
    udp: 40s
    tcp: 5m
    icmp: 10s
    esp: drop
    forward: [udp 500 to 192.168.1.10, tcp 8080 to 192.168.1.10 port 80]
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
		Translators: []Translator{{Name: "Home", Inside: netip.MustParsePrefix("192.168.1.1/24"),
			Outside: netip.MustParsePrefix("203.0.113.2/24"),
			Gateway: netip.MustParseAddr("203.0.113.1"),
			Rules: translation.Rules{PerDestination: true, UDP: 40 * time.Second, TCP: 5 * time.Minute, ICMP: 10 * time.Second, DropESP: true,
				Forwards: []translation.Forward{{Protocol: 17, Port: 500, To: netip.MustParseAddrPort("192.168.1.10:500")},
					{Protocol: 6, Port: 8080, To: netip.MustParseAddrPort("192.168.1.10:80")}}}}},
		Hosts: []Host{{Name: "PC", Address: netip.MustParsePrefix("192.168.1.10/24"), Gateway: netip.MustParseAddr("192.168.1.1")}},
		Links: []Link{
			{Name: "middle", Ends: []End{{"R1", "FastEthernet0/0"}, {"R2", "GigabitEthernet1"}}, Delay: 6 * time.Millisecond, Loss: 20,
				Rate: 64_000, Queue: 20, Jitter: 3 * time.Millisecond, Reorder: true, MTU: 1400},
			{Name: "link2", Ends: []End{{"PC", ""}, {"Home", "inside"}, {"R2", "GigabitEthernet2"}}, Delay: DefaultDelay},
		},
	}
	if got.Origin.Name != "labs/small.yaml" || !strings.HasPrefix(got.Origin.Text, "seed: 7\n") || got.Origin.Files["labs/r2.cfg"] == "" {
		t.Errorf("the text that it was read from: %+v", got.Origin)
	}
	got.Origin = Origin{}
	if d := cmp.Diff(want, got, cmpopts.EquateComparable(netip.Prefix{}, netip.Addr{}, netip.AddrPort{})); d != "" {
		t.Error(d)
	}
}

// Every mistake is told with the line it stands in.
func TestTopologyMistakes(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"seed: 7", "sead: 7", `line 1: unknown key "sead"; there are seed, clock, computing, routers, hosts, translators, links`},
		{"name: R2", "name: [R2]", "line 9: a list where a word should be"},
		{"links:", "links: yes\nothers:", "a word `yes` where a list (of name, ends, delay, loss, rate, queue, jitter, reorder, mtu) should be"},
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
		{"R1:FastEthernet0/0", "R3:FastEthernet0/0", `line 18: there is no router, host or translator "R3"`},
		{"[PC, ", "['PC:eth0', ", "line 26: PC is a host and has no interface eth0"},
		{"GigabitEthernet2", "GigabitEthernet1", "line 26: R2:GigabitEthernet1 is plugged in twice"},
		{`[PC, "home:Inside", "R2:GigabitEthernet2"]`, "[PC]", "line 26: link link2 needs two ends"},
		{"rate: 64k", "rate: fast", `line 21: rate "fast" is not in bits a second such as 64k or 2M`},
		{"queue: 20", "queue: 0", "line 22: queue 0 is not from 1 to 1000000 packets"},
		{"queue: 20", "queue: many", "a word `many` where a number should be"},
		{"rate: 64k", "loss: 0", "already defined"},
		{"    rate: 64k\n", "", "line 21: queue has no effect without rate"},
		{"    jitter: 3ms\n", "", "line 23: reorder has no effect without jitter"},
		{"jitter: 3ms", "jitter: some", `line 23: jitter "some" is not a duration such as 3ms`},
		{"reorder: true", "reorder: often", "a word `often` where true or false should be"},
		{"mtu: 1400", "mtu: 20", "line 25: mtu 20 is not from 68 to 65535 bytes"},
		{"home:Inside", "home", `line 26: home is a translator and has no interface ""; it has inside, outside`},
		{"name: Home", "name: PC", "line 28: the name PC is used twice"},
		{"inside: 192.168.1.1/24", "inside: 192.168.1.1", `line 29: translator Home: inside "192.168.1.1" is not like 192.168.1.1/24`},
		{"    outside: 203.0.113.2/24\n", "", `line 28: translator Home: outside "" is not like`},
		{"outside: 203.0.113.2/24", "outside: 192.168.1.9/29",
			"line 30: translator Home: inside 192.168.1.1/24 and outside 192.168.1.9/29 overlap"},
		{"gateway: 203.0.113.1", "gateway: 192.168.1.1", `line 31: translator Home: gateway "192.168.1.1" is not an address in 203.0.113.0/24`},
		{"mapping: per-destination", "mapping: cone",
			`line 32: translator Home: mapping "cone" is none of endpoint-independent, per-destination`},
		{"udp: 40s", "udp: 0s", `line 33: translator Home: udp "0s" is not a duration such as 30s`},
		{"tcp: 5m", "tcp: drop", `line 34: translator Home: tcp "drop" is not a duration such as 30s`},
		{"esp: drop", "esp: pass", `line 36: translator Home: esp "pass" is not a duration such as 30s, nor drop`},
		{"udp 500 to 192.168.1.10", "udp to 192.168.1.10", `line 37: translator Home: forward "udp to 192.168.1.10": not like udp 500 to`},
		{"udp 500 to 192.168.1.10", "icmp to 192.168.1.10", `line 37: translator Home: forward "icmp to 192.168.1.10": not like`},
		{"udp 500 to 192.168.1.10", "udp 500 to 10.0.0.1", `"10.0.0.1" is not an address in 192.168.1.0/24`},
		{"udp 500 to", "tcp 8080 to", "line 37: translator Home: forward \"tcp 8080 to 192.168.1.10 port 80\": another one has that port"},
		{"port 80", "port 0", "not like udp 500 to"},
		{"icmp: 10s", "ping: 10s", "unknown key \"ping\"; there are name, inside, outside, gateway, mapping, udp, tcp, icmp, esp, forward"},
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
