package ike

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// A remote is a client of an Easy VPN server for tests: an engine negotiates for it, and it answers what the server asks in
// transaction exchanges itself.
type remote struct {
	n        *testnet
	rig      int
	user     string
	answers  []string // passwords, one for each time that it is asked; after the last it says nothing
	statuses []uint16 // that it was told
	pushed   []isakmp.Attribute
	got      []isakmp.Attribute // what it was configured with
	silent   bool               // it does not acknowledge what it is told of its user
	deaf     bool               // nor its address
	ivs      map[uint32][]byte
}

const groupName = "EZ"

// serving makes the right end an Easy VPN server for the left one, which calls it as a member of a group.
func serving(edit func(server *config.Config)) func(left, right *config.Config) {
	return func(left, right *config.Config) {
		left.ISAKMP.Keys = nil
		p := left.ISAKMP.AddPeer(&config.ISAKMPPeer{Addr: rightAddr})
		p.Password, p.Endpoint = "GROUPKEY", config.Identity{Kind: config.IdentityKeyID, Name: groupName}
		left.AccessList("101").Entries = nil
		left.AccessList("101").Add(config.Entry{Permit: true, Protocol: config.AnyProtocol,
			Src: config.PrefixMatch(netip.MustParsePrefix("10.99.0.10/32")), Dst: config.PrefixMatch(anyPrefix)})
		right.ISAKMP.Keys = nil
		right.AAA.NewModel = true
		right.AAA.Network = []config.MethodList{{Name: "GR", Methods: []string{"local"}}}
		right.SetMapXAuth("green", "XA")
		right.SetMapAuthorization("green", "GR")
		right.SetMapAddress("green", false, true)
		g := right.ISAKMP.AddGroup(groupName)
		g.Key, g.Pool, g.Domain, g.ACL, g.Banner = "GROUPKEY", "VPNPOOL", "lab.example", "SPLIT", "Authorised use only"
		g.DNS = []netip.Addr{netip.MustParseAddr("192.0.2.53"), netip.MustParseAddr("192.0.2.54")}
		g.Netmask, g.PFS, g.SavePass = netip.MustParseAddr("255.255.255.0"), true, true
		right.Pools = []*config.AddressPool{{Name: "VPNPOOL", Ranges: []config.AddressRange{{First: netip.MustParseAddr("10.99.0.10"),
			Last: netip.MustParseAddr("10.99.0.11")}}}}
		right.AddAccessList("SPLIT", true).Add(config.Entry{Permit: true, Protocol: config.AnyProtocol, Src: prefixMatch("192.168.2.0/24"),
			Dst: config.PrefixMatch(anyPrefix)})
		right.AddDynamicMapEntry("DM", 10)
		template := right.DynamicMapEntry("DM", 10)
		template.TransformSets, template.ReverseRoute = []string{"Trans1"}, &config.ReverseRoute{}
		reference := right.MapEntry("green", 1)
		reference.Peers, reference.TransformSets, reference.AccessList = nil, nil, ""
		reference.Dynamic = "DM"
		right.EzVPNLogging = true
		if edit != nil {
			edit(right)
		}
	}
}

// dial has a remote in the place of the left end call the server, and answer with these passwords.
func dial(t *testing.T, release debuglog.Release, edit func(server *config.Config), passwords ...string) *remote {
	t.Helper()
	r := &remote{n: newNet(t, release, serving(edit)), user: "alice", answers: passwords, ivs: map[uint32][]byte{}}
	r.n.rigs[1].users = map[string]string{"alice": "secret1"}
	r.n.drop = r.take
	r.n.trigger(0)
	return r
}

func (r *remote) client() *rig { return r.n.rigs[r.rig] }
func (r *remote) server() *rig { return r.n.rigs[1] }

// sa is the remote's own SA, and the server's.
func (r *remote) sa() *SA {
	all := r.client().engine.allSAs()
	return all[len(all)-1]
}

func (r *remote) served() SAStatus { return r.server().engine.SAs(r.n.now)[0] }

// take is the drop of a net: it takes the messages of transactions to the remote out of it.
func (r *remote) take(d Datagram) bool {
	h, err := isakmp.ParseHeader(d.Data)
	if err != nil || h.Exchange != isakmp.Transaction || d.Remote.Addr() != r.client().addr {
		return false
	}
	sa := r.sa()
	iv := r.ivs[h.MessageID]
	if iv == nil {
		iv = oakley.PhaseTwoIV(sa.suite.Hash, sa.iv, h.MessageID, sa.suite.Cipher.BlockSize())
	}
	plain, next, err := oakley.Decrypt(sa.keys.Block, iv, d.Data[isakmp.HeaderLen:])
	if err != nil {
		r.n.t.Fatal(err)
	}
	payloads, err := isakmp.ParsePayloads(h.Next, plain, isakmp.PaddingAllowed)
	if err != nil {
		return true // a repetition
	}
	r.ivs[h.MessageID] = next
	cfg := payloads[1].Value.(*isakmp.Configuration)
	r.answer(h.MessageID, cfg)
	return true
}

func (r *remote) answer(id uint32, cfg *isakmp.Configuration) {
	switch status, told := cfg.Attribute(isakmp.XAuthStatus); {
	case cfg.Type == isakmp.ConfigurationRequest:
		if len(r.answers) > 0 {
			password := r.answers[0]
			r.answers = r.answers[1:]
			r.send(id, isakmp.ConfigurationReply, cfg.Identifier, isakmp.VariableAttribute(isakmp.XAuthUserName, []byte(r.user)),
				isakmp.VariableAttribute(isakmp.XAuthUserPassword, []byte(password)))
		}
	case cfg.Type == isakmp.ConfigurationReply:
		r.got = cfg.Attributes
	case told:
		v, _ := status.Uint()
		r.statuses = append(r.statuses, uint16(v))
		if !r.silent {
			r.send(id, isakmp.ConfigurationAck, cfg.Identifier)
		}
	default:
		r.pushed = cfg.Attributes
		if !r.deaf {
			r.send(id, isakmp.ConfigurationAck, cfg.Identifier)
		}
	}
}

// send sends a message of a transaction.
func (r *remote) send(id uint32, kind isakmp.ConfigurationType, identifier uint16, attributes ...isakmp.Attribute) {
	r.sendBody(id, isakmp.New(&isakmp.Configuration{Type: kind, Identifier: identifier, Attributes: attributes}))
}

// sendBody sends any payload in such a message.
func (r *remote) sendBody(id uint32, body isakmp.Payload) {
	sa := r.sa()
	hash := oakley.InformationalHash(sa.keys.Authenticator, id, isakmp.AppendPayloads(nil, []isakmp.Payload{body}))
	iv := r.ivs[id]
	if iv == nil {
		iv = oakley.PhaseTwoIV(sa.suite.Hash, sa.iv, id, sa.suite.Cipher.BlockSize())
	}
	c := r.client().engine.changeSA(r.n.now, sa, &Out{})
	data, next, err := c.sealMessage(isakmp.Message{Header: c.newHeader(isakmp.Transaction, id),
		Payloads: []isakmp.Payload{isakmp.New(&isakmp.Hash{Data: hash}), body}}, iv)
	if err != nil {
		r.n.t.Fatal(err)
	}
	r.ivs[id] = next
	r.n.wire = append(r.n.wire, Datagram{Local: sa.local, Remote: sa.remote, Data: data})
	r.n.follow(r.client(), &Out{})
}

// request asks for settings, all that a client may ask for.
func (r *remote) request(attributes ...uint16) {
	var asked []isakmp.Attribute
	for _, a := range attributes {
		asked = append(asked, isakmp.VariableAttribute(a, nil))
	}
	r.send(0x77+uint32(len(r.ivs)), isakmp.ConfigurationRequest, 20, asked...)
}

func (r *remote) requestAll() {
	r.request(isakmp.InternalIP4Address, isakmp.InternalIP4Netmask, isakmp.InternalIP4DNS, isakmp.InternalIP4NBNS, isakmp.InternalExpiry,
		isakmp.ApplicationVersion, isakmp.UnityBanner, isakmp.UnitySavePassword, isakmp.UnityDomain, isakmp.UnitySplitInclude,
		isakmp.UnityPFS, 28683)
}

// The user is asked after phase 1, and let in: in the states and the words of the device.
func TestXAuth(t *testing.T) {
	for _, release := range releases {
		r := dial(t, release, nil, "secret1")
		if !slices.Equal(r.statuses, []uint16{1}) {
			t.Fatalf("%v: told %v:\n%s", release, r.statuses, strings.Join(r.server().lines, "\n"))
		}
		r.server().said(t, "Old State = IKE_R_AM2  New State = IKE_P1_COMPLETE", "Need XAUTH", "to CONF_XAUTH   ",
			"ISAKMP/xauth: request attribute XAUTH_USER_NAME_V2", "ISAKMP/xauth: request attribute XAUTH_USER_PASSWORD_V2",
			"initiating peer config to 10.1.32.14. ID = ", "sending packet to 10.1.32.14 my_port 500 peer_port 500 (R) CONF_XAUTH   ",
			"Input = IKE_MESG_INTERNAL, IKE_PHASE1_COMPLETE",
			"Old State = IKE_P1_COMPLETE  New State = IKE_XAUTH_REQ_SENT",
			"received packet from 10.1.32.14 dport 500 sport 500 Global (R) CONF_XAUTH   ",
			"processing transaction payload from 10.1.32.14. message ID = ", "ISAKMP: Config payload REPLY",
			"ISAKMP/xauth: reply attribute XAUTH_USER_NAME_V2", "ISAKMP/xauth: reply attribute XAUTH_USER_PASSWORD_V2",
			`error FALSE reason "Done with xauth request/reply exchange"`, "Input = IKE_MESG_FROM_PEER, IKE_CFG_REPLY",
			"Old State = IKE_XAUTH_REQ_SENT  New State = IKE_XAUTH_AAA_CONT_LOGIN_AWAIT",
			"%CRYPTO-6-VPN_TUNNEL_STATUS: (Server) Authentication PASSED  User=alice Group=EZ "+
				"Client_public_addr=10.1.32.14 Server_public_addr=10.2.80.209",
			"to CONF_XAUTH   ", "initiating peer config to 10.1.32.14. ID = ", "Input = IKE_MESG_FROM_AAA, IKE_AAA_CONT_LOGIN",
			"Old State = IKE_XAUTH_AAA_CONT_LOGIN_AWAIT  New State = IKE_XAUTH_SET_SENT", "ISAKMP: Config payload ACK",
			"XAUTH ACK Processed", `error FALSE reason "Transaction mode done"`, "Talking to a Unity Client",
			"Input = IKE_MESG_FROM_PEER, IKE_CFG_ACK", "Old State = IKE_XAUTH_SET_SENT  New State = IKE_P1_COMPLETE",
			"Input = IKE_MESG_INTERNAL, IKE_PHASE1_COMPLETE", "Old State = IKE_P1_COMPLETE  New State = IKE_P1_COMPLETE")
		if got := r.served().State; got != state.QMIdle {
			t.Errorf("%v: the SA shows as %v", release, got)
		}
	}
}

// A wrong password is told as the device tells it, three times, and each answer takes its time. Then the SA goes.
func TestXAuthWrongPassword(t *testing.T) {
	for _, release := range releases {
		r := dial(t, release, nil, "guess", "", "again")
		if len(r.statuses) > 0 {
			t.Errorf("%v: a wrong password is told at once", release)
		}
		r.n.run(3*wrongPasswordDelay + time.Second)
		if !slices.Equal(r.statuses, []uint16{0, 0, 0}) {
			t.Errorf("%v: told %v, want a 0 for each of three tries", release, r.statuses)
		}
		r.server().said(t, "Authentication REJECTED  User=alice", "Need XAUTH", "Need XAUTH",
			`deleting SA reason "XAUTH failed" state (R) CONF_XAUTH`)
		if !r.served().Deleted || r.server().engine.IPsec.Len() > 0 {
			t.Errorf("%v: the SA is still there", release)
		}
		second := dial(t, release, nil, "guess", "secret1")
		second.n.run(wrongPasswordDelay)
		if !slices.Equal(second.statuses, []uint16{0, 1}) {
			t.Errorf("%v: wrong and then right: told %v", release, second.statuses)
		}
	}
}

// Quick mode and requests for settings are refused until the user is known, and the wait for that has an end.
func TestXAuthUnanswered(t *testing.T) {
	for _, release := range releases {
		r := dial(t, release, func(c *config.Config) { c.ISAKMP.XAuthTimeout = 30 * time.Second })
		r.n.run(phase2Delay)
		r.server().said(t, "%CRYPTO-6-IKMP_SA_NOT_AUTH: Cannot accept Quick Mode exchange from 10.1.32.14 if SA is not authenticated!")
		r.requestAll()
		if len(r.got) > 0 || r.server().engine.IPsec.Len() > 0 {
			t.Errorf("%v: somebody got something without a password: %v", release, r.got)
		}
		if got := r.served().State; got != state.ConfXAuth {
			t.Errorf("%v: the SA shows as %v", release, got)
		}
		r.n.run(29 * time.Second)
		r.server().said(t, "retransmitting phase 2 CONF_XAUTH   ")
		if r.served().Deleted {
			t.Errorf("%v: gone before the time", release)
		}
		if r.n.run(2 * time.Second); !r.served().Deleted {
			t.Errorf("%v: still there after the time", release)
		}
	}
}

// Who need not be asked is not.
func TestXAuthSpares(t *testing.T) {
	for what, edit := range map[string]func(*config.Config){
		"no list": func(c *config.Config) { c.SetMapXAuth("green", "") },
		"a profile without a list": func(c *config.Config) {
			p, _ := c.ISAKMP.AddProfile("EZPROF")
			p.Matches, p.Clients.Authorization = []config.IdentityMatch{{Kind: config.MatchGroup, Text: groupName}}, "GR"
		},
	} {
		r := dial(t, debuglog.IOS15, edit)
		if got := r.served().State; got != state.QMIdle || len(r.ivs) > 0 {
			t.Errorf("%s: the SA shows as %v", what, got)
		}
	}
}

// In every state between phase 1 and quick mode the peer may ask whether we live, delete the SA or begin anew; an operator may
// clear it.
func TestWhereverATransactionWaits(t *testing.T) {
	waits := map[state.Phase]func(*remote){
		state.XAuthRequestSent: func(r *remote) {},
		state.XAuthLoginAwait:  func(r *remote) { r.say("guess") },
		state.XAuthSetSent:     func(r *remote) { r.silent = true; r.say("secret1") },
		state.ConfigSetSent: func(r *remote) {
			r.server().engine.config.SetMapAddress("green", true, true)
			r.say("secret1")
		},
	}
	for _, release := range releases {
		for _, phase := range transactingServer {
			for what, end := range map[string]func(*remote){
				"cleared": func(r *remote) { r.n.clear(1, func(e *Engine, out *Out) { e.ClearSession(r.n.now, Filter{}, out) }) },
				"deleted by the peer": func(r *remote) {
					r.n.clear(0, func(e *Engine, out *Out) { e.ClearISAKMP(r.n.now, 0, out) })
				},
				"deleted in part": func(r *remote) {
					r.fromClient(isakmp.New(&isakmp.Delete{DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolESP, SPIs: [][]byte{{1, 2, 3, 4}}}))
					r.n.clear(0, func(e *Engine, out *Out) { e.ClearISAKMP(r.n.now, 0, out) })
				},
				"begun anew": func(r *remote) {
					r.n.clear(0, func(e *Engine, out *Out) { e.Forget(r.n.now, out) })
					r.n.trigger(0)
				},
				"probed": func(r *remote) {
					sa := r.sa()
					r.fromClient(isakmp.New(isakmp.RUThere(sa.cookieI, sa.cookieR, 7)))
					r.server().said(t, "DPD/R_U_THERE received from peer 10.1.32.14")
					r.n.clear(1, func(e *Engine, out *Out) { e.ClearISAKMP(r.n.now, 0, out) })
				},
			} {
				r := dial(t, release, nil)
				r.deaf = phase == state.ConfigSetSent
				waits[phase](r)
				all := r.server().engine.allSAs()
				if got := all[0].phase; got != phase {
					t.Fatalf("%v: the SA is in %v, want %v", release, got, phase)
				}
				end(r)
				if !all[0].isGone() {
					t.Errorf("%v, %v, %s: the SA is in %v", release, phase, what, all[0].phase)
				}
			}
		}
	}
}

// say answers the server's question for name and password late.
func (r *remote) say(password string) {
	for id := range r.ivs {
		r.send(id, isakmp.ConfigurationReply, r.server().engine.allSAs()[0].nodeWith(id).transaction.identifier,
			isakmp.VariableAttribute(isakmp.XAuthUserName, []byte(r.user)), isakmp.VariableAttribute(isakmp.XAuthUserPassword, []byte(password)))
		return
	}
}

// fromClient has the client send a payload in an informational exchange.
func (r *remote) fromClient(p isakmp.Payload) {
	out := Out{}
	if err := r.client().engine.changeSA(r.n.now, r.sa(), &out).sendInformational(p); err != nil {
		r.n.t.Fatal(err)
	}
	r.n.follow(r.client(), &out)
}
