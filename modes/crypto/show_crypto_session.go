package crypto

import (
	"fmt"
	"net/netip"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

func showCryptoSession() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto session &{ local local:A.B.C.D [port lport:<1-65535>] | remote remote:A.B.C.D [port rport:<1-65535>] |
		fvrf fvrf:WORD | ivrf ivrf:WORD | interface if:INTERFACE | username user:WORD | detail | brief |
		groups | summary }`, modes.H{"crypto": modes.ShowCryptoHelp, "session": "Show crypto sessions (tunnels)",
		"session/local": "Show crypto sessions for a local crypto endpoint", "session/remote": "Show crypto sessions for a remote IKE peer",
		"local/local": "Local address", "remote/remote": "Address of the remote IKE peer", "port": "Port number",
		"lport": "Local port", "rport": "Remote port", "session/fvrf": "Front-door VRF", "fvrf/fvrf": "VRF name",
		"session/ivrf": "Inside VRF", "ivrf/ivrf": "VRF name", "detail": "show detail output", "brief": "show brief output",
		"interface": "Show crypto sessions on an interface", "username": "Show crypto sessions of a username", "user": "Username",
		"groups": "Show the groups of remote access clients", "summary": "Show a summary of remote access clients"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			want := ike.Filter{Local: a.Addr("local"), Remote: a.Addr("remote"), LocalPort: uint16(a.Int("lport")),
				RemotePort: uint16(a.Int("rport")),
				FVRF:       a.Str("fvrf"), IVRF: a.Str("ivrf")}
			sessions := slices.DeleteFunc(sessionsOf(b, want), func(s session) bool {
				// Nobody logs in by XAuth, so that no session has a username.
				return a.Has("username") || a.Has("if") && a.Str("if") != s.iface.Name
			})
			switch {
			case a.Has("groups"), a.Has("summary"):
				// Both list the groups of Easy VPN clients; there are none.
			case a.Has("brief"):
				printSessionsBrief(x, b, sessions)
			default:
				printSessions(x, b, sessions, a.Has("detail"))
			}
			return nil
		})
}

// A session is a crypto map entry's peer on an interface, with its SAs.
type session struct {
	iface *config.Interface
	ivrf  string
	peer  netip.Addr
	sas   []ike.SAStatus // living ones, and those that died negotiating
	flows []flow
}

// sessionsOf lists the sessions of all crypto maps: a block a peer, whether or not
// there is anything up with it.
func sessionsOf(b modes.Device, want ike.Filter) (list []session) {
	all := b.Engine().SAs(b.Now())
	for _, i := range b.Config().Interfaces {
		if i.CryptoMap == "" || !i.Address.IsValid() {
			continue
		}
		seen := map[netip.Addr]bool{}
		for _, e := range b.Config().CryptoMap(i.CryptoMap) {
			for _, p := range e.Peers {
				peer := b.Engine().Address(p)
				if !e.Complete() || !peer.IsValid() || seen[peer] || !want.Matches(i.VRF, b.Config().InsideVRF(e, i),
					netip.AddrPortFrom(b.Config().LocalAddress(i), ike.Port), netip.AddrPortFrom(peer, ike.Port)) {
					continue
				}
				seen[peer] = true
				s := session{iface: i, ivrf: b.Config().InsideVRF(e, i), peer: peer}
				for _, sa := range all {
					if sa.Remote.Addr() == peer && sa.Local.Addr() == b.Config().LocalAddress(i) && sa.FVRF == i.VRF && !sa.Deleted {
						s.sas = append(s.sas, sa)
					}
				}
				for _, f := range flows(b, i.CryptoMap) {
					if namesPeer(b, f.entry, peer) {
						s.flows = append(s.flows, f.with(peer))
					}
				}
				list = append(list, s)
			}
		}
	}
	return list
}

func namesPeer(b modes.IKE, e *config.CryptoMapEntry, peer netip.Addr) bool {
	for _, p := range e.Peers {
		if b.Engine().Address(p) == peer {
			return true
		}
	}
	return false
}

// with is the flow as far as it goes to one of its peers.
func (f flow) with(peer netip.Addr) flow {
	f.pairs = slices.DeleteFunc(slices.Clone(f.pairs), func(p *ipsec.Pair) bool { return p.Out.Remote != peer })
	return f
}

func (s session) pairs() (n int) {
	for _, f := range s.flows {
		n += len(f.pairs)
	}
	return n
}

// status is what the session's SAs amount to.
func (s session) status() string {
	idle, negotiating := false, false
	for _, sa := range s.sas {
		if sa.State == state.QMIdle {
			idle = true
		} else {
			negotiating = true
		}
	}
	switch {
	case idle && s.pairs() > 0:
		return "UP-ACTIVE"
	case idle:
		return "UP-IDLE"
	case s.pairs() > 0:
		return "UP-NO-IKE"
	case negotiating:
		return "DOWN-NEGOTIATING"
	}
	return "DOWN"
}

const sessionLegend = `
Code: C - IKE Configuration mode, D - Dead Peer Detection     
K - Keepalives, N - NAT-traversal, T - cTCP encapsulation     
X - IKE Extended Authentication, F - IKE Fragmentation
`

const sessionLegend15 = `R - IKE Auto Reconnect, U - IKE Dynamic Route Update
S - SIP VPN
`

func printSessions(x *modes.Context, b modes.Device, sessions []session, detail bool) {
	x.Println("Crypto session current status")
	if detail {
		x.Printf("%s", sessionLegend)
		if b.Release() != debuglog.IOS124 {
			x.Printf("%s", sessionLegend15)
		}
	}
	x.Println("")
	for i, s := range sessions {
		if i > 0 {
			x.Println("")
		}
		printSession(x, b, s, detail)
	}
	if len(sessions) > 0 {
		x.Println("")
	}
}

func printSession(x *modes.Context, b modes.Device, s session, detail bool) {
	status := s.status()
	x.Printf("Interface: %s\n", s.iface.Name)
	if len(s.sas) > 0 && s.sas[0].Profile != "" {
		x.Printf("Profile: %s\n", s.sas[0].Profile)
	}
	if detail && len(s.sas) > 0 && !s.sas[0].Established.IsZero() {
		x.Printf("Uptime: %s\n", uptimeWords(b.Now().Sub(s.sas[0].Established)))
	}
	x.Printf("Session status: %-14s\n", status)
	if detail {
		id := "(none)"
		if len(s.sas) > 0 && s.sas[0].PeerID != "" {
			id = s.sas[0].PeerID
		}
		x.Printf("Peer: %s port %d fvrf: %s ivrf: %s\n", s.peer, s.port(), vrfWord(s.iface.VRF), vrfWord(s.ivrf))
		if id == "(none)" {
			x.Printf("      Desc: (none)\n      Phase1_id: (none)\n")
		} else {
			x.Printf("      Phase1_id: %s\n      Desc: (none)\n", id)
		}
	} else {
		x.Printf("Peer: %s port %d \n", s.peer, s.port())
	}
	word := "IKE SA:"
	if b.Release() != debuglog.IOS124 {
		word = "IKEv1 SA:"
	}
	for _, sa := range s.sas {
		activity := "Inactive"
		if sa.State == state.QMIdle {
			activity = "Active"
		}
		if b.Release() != debuglog.IOS124 {
			x.Printf("  Session ID: 0  \n")
		}
		x.Printf("  %s local %s/%d remote %s/%d %s \n", word, sa.Local.Addr(), sa.Local.Port(), sa.Remote.Addr(), sa.Remote.Port(), activity)
		if detail {
			printCapabilities(x, sa)
		}
	}
	for _, f := range s.flows {
		printSessionFlow(x, b, f, detail)
	}
}

func printCapabilities(x *modes.Context, sa ike.SAStatus) {
	letters, life := capabilities(sa), "0"
	if letters == "" {
		letters = "(none)"
	}
	if !sa.Established.IsZero() {
		life = hoursMinutesSeconds(sa.Remaining)
	}
	x.Printf("          Capabilities:%s connid:%d lifetime:%s\n", letters, sa.Conn, life)
}

func (s session) port() uint16 {
	if len(s.sas) > 0 {
		return s.sas[0].Remote.Port()
	}
	return ike.Port
}

func printSessionFlow(x *modes.Context, b modes.Clock, f flow, detail bool) {
	x.Printf("  IPSEC FLOW: permit %s %s %s \n", flowProtocol(f.selector), flowEnd(f.selector.Local), flowEnd(f.selector.Remote))
	x.Printf("        Active SAs: %d, origin: crypto map\n", 2*len(f.pairs))
	if !detail {
		return
	}
	in, out, _ := totals(f.pairs)
	var inKB, inSec, outKB, outSec uint32
	if n := len(f.pairs); n > 0 {
		inKB, inSec = f.pairs[n-1].In.Remaining(b.Now())
		outKB, outSec = f.pairs[n-1].Out.Remaining(b.Now())
	}
	x.Printf("        Inbound:  #pkts dec'ed %d drop %d life (KB/Sec) %d/%d\n", in.Packets, in.Errors, inKB, inSec)
	x.Printf("        Outbound: #pkts enc'ed %d drop %d life (KB/Sec) %d/%d\n", out.Packets, out.Errors, outKB, outSec)
}

func flowProtocol(s ipsec.Selector) string {
	if s.Protocol == 0 {
		return "ip"
	}
	return fmt.Sprint(s.Protocol)
}

func flowEnd(p netip.Prefix) string {
	if p.IsSingleIP() {
		return "host " + p.Addr().String()
	}
	return p.Masked().Addr().String() + "/" + modes.MaskOf(p.Bits()).String()
}

func printSessionsBrief(x *modes.Context, b modes.Device, sessions []session) {
	x.Printf("Status: A- Active, U - Up, D - Down, I - Idle, S - Standby, N - Negotiating \n        K - No IKE\nivrf = (none)\n")
	layout := "%15s %7s %15s %24s %8s %5s\n"
	if b.Release() == debuglog.IOSXE {
		layout = "%-15s %-12s %-15s %-24s %-8s %s\n"
	}
	x.Printf(layout, "Peer", "I/F", "Username", "Group/Phase1_id", "Uptime", "Status")
	letters := map[string]string{"UP-ACTIVE": "UA", "UP-IDLE": "UI", "UP-NO-IKE": "UK", "DOWN-NEGOTIATING": "DN", "DOWN": "D"}
	for _, s := range sessions {
		id, up := "", ""
		if len(s.sas) > 0 {
			id = s.sas[0].PeerID
			if !s.sas[0].Established.IsZero() {
				up = uptimeWords(b.Now().Sub(s.sas[0].Established))
			}
		}
		x.Printf(layout, s.peer, modes.ShortInterface(s.iface.Name), "", id, up, letters[s.status()])
	}
}

// uptimeWords is a duration as the columns for it show one: 00:15:43, 3d18h, 7w0d.
func uptimeWords(d time.Duration) string {
	days := int(d.Hours()) / 24
	switch {
	case days < 1:
		return hoursMinutesSeconds(d)
	case days < 7:
		return fmt.Sprintf("%dd%02dh", days, int(d.Hours())%24)
	}
	return fmt.Sprintf("%dw%dd", days/7, days%7)
}

func addShowCryptoSession(l *modes.Language) { l.Add("exec", showCryptoSession()) }
