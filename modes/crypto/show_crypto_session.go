package crypto

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"ruthere/crypto/ike"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

func showCryptoSession() modes.Cmd[modes.Device] {
	return modes.ShowStatus(`crypto session &{ local local:A.B.C.D [port lport:<1-65535>] | remote remote:A.B.C.D [port rport:<1-65535>] |
		fvrf fvrf:WORD | ivrf ivrf:WORD | interface if:INTERFACE | username user:WORD |
		group group-name:WORD | detail | brief |
		groups | summary }`, modes.H{"crypto": modes.ShowCryptoHelp, "session": "Show crypto sessions (tunnels)",
		"session/local": "Show crypto sessions for a local crypto endpoint", "session/remote": "Show crypto sessions for a remote IKE peer",
		"local/local": "Local address", "remote/remote": "Address of the remote IKE peer", "port": "Port number",
		"lport": "Local port", "rport": "Remote port", "session/fvrf": "Front-door VRF", "fvrf/fvrf": "VRF name",
		"session/ivrf": "Inside VRF", "ivrf/ivrf": "VRF name", "detail": "show detail output", "brief": "show brief output",
		"interface": "Show crypto sessions on an interface", "username": "Show crypto sessions of a username", "user": "Username",
		"group": "Show crypto sessions of a group of remote users", "group-name": "Group name",
		"groups": "Show the groups of remote access clients", "summary": "Show a summary of remote access clients"},
		wantedSessions, printSessions, sessionDocument)
}

func wantedSessions(_ *modes.Context, b modes.Device, a parser.Args) ([]ike.SessionStatus, error) {
	want := ike.Filter{Local: a.Addr("local"), Remote: a.Addr("remote"), LocalPort: uint16(a.Int("lport")),
		RemotePort: uint16(a.Int("rport")), FVRF: a.Str("fvrf"), IVRF: a.Str("ivrf"), User: a.Str("user"), Group: a.Str("group-name")}
	return slices.DeleteFunc(b.Engine().Sessions(b.Now(), want), func(s ike.SessionStatus) bool {
		return !want.MatchesClient(s.ClientStatus) || a.Has("if") && a.Str("if") != s.Interface
	}), nil
}

const sessionLegend = `
Code: C - IKE Configuration mode, D - Dead Peer Detection     
K - Keepalives, N - NAT-traversal, T - cTCP encapsulation     
X - IKE Extended Authentication, F - IKE Fragmentation
`

const sessionLegend15 = `R - IKE Auto Reconnect, U - IKE Dynamic Route Update
S - SIP VPN
`

func printSessions(x *modes.Context, sessions []ike.SessionStatus, a parser.Args) {
	detail := a.Has("detail")
	switch {
	case a.Has("groups"), a.Has("summary"):
		printGroups(x, sessions, a.Has("summary"))
		return
	case a.Has("brief"):
		printSessionsBrief(x, sessions)
		return
	}
	x.Println("Crypto session current status")
	if detail {
		x.Printf("%s", sessionLegend)
		if x.Device.Release() != debuglog.IOS124 {
			x.Printf("%s", sessionLegend15)
		}
	}
	x.Println("")
	for i, s := range sessions {
		if i > 0 {
			x.Println("")
		}
		printSession(x, s, detail)
	}
	if len(sessions) > 0 {
		x.Println("")
	}
}

// printGroups prints the groups that remote users are of; with whole, how many there are and who they are.
func printGroups(x *modes.Context, sessions []ike.SessionStatus, whole bool) {
	var groups []string
	for _, s := range sessions {
		if s.Group != "" && !slices.Contains(groups, s.Group) {
			groups = append(groups, s.Group)
		}
	}
	for _, group := range groups {
		if !whole {
			x.Printf("Group: %s\n", group)
			continue
		}
		var users []string
		count, logins := 0, map[string]int{}
		for _, s := range sessions {
			if s.Group != group {
				continue
			}
			count++
			if logins[s.User]++; logins[s.User] == 1 && s.User != "" {
				users = append(users, s.User)
			}
		}
		x.Printf("Group %s has %d connections\n  User (Logins)\n", group, count)
		for _, user := range users {
			x.Printf("  %s (%d)\n", user, logins[user])
		}
	}
}

func printSession(x *modes.Context, s ike.SessionStatus, detail bool) {
	x.Printf("Interface: %s\n", s.Interface)
	if s.User != "" {
		x.Printf("Username: %s\n", s.User)
	}
	if s.Profile != "" {
		x.Printf("Profile: %s\n", s.Profile)
	}
	if s.Group != "" {
		x.Printf("Group: %s\n", s.Group)
	}
	if s.Assigned.IsValid() {
		x.Printf("Assigned address: %s\n", s.Assigned)
	}
	if detail && !s.Since.IsZero() {
		x.Printf("Uptime: %s\n", uptimeWords(x.Device.Now().Sub(s.Since)))
	}
	x.Printf("Session status: %-14s\n", s.State)
	if detail {
		x.Printf("Peer: %s port %d fvrf: %s ivrf: %s\n", s.Peer.Addr(), s.Peer.Port(), vrfWord(s.FVRF), vrfWord(s.IVRF))
		if s.PeerID == "" {
			x.Printf("      Desc: (none)\n      Phase1_id: (none)\n")
		} else {
			x.Printf("      Phase1_id: %s\n      Desc: (none)\n", s.PeerID)
		}
	} else {
		x.Printf("Peer: %s port %d \n", s.Peer.Addr(), s.Peer.Port())
	}
	for _, sa := range s.SAs {
		printSessionSA(x, sa, detail)
	}
	for _, f := range s.Flows {
		printSessionFlow(x, f, detail)
	}
}

func printSessionSA(x *modes.Context, sa ike.SAStatus, detail bool) {
	word, activity := "IKE SA:", "Inactive"
	if sa.State == state.QMIdle {
		activity = "Active"
	}
	if x.Device.Release() != debuglog.IOS124 {
		word = "IKEv1 SA:"
		x.Printf("  Session ID: 0  \n")
	}
	x.Printf("  %s local %s/%d remote %s/%d %s \n", word, sa.Local.Addr(), sa.Local.Port(), sa.Remote.Addr(), sa.Remote.Port(), activity)
	if !detail {
		return
	}
	life := "0"
	if !sa.Established.IsZero() {
		life = hoursMinutesSeconds(sa.Remaining)
	}
	x.Printf("          Capabilities:%s connid:%d lifetime:%s\n", cmp.Or(capabilities(sa), "(none)"), sa.Conn, life)
}

// activeSAs counts the SAs of a flow, both ways, those of AH and ESP each.
func activeSAs(f ike.FlowStatus) (n int) {
	for _, p := range f.Pairs {
		n += len(p.In.ByProtocol()) + len(p.Out.ByProtocol())
	}
	return n
}

func printSessionFlow(x *modes.Context, f ike.FlowStatus, detail bool) {
	x.Printf("  IPSEC FLOW: permit %s %s %s \n", flowProtocol(f.Selector), flowEnd(f.Selector.Local), flowEnd(f.Selector.Remote))
	origin := "crypto map"
	if f.Dynamic {
		origin = "dynamic crypto map"
	}
	x.Printf("        Active SAs: %d, origin: %s\n", activeSAs(f), origin)
	if !detail {
		return
	}
	var in, out ipsec.Lifetime
	if len(f.Pairs) > 0 {
		in, out = f.Pairs[f.InUse].In.Remaining, f.Pairs[f.InUse].Out.Remaining
	}
	x.Printf("        Inbound:  #pkts dec'ed %d drop %d life (KB/Sec) %d/%d\n", f.In.Packets, f.In.Errors, in.Kilobytes, in.Seconds)
	x.Printf("        Outbound: #pkts enc'ed %d drop %d life (KB/Sec) %d/%d\n", f.Out.Packets, f.Out.Errors, out.Kilobytes, out.Seconds)
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

var stateLetters = map[ike.SessionState]string{ike.SessionActive: "UA", ike.SessionIdle: "UI", ike.SessionNoIKE: "UK",
	ike.SessionNegotiating: "DN", ike.SessionDown: "D"}

func printSessionsBrief(x *modes.Context, sessions []ike.SessionStatus) {
	x.Printf("Status: A- Active, U - Up, D - Down, I - Idle, S - Standby, N - Negotiating \n        K - No IKE\nivrf = (none)\n")
	layout := "%15s %7s %15s %24s %8s %5s\n"
	if x.Device.Release() == debuglog.IOSXE {
		layout = "%-15s %-12s %-15s %-24s %-8s %s\n"
	}
	x.Printf(layout, "Peer", "I/F", "Username", "Group/Phase1_id", "Uptime", "Status")
	for _, s := range sessions {
		up := ""
		if !s.Since.IsZero() {
			up = uptimeWords(x.Device.Now().Sub(s.Since))
		}
		x.Printf(layout, s.Peer.Addr(), modes.ShortInterface(s.Interface), s.User, cmp.Or(s.Group, s.PeerID), up, stateLetters[s.State])
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
