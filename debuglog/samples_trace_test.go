package debuglog

import (
	"net/netip"
	"time"
)

// tracedSamples are samples of what the debugs outside the crypto subsystem say.
func tracedSamples(client netip.Addr) []sample {
	var (
		subnet       = netip.MustParsePrefix("10.6.0.0/16")
		own          = ARPEnd{local, "0019.55ca.de00"}
		other        = ARPEnd{peer, "0019.55cb.0000"}
		echo         = TracedPacket{Src: local, Dst: peer, Out: "FastEthernet0/0", Length: 100, Protocol: 1, First: true, Type: 8}
		question     = RADIUSExchange{Login: 3, Server: netip.AddrPortFrom(peer, 1645), AcctPort: 1646, ID: 7}
		with         = func(change func(*TracedPacket)) []Line { p := echo; change(&p); return IPPacketTrace(p) }
		group        = StandbyGroup{"FastEthernet0/0", 1}
		served, told = NHRPServerMoved("Tunnel0", client, peer, local, peer, true)
		lost, silent = NHRPServerMoved("Tunnel0", client, peer, local, peer, false)
		nhrpMoves    = []Line{served, told, lost, silent}
		registration = NHRPPacket{Out: true, Type: "Registration Request", Interface: "Tunnel0", Size: 106, ExtensionOffset: 52, HopCount: 255,
			Flags: "unique nat ", RequestID: 65537, NBMA: peer, Src: local, Dst: client,
			Clients: []NHRPClient{{What: "no error", Prefix: 32, MTU: 17916, HoldTime: 300}},
			Extensions: []NHRPExtension{{Number: 3}, {Number: 7, Text: true}, {Number: 9, Clients: []NHRPClient{{What: "no error", Prefix: 32,
				NBMA: peer, Protocol: client}}}, {Number: 44}}}
		hello = HSRPMessage{Op: "Hello", Address: peer, State: "Active", Priority: 100, Virtual: client}
	)
	return []sample{
		// iptrace.go
		{"IPPacketTrace", IPPacketTrace(echo)},
		{"IPPacketTrace", with(func(p *TracedPacket) { p.Detail = true })},
		{"IPPacketTrace", with(func(p *TracedPacket) {
			p.Detail, p.In, p.Protocol, p.SrcPort, p.DstPort, p.Fate = true, "Serial0/0", 17, 500, 500, PacketReceived
		})},
		{"IPPacketTrace", with(func(p *TracedPacket) { p.Fate, p.Detail, p.Protocol = PacketUnroutable, true, 6 })},
		{"IPPacketTrace", with(func(p *TracedPacket) { p.Fate, p.In, p.Detail, p.Protocol = PacketDenied, "Serial0/0", true, 89 })},
		{"ICMPEchoReply", []Line{ICMPEchoReply(true, local, peer), ICMPEchoReply(false, peer, local)}},
		{"ICMPUnreachable", []Line{ICMPUnreachable(true, 1, client, peer), ICMPUnreachable(false, 13, client, peer)}},
		{"ICMPTimeExceeded", []Line{ICMPTimeExceeded(true, client, peer), ICMPTimeExceeded(false, client, peer)}},
		{"ARPAnswered", ARPAnswered(own, other, "FastEthernet0/0")},
		{"ARPAsked", ARPAsked(own, other, "FastEthernet0/0")},
		{"RouteAdded", RouteAdded("", subnet, peer, "static", 1)},
		{"RouteRemoved", RouteRemoved("", subnet, netip.Addr{}, "connected", 0, "subnet")},
		{"RouteRemoved", RouteRemoved("", netip.MustParsePrefix("10.0.0.0/8"), peer, "static", 1, "network")},
		{"RouteRemoved", RouteRemoved("", netip.MustParsePrefix("172.16.0.0/16"), peer, "static", 5, "network")},
		{"RouteRemoved", RouteRemoved("RED", netip.MustParsePrefix("192.168.1.0/25"), peer, "static", 1, "")},
		{"PolicyMatched", PolicyMatched(PolicyPacket{Src: local, Dst: peer, Length: 64}, "LOCAL", 10, true)},
		{"PolicyMatched", PolicyMatched(PolicyPacket{Src: local, Dst: peer, In: "FastEthernet0/0", Length: 100}, "M", 10, true)},
		{"PolicyRoutedBy", PolicyRoutedBy(PolicyPacket{Src: local, Dst: peer, Out: "FastEthernet0/1", Hop: peer, Length: 64})},
		{"PolicyRoutedBy", PolicyRoutedBy(PolicyPacket{Src: local, Dst: peer, In: "FastEthernet0/0", Out: "FastEthernet0/1", Hop: peer,
			Length: 100})},
		{"PolicyRejected", PolicyRejected(PolicyPacket{Src: local, Dst: peer, Length: 64}, PolicyNoMatch)},
		{"PolicyRejected", PolicyRejected(PolicyPacket{Src: local, Dst: peer, In: "FastEthernet0/0", Length: 100}, PolicyNoMatch)},
		{"PolicyRejected", PolicyRejected(PolicyPacket{Src: local, Dst: peer, In: "FastEthernet0/0", Length: 100}, PolicyUnusable)},
		{"PolicyRejected", PolicyRejected(PolicyPacket{Src: local, Dst: peer, In: "FastEthernet0/0", Length: 100}, PolicyExplicitRoute)},
		{"RouteCloser", []Line{RouteCloser("", subnet, 2)}},
		{"DefaultPathIs", DefaultPathIs("", peer, true)},
		{"DefaultPathCleared", []Line{DefaultPathCleared("RED")}},
		{"RouteInterface", []Line{RouteInterface("Loopback0", true), RouteInterface("Loopback0", false)}},

		// tracking.go
		{"TrackState", []Line{TrackState(1, "ip sla 1", "reachability", false), TrackState(10, "list", "boolean and", true)}},
		{"TrackTrace", []Line{TrackTrace(1, 2, "interface Gi0/1", "line-protocol", false)}},
		{"OperationStarts", OperationStarts(1, "icmpecho", peer, local)},
		{"OperationAnswered", OperationAnswered(1, 12*time.Millisecond)},
		{"OperationFailed", OperationFailed(1, "Timeout")},

		// nat.go
		{"NATTranslates", NATTranslates(TranslatedPacket{Src: client, Dst: peer, NewSrc: local, NewDst: peer, ID: 11, Protocol: "icmp",
			SrcPort: 4, DstPort: 4})},
		{"NATTranslates", NATTranslates(TranslatedPacket{Src: peer, Dst: local, NewSrc: peer, NewDst: client, ID: 11, Protocol: "icmp",
			SrcPort: 4, DstPort: 4, Fast: true, Outside: true})},
		{"NATFails", []Line{NATFails(client, peer)}},
		{"NATExpires", []Line{NATExpires("icmp", netip.AddrPortFrom(local, 4), netip.AddrPortFrom(client, 4))}},

		// hsrp.go
		{"HSRPStateChange", []Line{HSRPStateChange(group, "Standby", "Active")}},
		{"HSRPBadAuth", []Line{HSRPBadAuth(group, peer, "Active")}},
		{"HSRPOtherAddress", []Line{HSRPOtherAddress(group, client, local)}},
		{"DuplicateAddress", []Line{DuplicateAddress(local, "FastEthernet0/0", "0000.0c07.ac02")}},
		{"HSRPPacket", []Line{HSRPPacket(group, hello), HSRPPacket(group, HSRPMessage{Op: "Coup", Out: true, Address: local,
			State: "Listen", Priority: 110})}},
		{"HSRPEvent", []Line{HSRPEvent(group, "Standby", "c", "Active timer expired", peer.String()),
			HSRPEvent(group, "Init", "a", "HSRP enabled", "")}},
		{"HSRPMoved", []Line{HSRPMoved(group, "Standby", "Active")}},
		{"HSRPKnown", []Line{HSRPKnown(group, "Active", "local", peer.String())}},
		{"HSRPAuthFails", []Line{HSRPAuthFails(group, "Hello", peer, "MD5 auth failed")}},

		// nhrp.go
		{"NHRPServerMoved", nhrpMoves},
		{"NHRPClientRegistered", []Line{NHRPClientRegistered("Tunnel0", peer)}},
		{"NHRPRefused", []Line{NHRPRefused("Registration Reply", "unique address registered already", 14)}},
		{"NHRPErrorHeard", []Line{NHRPErrorHeard(NHRPFault{"Registration Request", "authentication failure", 11, 0, local, peer,
			[]byte{0, 1, 8, 0}})}},
		{"NHRPPacketTrace", NHRPPacketTrace(registration)},
		{"NHRPPacketTrace", NHRPPacketTrace(NHRPPacket{Type: "Traffic Indication", Interface: "Tunnel0", Size: 84, HopCount: 255,
			IsIndication: true, NBMA: peer, Src: local, Dst: client, Contents: []byte{0x45, 0, 0, 100}, Network: 1, ToUs: true})},
		{"NHRPPacketTrace", NHRPPacketTrace(NHRPPacket{Type: "Error Indication", Interface: "Tunnel0", Size: 80, HopCount: 255, IsError: true,
			NBMA: peer, Src: local, Dst: client, Code: 11, What: "authentication failure", Network: 1})},
		{"NHRPRetried", []Line{NHRPRetried(peer, 2)}},
		{"NHRPCached", []Line{NHRPCached("Tunnel0", "add", subnet, client, peer),
			NHRPCached("Tunnel0", "delete", subnet, netip.Addr{}, netip.Addr{})}},
		{"NHRPMalformed", []Line{NHRPMalformed("Tunnel0", peer, "NHRP: bad checksum")}},
		{"NHRPNotAuthentic", []Line{NHRPNotAuthentic("Registration Request", peer, "Tunnel0")}},

		// radius.go
		{"RADIUSSends", RADIUSSends(question, local, make([]byte, 44), []string{RADIUSValue{1, 7, `"alice"`}.Text(),
			RADIUSValue{2, 18, "*"}.Text(),
			RADIUSValue{5, 6, "2"}.Text(), RADIUSValue{61, 6, "5"}.Text()}, 5)},
		{"RADIUSRepeats", RADIUSRepeats(question, 5)},
		{"RADIUSDies", RADIUSDies(question)},
		{"RADIUSReturns", []Line{RADIUSReturns(question)}},
		{"RADIUSNoneLeft", RADIUSNoneLeft(3, "radius")},
		{"RADIUSAnswers", RADIUSAnswers(question, "Access-Accept", make([]byte, 26), []string{RADIUSValue{6, 6, "6"}.Text()})},
		{"RADIUSForged", []Line{RADIUSForged(question)}},

		// accesstrace.go
		{"AAALogin", AAALogin(3, "default")},
		{"SSHStarts", []Line{SSHStarts(0)}},
		{"SSHAgreed", []Line{SSHAgreed("client->server", "aes256-ctr", "hmac-sha1")}},
		{"SSHResult", []Line{SSHResult(0, "admin", true), SSHResult(0, "admin", false)}},
		{"SSHAsked", []Line{SSHAsked(0, "shell request")}},
		{"SSHEnded", []Line{SSHEnded(1)}},

		// ntp.go
		{"NTPPeerReach", []Line{NTPPeerReach(peer, true), NTPPeerReach(peer, false)}},
		{"NTPPeerSync", []Line{NTPPeerSync(peer)}},
		{"NTPUnsync", []Line{NTPUnsync()}},
		{"NTPStarts", []Line{NTPStarts()}},
		{"NTPReachEvent", NTPReachEvent(peer, NTPStatus{0x8014, 0x84}, true)},
		{"NTPReachEvent", NTPReachEvent(peer, NTPStatus{0x8023, 0x83}, false)},
		{"NTPSyncEvent", NTPSyncEvent(peer, NTPStatus{0x961A, 0x8A})},
		{"NTPLostEvent", NTPLostEvent(NTPStatus{0xC628, 8})},
		{"NTPStepEvent", NTPStepEvent(NTPStatus{0xC61C, 12}, -1500*time.Millisecond)},
		{"NTPPacketTrace", NTPPacketTrace(NTPPacket{Sent: true, Peer: peer, Local: local, Interface: "FastEthernet0/0", Leap: 3, Mode: 3,
			Version: 3, Poll: 64 * time.Second, Dispersion: 0x10400,
			Times: []NTPTime{{"xmt", 0xAFE2525E70597B34, "00:10:22.438 PDT Mon Jul 5 1993"}}})},
		{"NTPPacketTrace", NTPPacketTrace(NTPPacket{Peer: peer, Local: local, Interface: "FastEthernet0/0", Mode: 4, Version: 3, Stratum: 1,
			Poll: 64 * time.Second, Reference: [4]byte{'L', 'O', 'C', 'L'}})},
	}
}
