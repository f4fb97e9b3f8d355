package crypto

import (
	"fmt"
	"net/netip"
	"strings"

	"ruthere/crypto/ike"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

func showISAKMPPeers() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto isakmp peers [peer:A.B.C.D] [config]`, modes.H{"crypto": modes.ShowCryptoHelp, "isakmp": "Show ISAKMP",
		"peers": "Show ISAKMP peer structures",
		"peer":  "Address of the peer", "config": "Show what remote access clients told of themselves"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			if a.Has("config") {
				for _, sa := range b.Engine().SAs(b.Now()) {
					if words := clientWords(sa); words != "" && !sa.Deleted && (!a.Has("peer") || a.Addr("peer") == sa.Remote.Addr()) {
						x.Println(words)
					}
				}
				return nil
			}
			seen := map[string]bool{}
			for _, sa := range b.Engine().SAs(b.Now()) {
				key := sa.Remote.String() + sa.Local.String()
				if sa.Deleted || seen[key] || a.Has("peer") && a.Addr("peer") != sa.Remote.Addr() {
					continue
				}
				seen[key] = true
				local := fmt.Sprintf(" Local: %s", sa.Local.Addr())
				if b.Release() == debuglog.IOS124 {
					local = ""
				}
				id := sa.PeerID
				if id == "" {
					id = "(none)"
				}
				x.Printf("Peer: %s Port: %d%s\n Phase1 id: %s\n", sa.Remote.Addr(), sa.Remote.Port(), local, id)
			}
			return nil
		})
}

// clientWords is what is known of the remote user of an SA; "" if it is none. What a client's hardware and software are, which
// hardware clients tell, is not asked.
func clientWords(sa ike.SAStatus) string {
	if sa.Group == "" && sa.User == "" {
		return ""
	}
	words := []string{"Client-Public-Addr=" + sa.Remote.String()}
	for _, w := range []struct{ name, value string }{{"Assigned-Addr", addressWord(sa.Assigned)}, {"Group", sa.Group}, {"User", sa.User}} {
		if w.value != "" {
			words = append(words, "Client-"+w.name+"="+w.value)
		}
	}
	return strings.Join(words, "; ")
}

func addressWord(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	return a.String()
}
