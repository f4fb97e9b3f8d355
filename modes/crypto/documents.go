package crypto

import (
	"encoding/hex"
	"fmt"
	"net/netip"

	"ruthere/crypto/ike"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
	"ruthere/modes"
)

// What `| json` prints of SAs, dead peer detection and peers: docs/show.schema.json.

type isakmpSA struct {
	Connection     int            `json:"connection"`
	State          string         `json:"state"`
	Deleted        bool           `json:"deleted"`
	Role           string         `json:"role"`
	Local          netip.AddrPort `json:"local"`
	Remote         netip.AddrPort `json:"remote"`
	FVRF           string         `json:"fvrf,omitempty"`
	IVRF           string         `json:"ivrf,omitempty"`
	Initiator      string         `json:"initiator_cookie"`
	Responder      string         `json:"responder_cookie"`
	Established    modes.Instant  `json:"established,omitzero"`
	Remaining      int            `json:"remaining_seconds"`
	Encryption     string         `json:"encryption,omitempty"`
	KeyBits        int            `json:"key_bits,omitempty"`
	Hash           string         `json:"hash,omitempty"`
	Group          int            `json:"group,omitempty"`
	Authentication string         `json:"authentication,omitempty"`
	DPD            bool           `json:"dpd"`
	Keepalives     bool           `json:"ios_keepalives"`
	NAT            bool           `json:"nat"`
	PeerID         string         `json:"peer_id,omitempty"`
	Profile        string         `json:"profile,omitempty"`
}

func isakmpDocument(list []ike.SAStatus) modes.Document {
	return modes.DocumentOf("isakmp_sas", list, describeISAKMP)
}

func describeISAKMP(s ike.SAStatus) isakmpSA {
	d := isakmpSA{Connection: s.Conn, State: s.State.String(), Deleted: s.Deleted, Role: "responder", Local: s.Local, Remote: s.Remote,
		FVRF: s.FVRF, IVRF: s.IVRF, Initiator: hex.EncodeToString(s.InitiatorCookie[:]), Responder: hex.EncodeToString(s.ResponderCookie[:]),
		Established: modes.Instant(s.Established), Remaining: modes.InSeconds(s.Remaining), DPD: s.DPD, Keepalives: s.Keepalives, NAT: s.NAT,
		PeerID: s.PeerID, Profile: s.Profile}
	if s.Initiator {
		d.Role = "initiator"
	}
	if s.Suite.Cipher != 0 {
		d.Encryption, d.KeyBits, d.Hash = cipherWord(s.Suite.Cipher), s.Suite.KeyBits, hashWord(s.Suite.Hash)
		d.Group, d.Authentication = int(s.Suite.Group), "psk"
	}
	return d
}

type watchedPeer struct {
	Connection int           `json:"connection"`
	Peer       netip.Addr    `json:"peer"`
	Protocol   string        `json:"protocol"`
	Watched    bool          `json:"watched"`
	Mode       string        `json:"mode,omitempty"`
	Interval   int           `json:"interval_seconds,omitempty"`
	Retry      int           `json:"retry_seconds,omitempty"`
	LastHeard  modes.Instant `json:"last_heard,omitzero"`
	HeardBy    string        `json:"heard_by,omitempty"`
	NextProbe  modes.Instant `json:"next_probe,omitzero"`
	Sequence   uint32        `json:"sequence"`
	Misses     int           `json:"misses"`
	WorstCase  int           `json:"dead_within_seconds,omitempty"`
}

func dpdDocument(list []ike.DPDStatus) modes.Document {
	return modes.DocumentOf("dpd", list, func(s ike.DPDStatus) watchedPeer {
		d := watchedPeer{Connection: s.Conn, Peer: s.Peer, Protocol: "none", Watched: s.Watched, LastHeard: modes.Instant(s.LastHeard),
			NextProbe: modes.Instant(s.NextProbe), Sequence: s.Sequence, Misses: s.Misses, Interval: modes.InSeconds(s.Config.Interval),
			Retry: modes.InSeconds(s.Config.Retry), WorstCase: modes.InSeconds(s.WorstCase)}
		if s.Protocol != ike.NoLiveness {
			d.Protocol = s.Protocol.String()
		}
		if s.From != debuglog.SignNone {
			d.HeardBy = s.From.String()
		}
		if s.Watched {
			d.Mode = map[bool]string{true: "periodic", false: "on-demand"}[s.Config.Periodic]
		}
		return d
	})
}

type mapPeers struct {
	Map      string        `json:"map"`
	Sequence int           `json:"sequence"`
	Peers    []mapPeer     `json:"peers"`
	Moved    modes.Instant `json:"moved,omitzero"`
	Reason   string        `json:"moved_because,omitempty"`
}

type mapPeer struct {
	Peer    string     `json:"peer"`
	Address netip.Addr `json:"address,omitzero"`
	Default bool       `json:"default"`
	Current bool       `json:"current"`
}

func mapPeersDocument(list []ike.MapPeersStatus) modes.Document {
	return modes.DocumentOf("crypto_map_peers", list, func(s ike.MapPeersStatus) mapPeers {
		return mapPeers{s.Map, s.Sequence, modes.Describe(s.Peers, func(p ike.MapPeer) mapPeer {
			return mapPeer{p.String(), p.Known, p.Default, p.Current}
		}), modes.Instant(s.Moved), s.Why.String()}
	})
}

type cryptoSession struct {
	Interface string         `json:"interface"`
	Status    string         `json:"status"`
	Local     netip.Addr     `json:"local"`
	Peer      netip.AddrPort `json:"peer"`
	FVRF      string         `json:"fvrf,omitempty"`
	IVRF      string         `json:"ivrf,omitempty"`
	PeerID    string         `json:"peer_id,omitempty"`
	Profile   string         `json:"profile,omitempty"`
	User      string         `json:"user,omitempty"`
	Group     string         `json:"group,omitempty"`
	Assigned  netip.Addr     `json:"assigned,omitzero"`
	Since     modes.Instant  `json:"since,omitzero"`
	SAs       []isakmpSA     `json:"isakmp_sas"`
	Flows     []cryptoFlow   `json:"flows"`
}

func sessionDocument(list []ike.SessionStatus) modes.Document {
	return modes.DocumentOf("crypto_sessions", list, func(s ike.SessionStatus) cryptoSession {
		return cryptoSession{s.Interface, string(s.State), s.Local, s.Peer, s.FVRF, s.IVRF, s.PeerID, s.Profile, s.User, s.Group, s.Assigned,
			modes.Instant(s.Since),
			modes.Describe(s.SAs, describeISAKMP), modes.Describe(s.Flows, describeFlow)}
	})
}

type cryptoFlow struct {
	Map         string       `json:"map"`
	Sequence    int          `json:"sequence"`
	LocalProxy  netip.Prefix `json:"local_proxy"`
	RemoteProxy netip.Prefix `json:"remote_proxy"`
	Protocol    uint8        `json:"protocol,omitempty"`
	LocalPort   uint16       `json:"local_port,omitempty"`
	RemotePort  uint16       `json:"remote_port,omitempty"`
	Peer        netip.Addr   `json:"peer,omitzero"`
	IVRF        string       `json:"ivrf,omitempty"`
	PFSGroup    int          `json:"pfs_group,omitempty"`
	Requested   bool         `json:"requested"`
	In          traffic      `json:"inbound"`
	Out         traffic      `json:"outbound"`
	Pairs       []ipsecPair  `json:"pairs"`
}

type traffic struct {
	Packets      uint64 `json:"packets"`
	Bytes        uint64 `json:"bytes"`
	Errors       uint64 `json:"errors"`
	ReplayErrors uint64 `json:"replay_errors"`
	VerifyErrors uint64 `json:"verify_errors"`
}

func describeFlow(f ike.FlowStatus) cryptoFlow {
	return cryptoFlow{f.Map, f.Sequence, f.Selector.Local, f.Selector.Remote, f.Selector.Protocol, f.Selector.LocalPort,
		f.Selector.RemotePort, f.Peer, f.InsideVRF, f.PFSGroup, f.Requested, traffic(f.In), traffic(f.Out),
		modes.Describe(f.Pairs, func(p ike.PairStatus) ipsecPair { return ipsecPair{describeIPsecSA(p.In), describeIPsecSA(p.Out)} })}
}

type ipsecPair struct {
	In  ipsecSA `json:"inbound"`
	Out ipsecSA `json:"outbound"`
}

type ipsecSA struct {
	SPI          string        `json:"spi"`
	Connection   int           `json:"connection"`
	Transform    string        `json:"transform"`
	Mode         string        `json:"mode"`
	Established  modes.Instant `json:"established,omitzero"`
	Lifetime     lifetime      `json:"lifetime"`
	Remaining    lifetime      `json:"remaining"`
	ReplayWindow int           `json:"replay_window"`
	Traffic      traffic       `json:"traffic"`
	Header       *ipsecHeader  `json:"header,omitempty"` // of a bundle
}

// An ipsecHeader is the Authentication Header around ESP.
type ipsecHeader struct {
	SPI          string  `json:"spi"`
	Connection   int     `json:"connection"`
	ReplayWindow int     `json:"replay_window"`
	Traffic      traffic `json:"traffic"`
}

type lifetime struct {
	Seconds   uint32 `json:"seconds,omitempty"`
	Kilobytes uint32 `json:"kilobytes,omitempty"`
}

func describeIPsecSA(s ike.IPsecSAStatus) ipsecSA {
	d := ipsecSA{fmt.Sprintf("0x%08X", s.SPI), s.ConnID, s.Transform.String(), modeWord(s.Mode), modes.Instant(s.Established),
		lifetime(s.Lifetime), lifetime(s.Remaining), s.ReplayWindow, traffic(s.Counters), nil}
	if h := s.Header; h != nil {
		d.Header = &ipsecHeader{fmt.Sprintf("0x%08X", h.SPI), h.ConnID, h.ReplayWindow, traffic(h.Counters)}
	}
	return d
}

func modeWord(m ipsec.Mode) string {
	word := "tunnel"
	if m.IsTransport() {
		word = "transport"
	}
	if m == ipsec.UDPTunnel || m == ipsec.UDPTransport {
		word += "-udp"
	}
	return word
}

type protectedInterface struct {
	Interface string       `json:"interface"`
	Map       string       `json:"map"`
	Local     netip.Addr   `json:"local,omitzero"`
	FVRF      string       `json:"fvrf,omitempty"`
	MTU       int          `json:"mtu"`
	Flows     []cryptoFlow `json:"flows"`
}

func ipsecDocument(s ipsecStatus) modes.Document {
	return modes.DocumentOf("ipsec_sas", s.interfaces, func(i ike.ProtectedInterface) protectedInterface {
		return protectedInterface{i.Name, i.Map, i.Local, i.FVRF, i.MTU, modes.Describe(i.Flows, describeFlow)}
	})
}
