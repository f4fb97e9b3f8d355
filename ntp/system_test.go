package ntp

import (
	"math/rand/v2"
	"testing"
	"time"
)

func wantStory(t *testing.T, n *node, want string) {
	t.Helper()
	if got := n.story(); got != want {
		t.Errorf("%s says\n%s\nwant\n%s", n.name, got, want)
	}
}

// A client follows its server after four answers; a clock that is far off is set first, and everything measured again.
func TestClientFollowsServer(t *testing.T) {
	w := newWorld(time.Millisecond)
	w.run(10 * time.Minute)
	wantStory(t, w.server, "51s synced to 127.127.1.1")
	wantStory(t, w.client, "1m7s 10.0.0.1 reachable\n4m19s synced to 10.0.0.1")
	st := w.client.Status(w.now)
	delay := st.RootDelay.Duration().Round(time.Millisecond)
	if st.Stratum != 4 || st.Peer.String() != "10.0.0.1" || st.Offset != 0 || delay != 2*time.Millisecond {
		t.Errorf("status %+v", st)
	}
	w = newWorld(time.Millisecond)
	w.client.ahead = -3 * time.Hour
	w.run(20 * time.Minute)
	wantStory(t, w.client, "1m7s 10.0.0.1 reachable\n4m19s step\n4m21s 10.0.0.1 reachable\n7m33s synced to 10.0.0.1")
	if w.client.ahead.Abs() > time.Millisecond {
		t.Errorf("the clock is %s ahead", w.client.ahead)
	}
}

// By version 3 of the protocol a server is believed after five answers, and what is known of one is worth less.
func TestVersionThreeWeighsDispersions(t *testing.T) {
	w := newWorld(time.Millisecond)
	w.client.configure(Config{})
	w.client.configure(Config{Version: 3, Peers: []Peer{clientOf("10.0.0.1")}})
	w.run(10 * time.Second)
	var steps []time.Duration
	for range 7 {
		steps = append(steps, w.client.Associations(w.now)[0].Dispersion.Round(125*time.Millisecond))
		w.run(64 * time.Second)
	}
	const ms = time.Millisecond
	for i, want := range []time.Duration{16000 * ms, 15875 * ms, 7875 * ms, 3875 * ms, 1875 * ms, 875 * ms, 375 * ms} {
		if steps[i] != want {
			t.Errorf("dispersion falls %v", steps)
		}
	}
	wantStory(t, w.client, "1m7s 10.0.0.1 reachable\n5m23s synced to 10.0.0.1")
}

// With iburst eight polls two seconds apart take the place of the first one.
func TestBurst(t *testing.T) {
	w := newWorld(time.Millisecond)
	w.run(2 * time.Minute)
	w.client.story()
	p := clientOf("10.0.0.1")
	p.IBurst = true
	w.client.configure(Config{Peers: []Peer{p}})
	w.run(time.Minute)
	wantStory(t, w.client, "2m3s 10.0.0.1 reachable\n2m9s synced to 10.0.0.1")
}

// A server that answers no more is dropped before the register is empty; when it answers again, four answers do.
func TestLinkCut(t *testing.T) {
	w := newWorld(time.Millisecond)
	w.run(5 * time.Minute)
	w.client.story()
	working := w.delay
	w.delay = func(_, _ *node) time.Duration { return -1 }
	var reach []uint8
	for range 10 {
		w.run(64 * time.Second)
		reach = append(reach, w.client.Associations(w.now)[0].Reach)
	}
	for i, r := range reach[1:] {
		if r != reach[i]<<1 {
			t.Errorf("reach falls %o", reach)
		}
	}
	wantStory(t, w.client, "11m47s lost\n12m51s 10.0.0.1 unreachable")
	if st := w.client.Status(w.now); st.Synchronised || st.Stratum != StratumUnknown || st.Leap != LeapUnknown {
		t.Errorf("status %+v", st)
	}
	w.delay = working
	w.run(10 * time.Minute)
	wantStory(t, w.client, "16m3s 10.0.0.1 reachable\n19m15s synced to 10.0.0.1")
}

// The longer a clock is quiet the less often it is looked at; least and most bound it.
func TestPollInterval(t *testing.T) {
	for _, c := range []struct{ least, most, want int8 }{{6, 10, 10}, {6, 8, 8}, {4, 6, 6}, {9, 9, 9}, {7, 17, 10}} {
		w := newWorld(time.Millisecond)
		p := clientOf("10.0.0.1")
		p.Least, p.Most = c.least, c.most
		w.client.configure(Config{Peers: []Peer{p}})
		before := time.Duration(0)
		for range 40 {
			w.run(10 * time.Minute)
			got := w.client.Associations(w.now)[0].Poll
			if got < before {
				t.Errorf("%+v: the interval shrinks from %s to %s", c, before, got)
			}
			before = got
		}
		if want := seconds2(c.want); before != want {
			t.Errorf("%+v: the interval came to %s, want %s", c, before, want)
		}
	}
}

// Keys: who must prove what, and what becomes of the rest.
func TestAuthentication(t *testing.T) {
	trusts := func(key string) Config {
		return Config{Authenticate: true, Keys: map[uint32][]byte{1: []byte(key)}, Trusted: map[uint32]bool{1: true}}
	}
	untrusted, keyless, easy := trusts("a"), trusts(""), trusts("a")
	untrusted.Trusted, keyless.Keys, easy.Authenticate = nil, nil, false
	for _, c := range []struct {
		name           string
		client, server Config
		with           uint32
		follows        bool
		proved         bool
	}{
		{"no keys", Config{Authenticate: true}, Config{}, 0, true, false},
		{"the same key", trusts("a"), trusts("a"), 1, true, true},
		{"another key", trusts("a"), trusts("b"), 1, false, false},
		{"a server without keys", trusts("a"), Config{}, 1, false, false},
		{"a key not trusted by the client", untrusted, trusts("a"), 1, false, false},
		{"a key not trusted by the server", trusts("a"), untrusted, 1, false, false},
		{"nothing asked of the server", easy, trusts("a"), 1, true, true},
		{"the client has not got the key", keyless, trusts("a"), 1, false, false},
	} {
		w := newWorld(time.Millisecond)
		p := clientOf("10.0.0.1")
		p.Key = c.with
		c.client.Peers, c.server.Master = []Peer{p}, 3
		w.server.configure(c.server)
		w.client.configure(c.client)
		w.run(10 * time.Minute)
		a := w.client.Associations(w.now)[0]
		if got := w.client.Status(w.now).Synchronised; got != c.follows || a.Proved != c.proved {
			t.Errorf("%s: follows %t, proved %t", c.name, got, a.Proved)
		}
	}
}

// Who may not ask gets no answer; who may not teach is not followed.
func TestAccess(t *testing.T) {
	for _, c := range []struct {
		client, server Access
		follows        bool
	}{
		{Access{Ask: true, Teach: true}, Access{Ask: true}, true},
		{Access{Ask: true, Teach: true}, Access{Teach: true}, false},
		{Access{Ask: true}, Access{Ask: true, Teach: true}, false},
		{Access{Teach: true}, Access{Ask: true}, true},
	} {
		w := newWorld(time.Millisecond)
		w.client.may, w.server.may = c.client, c.server
		w.run(10 * time.Minute)
		if got := w.client.Status(w.now).Synchronised; got != c.follows {
			t.Errorf("%+v: follows %t", c, got)
		}
	}
}

// Two peers that have each other: the one with the worse clock follows, and never the other way round.
func TestPeers(t *testing.T) {
	w := newWorld(time.Millisecond)
	peer := func(addr string) Peer { p := clientOf(addr); p.Mode = Active; return p }
	w.server.configure(Config{Master: 3, Peers: []Peer{peer("10.0.0.2")}})
	w.client.configure(Config{Master: 7, Peers: []Peer{peer("10.0.0.1")}})
	w.client.ahead = 5 * time.Second
	w.run(40 * time.Minute)
	if a, b := w.server.Status(w.now), w.client.Status(w.now); a.Stratum != 3 || b.Stratum != 4 || b.Peer.String() != "10.0.0.1" {
		t.Errorf("server %+v\nclient %+v", a, b)
	}
	if w.server.ahead != 0 || w.client.ahead.Abs() > time.Millisecond {
		t.Errorf("clocks are %s and %s ahead", w.server.ahead, w.client.ahead)
	}
	w.client.configure(Config{})
	w.server.configure(Config{Master: 3}) // which answers a peer that it does not have as well
	w.client.configure(Config{Peers: []Peer{peer("10.0.0.1")}})
	w.run(10 * time.Minute)
	if b := w.client.Status(w.now); b.Stratum != 4 {
		t.Errorf("client of a passive peer: %+v", b)
	}
}

// Whatever the delays, the losses and the clocks: a client that has followed for a while is wrong by no more than it says.
func TestClientsAreAsRightAsTheySay(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 7))
		loss, most := r.Float64()/4, 1+r.IntN(200)
		w := newWorld(0)
		w.delay = func(_, _ *node) time.Duration {
			if r.Float64() < loss {
				return -1
			}
			return time.Duration(r.IntN(most)) * time.Millisecond
		}
		w.client.ahead = time.Duration(r.Int64N(int64(20*365*24*time.Hour))) - 10*365*24*time.Hour
		synced := 0
		for range 200 {
			w.run(time.Minute)
			st := w.client.Status(w.now)
			if !st.Synchronised {
				continue
			}
			synced++
			if bound := st.RootDelay.Duration()/2 + st.RootDispersion.Duration(); w.client.ahead.Abs() > bound+time.Millisecond {
				t.Fatalf("seed %d: %s ahead, and says within %s", seed, w.client.ahead, bound)
			}
		}
		if synced < 100 {
			t.Errorf("seed %d: synchronised in %d of 200 minutes", seed, synced)
		}
	}
}

// Old and foreign answers are no answers.
func TestReplaysAndForgeries(t *testing.T) {
	w := newWorld(time.Millisecond)
	w.run(10 * time.Minute)
	before := w.client.Associations(w.now)[0]
	forged := Message{Version: 4, Mode: Server, Stratum: 1, ReferenceID: localReference, Receive: w.client.clock() + 1<<40,
		Transmit: w.client.clock() + 1<<40, Origin: w.client.clock()}
	replay := before.Message
	for range 20 {
		w.client.hear(forged.Append(nil))
		w.client.hear(replay.Append(nil))
		w.run(time.Second)
		forged.Transmit++
	}
	after := w.client.Associations(w.now)[0]
	if after.Offset != before.Offset || after.Message != before.Message {
		t.Errorf("before %+v\nafter %+v", before, after)
	}
}
