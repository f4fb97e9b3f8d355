package event_test

import (
	"encoding/json"
	"net/netip"
	"strings"
	"testing"
	"time"

	"ruthere/event"
)

var noon = time.Date(2026, 11, 28, 12, 0, 0, 5, time.UTC)

// One of each kind, as it is written down.
var lines = []struct {
	event event.Stamped
	want  string
}{
	{event.Stamped{Number: 1, At: noon, Router: "R1", Event: event.ISAKMPSA{State: event.Up, Local: addrPort("10.0.0.1:500"),
		Remote: addrPort("10.0.0.2:4500"), Role: event.Initiator, Initiator: event.Cookie{1, 2}, Connection: 1001, NAT: true}},
		`{"n":1,"time":"2026-11-28T12:00:00.000000005Z","router":"R1","kind":"isakmp-sa","state":"up","local":"10.0.0.1:500",` +
			`"remote":"10.0.0.2:4500","role":"initiator","initiator_cookie":"0102000000000000","responder_cookie":"0000000000000000",` +
			`"connection":1001,"nat":true}`},
	{event.Stamped{Number: 2, At: noon, Router: "R1", Event: event.IPsecSA{State: event.Down, Local: addr("10.0.0.1"),
		Remote: addr("10.0.0.2"), Role: event.Responder,
		InboundSPI: 0x4D5F1C, OutboundSPI: 1, LocalProxy: prefix("192.168.1.0/24"), RemoteProxy: prefix("0.0.0.0/0"),
		Map: "M", Sequence: 10, Reason: event.PeerDead}},
		`{"n":2,"time":"2026-11-28T12:00:00.000000005Z","router":"R1","kind":"ipsec-sa","state":"down","local":"10.0.0.1",` +
			`"remote":"10.0.0.2","role":"responder","inbound_spi":"0x004D5F1C","outbound_spi":"0x00000001",` +
			`"local_proxy":"192.168.1.0/24","remote_proxy":"0.0.0.0/0","map":"M","sequence":10,"reason":"peer-dead"}`},
	{event.Stamped{Number: 3, At: noon, Router: "R1", Event: event.Session{State: event.Up, Local: addr("10.0.0.1"),
		Remote: addrPort("10.0.0.2:500"), VRF: "RED", PeerID: "10.0.0.2"}},
		`{"n":3,"time":"2026-11-28T12:00:00.000000005Z","router":"R1","kind":"session","state":"up","local":"10.0.0.1",` +
			`"remote":"10.0.0.2:500","vrf":"RED","peer_id":"10.0.0.2"}`},
	{event.Stamped{Number: 4, At: noon, Router: "R1", Event: event.DPD{State: event.AskedAgain, Local: addr("10.0.0.1"),
		Remote: addr("10.0.0.2"), Protocol: "DPD", Sequence: 9, Misses: 1}},
		`{"n":4,"time":"2026-11-28T12:00:00.000000005Z","router":"R1","kind":"dpd","state":"asked-again","local":"10.0.0.1",` +
			`"remote":"10.0.0.2","protocol":"DPD","sequence":9,"misses":1}`},
	{event.Stamped{Number: 5, At: noon, Router: "R1", Event: event.Peer{State: event.Current, Map: "M", Sequence: 10, From: "10.0.0.2",
		To: "hub.example", Reason: event.NoAnswer}},
		`{"n":5,"time":"2026-11-28T12:00:00.000000005Z","router":"R1","kind":"peer","state":"current","map":"M","sequence":10,` +
			`"from":"10.0.0.2","to":"hub.example","reason":"no-answer"}`},
	{event.Stamped{Number: 6, At: noon, Router: "R1", Event: event.Interface{State: event.AdminDown, Protocol: event.Down, Name: "Serial0/0"}},
		`{"n":6,"time":"2026-11-28T12:00:00.000000005Z","router":"R1","kind":"interface","state":"administratively-down",` +
			`"line_protocol":"down","name":"Serial0/0"}`},
	{event.Stamped{Number: 7, At: noon, Router: "R1", Event: event.Route{State: event.Added, Prefix: prefix("0.0.0.0/0"), Source: "static",
		Distance: 1, NextHop: addr("10.0.0.254")}},
		`{"n":7,"time":"2026-11-28T12:00:00.000000005Z","router":"R1","kind":"route","state":"added","prefix":"0.0.0.0/0",` +
			`"source":"static","distance":1,"next_hop":"10.0.0.254"}`},
	{event.Stamped{Number: 8, At: noon, Router: "R1", Event: event.Router{State: event.Booted, Hostname: "R1", Release: "xe",
		Reason: "reload"}},
		`{"n":8,"time":"2026-11-28T12:00:00.000000005Z","router":"R1","kind":"router","state":"booted","hostname":"R1",` +
			`"release":"xe","reason":"reload"}`},
	{event.Stamped{Number: 9, At: noon, Router: "R1", Event: event.Log{Severity: 7, Debug: "Crypto ISAKMP", Stamp: "*Mar  1 00:00:00.003:",
		Text: "ISAKMP: <&> \"quoted\"\n"}},
		`{"n":9,"time":"2026-11-28T12:00:00.000000005Z","router":"R1","kind":"log","severity":7,"debug":"Crypto ISAKMP",` +
			`"stamp":"*Mar  1 00:00:00.003:","text":"ISAKMP: <&> \"quoted\"\n"}`},
	{event.Stamped{Number: 10, At: noon, Event: event.Fault{State: event.Set, Name: "cut", Link: "L0", From: "R1", To: "R2"}},
		`{"n":10,"time":"2026-11-28T12:00:00.000000005Z","kind":"fault","state":"set","name":"cut","link":"L0","from":"R1","to":"R2"}`},
	{event.Stamped{Number: 11, At: noon, Event: event.Packet{State: event.Lost, Link: "L0", From: "R1", To: "R2", Src: addr("10.0.0.1"),
		Dst: addr("10.0.0.2"), Protocol: 17, SrcPort: 500, DstPort: 500, Length: 120, Fault: "cut"}},
		`{"n":11,"time":"2026-11-28T12:00:00.000000005Z","kind":"packet","state":"lost","link":"L0","from":"R1","to":"R2",` +
			`"src":"10.0.0.1","dst":"10.0.0.2","protocol":17,"src_port":500,"dst_port":500,"length":120,"fault":"cut"}`},
	{event.Stamped{Number: 13, At: noon, Router: "R1", Event: event.HSRP{State: "active", From: "standby", Interface: "FastEthernet0/0",
		Group: 1, Address: addr("10.0.0.254")}},
		`{"n":13,"time":"2026-11-28T12:00:00.000000005Z","router":"R1","kind":"hsrp","state":"active","from":"standby",` +
			`"interface":"FastEthernet0/0","group":1,"address":"10.0.0.254"}`},
	{event.Stamped{Number: 14, At: noon, Router: "R1", Event: event.Track{State: event.Down, Object: 1, Subject: "ip sla 1",
		Parameter: "reachability", Change: 2}},
		`{"n":14,"time":"2026-11-28T12:00:00.000000005Z","router":"R1","kind":"track","state":"down","object":1,"subject":"ip sla 1",` +
			`"parameter":"reachability","change":2}`},
	{event.Stamped{Number: 12, At: noon, Router: "R1", Event: event.Transition{State: event.Entered, Local: addrPort("10.0.0.1:500"),
		Remote: addrPort("10.0.0.2:500"), Role: event.Initiator, Initiator: event.Cookie{1}, Input: "IKE_MESG_FROM_PEER, IKE_MM_EXCH",
		From: "IKE_I_MM1", To: "IKE_I_MM2"}},
		`{"n":12,"time":"2026-11-28T12:00:00.000000005Z","router":"R1","kind":"transition","state":"entered","local":"10.0.0.1:500",` +
			`"remote":"10.0.0.2:500","role":"initiator","initiator_cookie":"0100000000000000",` +
			`"input":"IKE_MESG_FROM_PEER, IKE_MM_EXCH","from":"IKE_I_MM1","to":"IKE_I_MM2"}`},
}

func TestJSON(t *testing.T) {
	written := map[event.Kind]bool{}
	for _, l := range lines {
		written[l.event.Kind()] = true
		got, err := json.Marshal(l.event)
		if err != nil {
			t.Fatal(err)
		}
		appended, err := l.event.AppendJSON([]byte("before "))
		if err != nil {
			t.Fatal(err)
		}
		if string(appended) != "before "+l.want {
			t.Errorf("%s:\n got %s\nwant %s", l.event.Kind(), appended[7:], l.want)
		}
		if !json.Valid(got) {
			t.Errorf("%s is no JSON", got)
		}
		if strings.Contains(l.want, `"state"`) && !strings.Contains(l.want, `"state":"`+string(l.event.What())+`"`) {
			t.Errorf("%s: What says %s", l.want, l.event.What())
		}
	}
	for _, k := range event.Kinds() {
		if !written[k] {
			t.Errorf("no line for the kind %s", k)
		}
	}
}

func addr(s string) netip.Addr         { return netip.MustParseAddr(s) }
func addrPort(s string) netip.AddrPort { return netip.MustParseAddrPort(s) }
func prefix(s string) netip.Prefix     { return netip.MustParsePrefix(s) }
