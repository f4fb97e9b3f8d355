package scale

import (
	"crypto/hmac"
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
)

// many is the number of peers of the benchmarks of a large router.
const many = 100_000

// crowd is a router with many peers, made once. Their tunnels share the Diffie-Hellman work (see answers); all else of
// the handshakes is real.
var crowd *net

func aCrowd(b *testing.B) *net {
	if crowd == nil {
		began := time.Now()
		crowd = newNet(b, 19, tens)
		crowd.connectAll(0, many, 10*time.Second)
		crowd.lighten()
		crowd.run(time.Minute) // until each SA has its usual few lingering nodes
		b.Logf("%d peers and their first minute took %v", many, time.Since(began))
	}
	crowd.tb = b
	return crowd
}

// BenchmarkPeerSecond is what one peer under `crypto isakmp keepalive 10 periodic` costs the router in a second, among
// 100,000. An op is a second of all of them; "ns/peer-s" is its processor time less what the peers' own work takes when
// it is done once more. The same packets, only encrypted, decrypted and hashed, are "bare-ns/peer-s"; a loop that only
// counts them is "loop-ns/peer-s".
func BenchmarkPeerSecond(b *testing.B) {
	n := aCrowd(b)
	var question []byte
	n.lose = func(d ike.Datagram) bool {
		if d.Remote.Addr() != routerAddr {
			question = d.Data
		}
		return false
	}
	n.run(time.Second)
	n.lose = func(ike.Datagram) bool { return false }
	n.packets = 0
	b.ResetTimer()
	both := spend(func() {
		for range b.N {
			n.run(time.Second)
		}
	})
	b.StopTimer()
	exchanges := n.packets / 2
	peers := spend(func() {
		for range exchanges {
			n.light.receive(question)
		}
	})
	bare := newBareDPD(b)
	encrypted := spend(func() {
		for i := range exchanges {
			bare.exchange(uint32(i) + 1)
		}
	})
	looped := spend(func() {
		for range exchanges {
			sink++
		}
	})

	seconds := float64(many * b.N)
	b.ReportMetric(float64(exchanges)/seconds, "exchanges/peer-s")
	b.ReportMetric(float64(both-peers)/seconds, "ns/peer-s")
	b.ReportMetric(float64(encrypted)/seconds, "bare-ns/peer-s")
	b.ReportMetric(float64(looped)/seconds, "loop-ns/peer-s")
	b.ReportMetric(float64(both-peers)/float64(encrypted), "x/bare")
}

var sink int

// bareDPD does to one SA's packets what cannot be left out: a R_U_THERE sealed, an R_U_THERE_ACK opened.
type bareDPD struct {
	b         *testing.B
	suite     oakley.Suite
	keys      oakley.Keys
	lastBlock []byte
	answer    []byte // an R_U_THERE_ACK under message ID 1
}

func newBareDPD(b *testing.B) *bareDPD {
	suite := oakley.Suite{Cipher: oakley.AES, KeyBits: 128, Hash: oakley.SHA1, Group: oakley.Group19}
	keys, err := oakley.DeriveKeysPreShared(suite, []byte("kd94j1ksldz"), make([]byte, 20), make([]byte, 20), make([]byte, 32),
		isakmp.Cookie{1}, isakmp.Cookie{2}, make([]byte, 64), make([]byte, 64))
	if err != nil {
		b.Fatal(err)
	}
	d := &bareDPD{b: b, suite: suite, keys: keys, lastBlock: make([]byte, 16)}
	d.answer = d.seal(1, isakmp.RUThereAck(isakmp.Cookie{1}, isakmp.Cookie{2}, 7))
	return d
}

func (d *bareDPD) iv(id uint32) []byte {
	return oakley.PhaseTwoIV(d.suite.Hash, d.lastBlock, id, d.suite.Cipher.BlockSize())
}

func (d *bareDPD) seal(id uint32, n *isakmp.Notify) []byte {
	p := isakmp.New(n)
	hash := oakley.InformationalHash(d.keys.Authenticator, id, isakmp.AppendPayloads(nil, []isakmp.Payload{p}))
	body := isakmp.AppendPayloads(nil, []isakmp.Payload{isakmp.New(&isakmp.Hash{Data: hash}), p})
	data, _, err := oakley.Encrypt(d.keys.Block, d.iv(id), body)
	if err != nil {
		d.b.Fatal(err)
	}
	return data
}

func (d *bareDPD) exchange(id uint32) {
	d.seal(id, isakmp.RUThere(isakmp.Cookie{1}, isakmp.Cookie{2}, id))
	plain, _, err := oakley.Decrypt(d.keys.Block, d.iv(1), d.answer)
	if err != nil {
		d.b.Fatal(err)
	}
	const header, rest = 4 + 20, 32 // the HASH payload; a notification with two cookies and a number
	hash := oakley.InformationalHash(d.keys.Authenticator, 1, plain[header:header+rest])
	if !hmac.Equal(hash, plain[4:header]) {
		d.b.Fatal("the bare exchange is not one")
	}
}

// BenchmarkMemory is what one peer with its ISAKMP SA, its pair of IPsec SAs and its DPD costs the router in memory. It
// takes the router apart, so it measures once, however often it is asked.
func BenchmarkMemory(b *testing.B) {
	if perPeer == 0 {
		n := aCrowd(b)
		crowd = nil
		n.light, n.dh = nil, nil
		with := heap()
		runtime.KeepAlive(n.router)
		n.router = nil
		perPeer = float64(with-heap()) / many
		runtime.KeepAlive(n)
	}
	for range b.N {
		sink++
	}
	b.ReportMetric(perPeer, "B/peer")
}

var perPeer float64

// BenchmarkTunnels brings up tunnels (main mode and quick mode), each with its own Diffie-Hellman work, which the router
// begins or answers. "tunnels/s" is what one core of the router does, its peers left out; "x/bare" is its time next to
// that of the one public value and the one shared secret that each tunnel takes.
func BenchmarkTunnels(b *testing.B) {
	for _, group := range []oakley.Group{oakley.Group1, oakley.Group2, oakley.Group5, oakley.Group14, oakley.Group15, oakley.Group16,
		oakley.Group19, oakley.Group20, oakley.Group21} {
		for _, side := range []struct {
			name    string
			connect func(*net, int)
		}{{"initiator", (*net).connectTo}, {"responder", (*net).connectFrom}} {
			b.Run(fmt.Sprint("group", uint16(group), "/", side.name), func(b *testing.B) {
				n := newNet(b, int(group), config.Keepalive{Interval: time.Hour, Retry: time.Minute})
				n.dh, n.timed = nil, true
				for i := range b.N {
					side.connect(n, i)
				}
				b.StopTimer()
				bare := bareDiffieHellman(b, group, b.N)
				b.ReportMetric(float64(b.N)/n.spent.Seconds(), "tunnels/s")
				b.ReportMetric(float64(b.N)/bare.Seconds(), "bare/s")
				b.ReportMetric(float64(n.spent)/float64(bare), "x/bare")
			})
		}
	}
}

// bareDiffieHellman is how long one side's arithmetic takes for some tunnels.
func bareDiffieHellman(b *testing.B, group oakley.Group, tunnels int) time.Duration {
	random := rand.NewChaCha8([32]byte{1})
	peer, err := group.PrivateKey(random)
	if err != nil {
		b.Fatal(err)
	}
	theirs, err := group.PublicKey(peer)
	if err != nil {
		b.Fatal(err)
	}
	return spend(func() {
		for range tunnels {
			private, err := group.PrivateKey(random)
			if err != nil {
				b.Fatal(err)
			}
			if _, _, err := group.Exchange(private, theirs); err != nil {
				b.Fatal(err)
			}
		}
	})
}
