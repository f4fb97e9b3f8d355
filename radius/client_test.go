package radius

import (
	"bytes"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	wire "layeh.com/radius"
	"layeh.com/radius/rfc2865"
)

var (
	start  = time.Date(2026, 3, 25, 9, 0, 0, 0, time.UTC)
	first  = Server{Addr: netip.MustParseAddrPort("10.0.0.1:1812"), AcctPort: 1813, Key: "chave", Timeout: 5 * time.Second, Repeats: 2}
	second = Server{Addr: netip.MustParseAddrPort("10.0.0.2:1645"), AcctPort: 1646, Key: "outra", Timeout: 2 * time.Second, Repeats: 1}
	alice  = Question{User: "alice", Password: "wonderland", NAS: netip.MustParseAddr("10.0.0.254"), Line: 2, Calling: "192.0.2.7"}
)

// randomness is a stream that is never the same twice.
func randomness() *rand.ChaCha8 { return rand.NewChaCha8([32]byte{1}) }

// answer is what a server that has a key says to a question.
func answer(t *testing.T, d Datagram, key string, code wire.Code, add ...func(*wire.Packet)) []byte {
	t.Helper()
	asked, err := wire.Parse(d.Packet, []byte(key))
	if err != nil {
		t.Fatal(err)
	}
	p := asked.Response(code)
	for _, f := range add {
		f(p)
	}
	b, err := p.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func pair(text string) func(*wire.Packet) {
	return func(p *wire.Packet) {
		v, err := wire.NewVendorSpecific(ciscoVendor, append([]byte{1, byte(len(text) + 2)}, text...))
		if err != nil {
			panic(err)
		}
		p.Add(rfc2865.VendorSpecific_Type, v)
	}
}

func datagramsOf(out []Output) (list []Datagram) {
	for _, o := range out {
		if d, ok := o.(Datagram); ok {
			list = append(list, d)
		}
	}
	return list
}

func verdictOf(t *testing.T, out []Output) Reply {
	t.Helper()
	for _, o := range out {
		if v, ok := o.(Verdict); ok {
			return v.Reply
		}
	}
	t.Fatalf("no verdict among %v", out)
	return Reply{}
}

// What a server reads is what was asked, and the password is not there in clear.
func TestQuestion(t *testing.T) {
	var c Client
	_, out := c.Ask(start, randomness(), "radius", []Server{first}, 0, alice)
	d := datagramsOf(out)[0]
	p, err := wire.Parse(d.Packet, []byte(first.Key))
	if err != nil {
		t.Fatal(err)
	}
	if got := rfc2865.UserName_GetString(p); got != "alice" {
		t.Errorf("user %q", got)
	}
	if got := rfc2865.UserPassword_GetString(p); got != "wonderland" {
		t.Errorf("password %q", got)
	}
	if bytes.Contains(d.Packet, []byte("wonderland")) {
		t.Error("the password is in clear")
	}
	var texts []string
	for _, a := range Attributes(d.Packet) {
		texts = append(texts, a.Value)
	}
	if want := `"alice" * 2 "tty2" 5 "192.0.2.7" 10.0.0.254`; strings.Join(texts, " ") != want {
		t.Errorf("attributes %v, want %v", texts, want)
	}
}

func TestReplies(t *testing.T) {
	for _, test := range []struct {
		name string
		code wire.Code
		add  []func(*wire.Packet)
		want Reply
	}{
		{"accepted", wire.CodeAccessAccept, nil, Reply{Outcome: Accepted, Level: -1}},
		{"rejected", wire.CodeAccessReject, []func(*wire.Packet){func(p *wire.Packet) { rfc2865.ReplyMessage_SetString(p, "go away") }},
			Reply{Outcome: Rejected, Level: -1, Message: "go away"}},
		{"challenged", wire.CodeAccessChallenge, nil, Reply{Outcome: Rejected, Level: -1}},
		{"administrator", wire.CodeAccessAccept, []func(*wire.Packet){func(p *wire.Packet) {
			rfc2865.ServiceType_Set(p, rfc2865.ServiceType_Value_AdministrativeUser)
		}}, Reply{Outcome: Accepted, Level: 15}},
		{"level of a pair", wire.CodeAccessAccept, []func(*wire.Packet){pair("shell:priv-lvl=7")}, Reply{Outcome: Accepted, Level: 7}},
		{"impossible level", wire.CodeAccessAccept, []func(*wire.Packet){pair("shell:priv-lvl=16"), pair("shell:priv-lvl=x")},
			Reply{Outcome: Accepted, Level: -1}},
		{"address", wire.CodeAccessAccept, []func(*wire.Packet){func(p *wire.Packet) {
			rfc2865.FramedIPAddress_Set(p, []byte{10, 9, 8, 7})
		}}, Reply{Outcome: Accepted, Level: -1, Address: netip.MustParseAddr("10.9.8.7")}},
	} {
		var c Client
		_, out := c.Ask(start, randomness(), "radius", []Server{first}, 0, alice)
		out = c.Receive(start.Add(time.Second), first.Addr, answer(t, datagramsOf(out)[0], first.Key, test.code, test.add...))
		if got := verdictOf(t, out); got != test.want {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
		if _, due := c.Deadline(); due {
			t.Errorf("%s: something is still due", test.name)
		}
	}
}

// Silence: a question is repeated, then the next server is asked, then nobody is left. A server that was silent is left alone for
// the dead time, and asked all the same when there is no other.
func TestSilence(t *testing.T) {
	var c Client
	random := randomness()
	ask := func(now time.Time) (sent []string, verdict Reply, at time.Time) {
		_, out := c.Ask(now, random, "radius", []Server{first, second}, 10*time.Minute, alice)
		for {
			for _, d := range datagramsOf(out) {
				sent = append(sent, now.Format("5 ")+d.To.Addr.Addr().String())
			}
			if i := slices.IndexFunc(out, func(o Output) bool { _, is := o.(Verdict); return is }); i >= 0 {
				return sent, out[i].(Verdict).Reply, now
			}
			now, _ = c.Deadline()
			out = c.Tick(now)
		}
	}
	sent, verdict, at := ask(start)
	if want := "0 10.0.0.1,5 10.0.0.1,10 10.0.0.1,15 10.0.0.2,17 10.0.0.2"; strings.Join(sent, ",") != want || verdict.Outcome != Silent {
		t.Errorf("sent %v, want %s; %v", sent, want, verdict)
	}
	if got := at.Sub(start); got != 19*time.Second {
		t.Errorf("it took %v, want 3 x 5 s and 2 x 2 s", got)
	}
	// Both are dead: both are asked again. The second answers, and is alive from then on.
	_, out := c.Ask(at, random, "radius", []Server{second}, 10*time.Minute, alice)
	out = c.Receive(at, second.Addr, answer(t, datagramsOf(out)[0], second.Key, wire.CodeAccessAccept))
	if _, is := out[0].(Alive); !is || verdictOf(t, out).Outcome != Accepted {
		t.Errorf("want it alive again, got %v", out)
	}
	_, out = c.Ask(at, random, "radius", []Server{first, second}, 10*time.Minute, alice)
	if to := datagramsOf(out)[0].To; to.Addr != second.Addr {
		t.Errorf("asked %v, which is dead", to)
	}
	late := at.Add(11 * time.Minute)
	_, out = c.Ask(late, random, "radius", []Server{first, second}, 10*time.Minute, alice)
	if to := datagramsOf(out)[0].To; to.Addr != first.Addr {
		t.Errorf("asked %v first after the dead time", to)
	}
}

// Nobody without the key can let a user in: a datagram of another server, with another identifier, or with a bit changed is none.
func TestForgedAnswers(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		var c Client
		_, out := c.Ask(start, randomness(), "radius", []Server{first}, 0, alice)
		good := answer(t, datagramsOf(out)[0], first.Key, wire.CodeAccessReject, pair("shell:priv-lvl=3"))
		bad, from := slices.Clone(good), first.Addr
		switch random.IntN(4) {
		case 0:
			bad[random.IntN(len(bad))] ^= 1 << random.IntN(8)
		case 1:
			from = netip.MustParseAddrPort("10.0.0.66:1812")
		case 2:
			bad = answer(t, datagramsOf(out)[0], "guess", wire.CodeAccessAccept)
		case 3:
			bad = bad[:random.IntN(len(bad))]
		}
		for _, o := range c.Receive(start, from, bad) {
			if v, is := o.(Verdict); is {
				t.Fatalf("%x from %v is taken: %v", bad, from, v)
			}
		}
		if out := c.Receive(start, first.Addr, good); verdictOf(t, out).Outcome != Rejected {
			t.Fatal("the right one is not taken any more")
		}
	}
}

// Identifiers tell questions to a server apart, however many are under way; beyond what they can, questions are refused at once.
func TestManyQuestions(t *testing.T) {
	var c Client
	random := randomness()
	asked := map[int]Datagram{}
	for range maxRequests {
		serial, out := c.Ask(start, random, "radius", []Server{first}, 0, alice)
		asked[serial] = datagramsOf(out)[0]
	}
	if _, out := c.Ask(start, random, "radius", []Server{first}, 0, alice); verdictOf(t, out).Outcome != Silent {
		t.Error("one more is taken")
	}
	for serial, d := range asked {
		out := c.Receive(start, first.Addr, answer(t, d, first.Key, wire.CodeAccessAccept))
		if got := out[len(out)-1].(Verdict).Serial; got != serial {
			t.Fatalf("the answer to %d is taken as that to %d", serial, got)
		}
	}
}

func FuzzReceive(f *testing.F) {
	f.Add([]byte{2, 1, 0, 20})
	f.Add([]byte{2, 1, 0, 28, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 26, 8, 0, 0, 0, 9, 1, 0})
	f.Fuzz(func(t *testing.T, packet []byte) {
		var c Client
		c.Ask(start, randomness(), "radius", []Server{first}, 0, alice)
		for _, o := range c.Receive(start, first.Addr, packet) {
			if v, is := o.(Verdict); is && v.Reply.Outcome == Accepted {
				t.Fatalf("%x lets a user in", packet)
			}
		}
		Attributes(packet)
		if p, err := wire.Parse(packet, []byte("k")); err == nil {
			readReply(p)
		}
	})
}
