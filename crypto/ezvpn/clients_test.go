package ezvpn

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
	"ruthere/event"
)

// A bench is the clients of one router, a clock, and what they wanted.
type bench struct {
	t *testing.T
	Clients
	now    time.Time
	typed  *config.Config
	did    []string // actions other than Log and Refresh
	called []netip.Addr
	said   []string
}

var (
	firstServer, secondServer, thirdServer = netip.MustParseAddr("203.0.113.1"), netip.MustParseAddr("203.0.113.2"),
		netip.MustParseAddr("203.0.113.3")
	given = ike.Given{Address: netip.MustParseAddr("10.99.0.10"), Split: []netip.Prefix{netip.MustParsePrefix("10.10.0.0/24")},
		SavePassword: true, Backup: []string{"203.0.113.2", "203.0.113.3"}}
)

// start configures a client, which edit changes, and lets a second pass.
func start(t *testing.T, edit func(*config.EasyVPN)) *bench {
	b := &bench{t: t, now: time.Date(2004, 3, 25, 9, 0, 0, 0, time.UTC), typed: config.New()}
	v := b.typed.AddEasyVPN("HQ")
	v.Group, v.Key, v.Peers, v.User, v.Password, v.Saved = "SALES", "groupkey", []config.Peer{{Addr: firstServer}}, "alice", "secret1", true
	if edit != nil {
		edit(v)
	}
	out, in := b.typed.AddInterface("FastEthernet0/0"), b.typed.AddInterface("FastEthernet0/1")
	out.Address, out.EasyVPNs = netip.MustParsePrefix("198.51.100.7/24"), []config.EasyVPNUse{{Name: "HQ"}}
	in.Address, in.EasyVPNs = netip.MustParsePrefix("192.168.71.1/24"), []config.EasyVPNUse{{Name: "HQ", Inside: true}}
	b.Follow(b.now, b.typed)
	b.settle()
	b.pass(time.Second)
	return b
}

func (b *bench) settle() {
	for _, a := range b.Take() {
		switch a := a.(type) {
		case Log:
			for _, l := range a.Lines {
				text, _ := l.Text(debuglog.IOS124)
				b.said = append(b.said, text)
			}
		case Refresh:
		case Call:
			b.called, b.did = append(b.called, a.Server), append(b.did, "call "+a.Server.String())
		case GiveUser:
			b.did = append(b.did, "give "+a.User+" "+a.Password)
		default:
			b.did = append(b.did, strings.ToLower(strings.TrimPrefix(fmt.Sprintf("%T", a), "ezvpn.")))
		}
	}
}

// pass lets time pass.
func (b *bench) pass(d time.Duration) {
	for end := b.now.Add(d); ; {
		at, ok := b.Deadline()
		if !ok || at.After(end) {
			b.now = end
			return
		}
		b.now = at
		b.Tick(b.now)
		b.settle()
	}
}

// hear has news come in.
func (b *bench) hear(kinds ...ike.EasyVPNKind) {
	for _, k := range kinds {
		n := ike.EasyVPNNews{Name: "HQ", Kind: k, Given: given}
		if k == ike.EasyVPNAsked {
			n.Wants = []uint16{isakmp.XAuthUserName, isakmp.XAuthUserPassword}
		}
		b.Hear(b.now, n)
		b.settle()
	}
}

// connect has all go well from the call on.
func (b *bench) connect() {
	b.hear(ike.EasyVPNConnected, ike.EasyVPNAsked, ike.EasyVPNLetIn, ike.EasyVPNGiven, ike.EasyVPNSocketUp)
}

func (b *bench) wants(what string, state State, did ...string) {
	b.t.Helper()
	if got := b.Statuses()[0].State; got != state {
		b.t.Errorf("%s: the client is in %v, want %v\n%s", what, got, state, strings.Join(b.said, "\n"))
	}
	if got := strings.Join(b.did, ", "); got != strings.Join(did, ", ") {
		b.t.Errorf("%s: it did %q, want %q", what, got, strings.Join(did, ", "))
	}
	b.did = nil
}

func TestClientConnects(t *testing.T) {
	b := start(t, nil)
	b.wants("called", Ready, "call 203.0.113.1")
	b.connect()
	b.wants("connected", Active, "give alice secret1", "opensockets")
	d := b.Derive(b.typed)
	if own := d.Interface("Loopback10000"); own == nil || own.Address.String() != "10.99.0.10/32" {
		t.Errorf("the address is on %+v", own)
	}
	if m := d.CryptoMap("FastEthernet0/0-head-0"); len(m) != 1 || m[0].Peers[0].Addr != firstServer || len(m[0].TransformSets) == 0 {
		t.Errorf("the crypto map is %+v", m)
	}
	if b.typed.Interface("Loopback10000") != nil || len(b.typed.NAT.Dynamic) > 0 || b.typed.Interface("FastEthernet0/0").CryptoMap != "" {
		t.Error("what was typed is changed")
	}
	b.Clear(b.now, "")
	b.settle()
	b.wants("cleared", ConnectRequired, "hangup")
	if d = b.Derive(b.typed); d.Interface("Loopback10000") != nil || len(d.NAT.Dynamic) > 0 {
		t.Error("it has hung up, and its address stays")
	}
	b.pass(20 * time.Second)
	b.wants("a while later", Ready, "call 203.0.113.1")
}

// Who is called next when a server is lost: what is configured, then what the last server named.
func TestNextServer(t *testing.T) {
	for _, test := range []struct {
		what string
		edit func(*config.EasyVPN)
		up   bool // the first is connected before it is lost
		want []netip.Addr
	}{
		{"one", nil, false, []netip.Addr{firstServer, firstServer, firstServer}},
		{"two", func(v *config.EasyVPN) { v.Peers = []config.Peer{{Addr: firstServer}, {Addr: secondServer}} }, false,
			[]netip.Addr{firstServer, secondServer, firstServer}},
		{"a default one", func(v *config.EasyVPN) {
			v.Peers = []config.Peer{{Addr: firstServer}, {Addr: secondServer, Default: true}}
		}, true, []netip.Addr{secondServer, secondServer, firstServer}},
		{"backup gateways", nil, true, []netip.Addr{firstServer, secondServer, thirdServer}},
	} {
		b := start(t, test.edit)
		if test.up {
			b.connect()
		}
		for range 2 {
			b.hear(ike.EasyVPNLost)
			b.pass(10 * time.Second)
		}
		if fmt.Sprint(b.called) != fmt.Sprint(test.want) {
			t.Errorf("%s: it calls %v, want %v", test.what, b.called, test.want)
		}
	}
}

// A saved password goes out once if it is wrong, and not again where the server forbids to save it; what is typed holds for one
// connection.
func TestWhoTheUserIs(t *testing.T) {
	b := start(t, nil)
	b.did = nil
	b.hear(ike.EasyVPNConnected, ike.EasyVPNAsked, ike.EasyVPNRefused, ike.EasyVPNAsked)
	b.wants("refused", XAuthRequested, "give alice secret1")
	if name, ok := b.Pending(""); name != "HQ" || !ok {
		t.Error("nobody is asked")
	}
	b.Answer(b.now, "HQ", "bob", "secret2")
	b.settle()
	b.hear(ike.EasyVPNLetIn, ike.EasyVPNGiven, ike.EasyVPNSocketUp)
	b.wants("typed", Active, "give bob secret2", "opensockets")
	b.hear(ike.EasyVPNAsked, ike.EasyVPNLetIn, ike.EasyVPNGiven)
	b.wants("phase 1 is renewed", Active, "give bob secret2")
	b.hear(ike.EasyVPNLost)
	b.pass(20 * time.Second)
	b.hear(ike.EasyVPNConnected, ike.EasyVPNAsked)
	b.wants("called again", XAuthRequested, "hangup", "call 203.0.113.2")

	b, given.SavePassword = start(t, nil), false
	defer func() { given.SavePassword = true }()
	b.connect()
	b.did = nil
	b.hear(ike.EasyVPNLost)
	b.pass(20 * time.Second)
	b.hear(ike.EasyVPNConnected, ike.EasyVPNAsked)
	b.wants("it may not be saved", XAuthRequested, "hangup", "call 203.0.113.2")
}

// When a client is connected by itself, by hand, and for what an access list permits.
func TestWhenItIsCalled(t *testing.T) {
	b := start(t, func(v *config.EasyVPN) { v.Connect = config.ConnectManual })
	b.wants("by hand", ConnectRequired)
	if !b.Connect(b.now, "HQ") || b.Connect(b.now, "HX") {
		t.Error("it can be called by its name alone")
	}
	b.settle()
	b.connect()
	b.wants("called", Active, "call 203.0.113.1", "give alice secret1", "opensockets")
	b.hear(ike.EasyVPNLost)
	b.pass(time.Hour)
	b.wants("lost", ConnectRequired, "hangup")

	b = start(t, func(v *config.EasyVPN) { v.Connect, v.ConnectList = config.ConnectACL, "101" })
	if m := b.Derive(b.typed).CryptoMap("FastEthernet0/0-head-0"); len(m) != 1 || !m[0].Wakes || m[0].AccessList != "101" {
		t.Errorf("what wakes it is %+v", m)
	}
	b.hear(ike.EasyVPNWanted, ike.EasyVPNWanted)
	b.wants("for traffic", Ready, "call 203.0.113.1")
	b.connect()
	b.did = nil
	b.Hear(b.now, ike.EasyVPNNews{Name: "HQ", Kind: ike.EasyVPNSocketDown, Why: event.Idle})
	b.settle()
	b.wants("idle", ConnectRequired, "hangup")
}

// IPsec SAs that end otherwise are asked for again; another address is another connection; so is another configuration.
func TestWhatHappensToAConnection(t *testing.T) {
	b := start(t, nil)
	b.connect()
	b.did = nil
	b.hear(ike.EasyVPNSocketDown)
	b.wants("SAs gone", SocketsOpen)
	b.pass(2 * time.Second)
	b.hear(ike.EasyVPNSocketUp)
	b.wants("and back", Active, "opensockets")

	other := given
	other.Address = netip.MustParseAddr("10.99.0.11")
	b.Hear(b.now, ike.EasyVPNNews{Name: "HQ", Kind: ike.EasyVPNGiven, Given: other})
	b.settle()
	b.wants("another address", ConnectRequired, "hangup")

	b = start(t, nil)
	b.connect()
	b.did = nil
	c := b.typed.Clone()
	c.Interface("FastEthernet0/1").Shutdown = true
	b.Follow(b.now, c)
	b.settle()
	b.wants("nothing inside", Idle, "hangup")

	b = start(t, nil)
	b.did = nil
	b.hear(ike.EasyVPNConnected, ike.EasyVPNAsked, ike.EasyVPNLetIn)
	b.did = nil
	b.Hear(b.now, ike.EasyVPNNews{Name: "HQ", Kind: ike.EasyVPNGiven})
	b.settle()
	b.wants("no address", ConnectRequired, "hangup")
}

// A server by name is looked up for each call; one that nobody knows is as one that does not answer.
func TestServerByName(t *testing.T) {
	b := start(t, func(v *config.EasyVPN) { v.Peers = []config.Peer{{Host: "vpn.example", Dynamic: true}} })
	b.wants("looked up", Ready, "lookup")
	b.Resolved(b.now, "HQ", "vpn.example", netip.Addr{})
	b.settle()
	b.wants("not known", ConnectRequired, "hangup")
	b.pass(20 * time.Second)
	b.Resolved(b.now, "HQ", "vpn.example", firstServer)
	b.settle()
	b.wants("known", Ready, "lookup", "call 203.0.113.1")
}

// The networks of a client that extends them keep their addresses, whatever is translated otherwise; with network-plus there is an
// address besides.
func TestExtendedNetworks(t *testing.T) {
	for mode, want := range map[string]int{config.ModeClient: 1, config.ModeNetworkExtension: 1, config.ModeNetworkPlus: 2} {
		b := start(t, func(v *config.EasyVPN) { v.Mode = mode })
		b.connect()
		d := b.Derive(b.typed)
		if got := len(d.CryptoMap("FastEthernet0/0-head-0")); got != want {
			t.Errorf("%s: the crypto map has %d entries, want %d", mode, got, want)
		}
		if exempt := len(d.NAT.Exempt) > 0; exempt == (mode == config.ModeClient) {
			t.Errorf("%s: its networks are exempt from translation: %v", mode, exempt)
		}
	}
}

// A client leaves its place to its backup while a tracked object is down, and takes it again; the backup calls its server unasked.
func TestBackupClient(t *testing.T) {
	up := true
	b := start(t, func(v *config.EasyVPN) { v.Backup, v.BackupTrack = "B", 1 })
	c := b.typed.Clone()
	v := c.AddEasyVPN("B")
	v.Group, v.Key, v.Peers, v.Connect = "SALES", "groupkey", []config.Peer{{Addr: thirdServer}}, config.ConnectManual
	for i, inside := range []bool{false, true} {
		on := c.Interface([]string{"FastEthernet0/0", "FastEthernet0/1"}[i])
		on.EasyVPNs = append(on.EasyVPNs, config.EasyVPNUse{Name: "B", Inside: inside})
	}
	b.typed = c
	b.Follow(b.now, c)
	step := func(d time.Duration) {
		b.Track(b.now, c, func(track int) bool { return track == 1 && up })
		b.settle()
		b.pass(d)
	}
	step(time.Minute)
	b.connect()
	b.wants("the object is up", Active, "call 203.0.113.1", "give alice secret1", "opensockets")
	up = false
	step(20 * time.Second)
	b.wants("it is down", Idle, "hangup", "call 203.0.113.3")
	if got := b.Statuses()[1].State; got != Ready {
		t.Errorf("the backup is in %v", got)
	}
	up = true
	step(20 * time.Second)
	b.wants("it is up again", Ready, "hangup", "call 203.0.113.1")
	if got := b.Statuses()[1].State; got != Idle || b.Connect(b.now, "B") {
		t.Errorf("the backup is in %v, or can be called", got)
	}
}
