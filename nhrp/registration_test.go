package nhrp

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"ruthere/packet"
)

// Spokes register, and do so again after a third of the hold time; the hub knows them as long.
func TestRegistration(t *testing.T) {
	c := started(t, 2)
	for n, prefix := range map[int]string{2: "10.0.0.2/32", 3: "10.0.0.3/32"} {
		e := c.entry(c.hub(), prefix)
		if e == nil || !e.Registered || !e.Unique || e.NBMA != c.spoke(n).NBMA || e.Expires.Sub(e.Created) != secs(300) {
			t.Errorf("the hub has %+v for %s", e, prefix)
		}
		if s := c.status(c.spoke(n)).Servers[0]; !s.Up || s.Sent != 1 || s.Received != 1 || s.Failed != 0 || s.At != c.hub().NBMA {
			t.Errorf("the server of %d: %+v", n, s)
		}
	}
	want := []Multicast{{"Tunnel0", at("192.0.2.2"), true}, {"Tunnel0", at("192.0.2.3"), true}}
	if got := c.hub().Multicasts("Tunnel0"); !slices.Equal(got, want) {
		t.Errorf("multicast goes to %v", got)
	}
	if got := c.spoke(2).MulticastTargets("Tunnel0"); !slices.Equal(got, []netip.Addr{at("192.0.2.1")}) {
		t.Errorf("multicast of a spoke goes to %v", got)
	}
	c.sent = nil
	c.pass(secs(1000))
	if n := len(c.sent); n != 2*2*10 {
		t.Errorf("%d packets in 1000 s", n)
	}
	c.spoke(3).Up = false
	c.follow(c.spoke(3))
	c.pass(secs(199))
	if c.entry(c.hub(), "10.0.0.3/32") == nil {
		t.Error("a registration ends too early")
	}
	c.pass(secs(102))
	if c.entry(c.hub(), "10.0.0.3/32") != nil || c.entry(c.hub(), "10.0.0.2/32") == nil {
		t.Error("a registration does not end, or another one does")
	}
}

// A server that does not answer is asked after 1, 2, 4 ... 64 seconds; it is down after three failures, and up by its next answer.
func TestServerIsSilent(t *testing.T) {
	c := started(t, 1)
	told[ServerMoved](c.spoke(2))
	var waits []int
	last := c.now
	c.lost = func(*box, Send) bool {
		waits = append(waits, int(c.now.Sub(last)/time.Second))
		last = c.now
		return true
	}
	for len(waits) < 9 {
		c.pass(time.Second)
		if moved := told[ServerMoved](c.spoke(2)); len(moved) > 0 && len(waits) != failuresDown+1 {
			t.Errorf("after %d registrations: %v", len(waits), moved)
		}
	}
	if want := []int{99, 1, 2, 4, 8, 16, 32, 64, 64}; !slices.Equal(waits, want) {
		t.Errorf("waited %v, want %v", waits, want)
	}
	if s := c.status(c.spoke(2)).Servers[0]; s.Up || s.Failed != 8 || s.Pending == 0 || s.Retry != secs(64) {
		t.Errorf("%+v", s)
	}
	c.lost = nil
	c.pass(secs(65))
	if moved := told[ServerMoved](c.spoke(2)); len(moved) != 1 || !moved[0].Up {
		t.Errorf("the server is back: %v", moved)
	}
}

// An address that is registered uniquely is nobody else's until that ends.
func TestUniqueAddresses(t *testing.T) {
	for _, noUnique := range []bool{false, true} {
		c := newCloud(t, 2)
		twin := c.spoke(3)
		twin.Address = c.spoke(2).Address
		for _, b := range c.boxes {
			b.NoUnique = noUnique
		}
		c.follow(c.hub(), c.spoke(2))
		c.pass(secs(1))
		told[Registered](c.hub())
		c.follow(twin)
		c.pass(secs(1))
		e, refused := c.entry(c.hub(), "10.0.0.2/32"), told[Refused](twin)
		if registered := told[Registered](c.hub()); len(registered) > 0 != noUnique {
			t.Errorf("no-unique %v: the hub tells of %v", noUnique, registered)
		}
		if noUnique && (e.NBMA != twin.NBMA || len(refused) > 0) {
			t.Errorf("without the flag: %+v, %v", e, refused)
		}
		if !noUnique && (e.NBMA != c.spoke(2).NBMA || len(refused) == 0 || refused[0].Code != packet.CodeAlreadyRegistered) {
			t.Errorf("with the flag: %+v, %v", e, refused)
		}
	}
}

// Without the word, or with another one, nothing is learned, and who tries hears of it.
func TestAuthentication(t *testing.T) {
	for _, word := range []string{"", "other", "wordy", "wor"} {
		c := newCloud(t, 1)
		c.spoke(2).Authentication = word
		c.follow(c.boxes...)
		c.pass(secs(1))
		if e := c.entry(c.hub(), "10.0.0.2/32"); e != nil {
			t.Errorf("%q: the hub learned %+v", word, e)
		}
		if n := len(told[NotAuthentic](c.hub())); n == 0 {
			t.Errorf("%q: nothing is told", word)
		}
		heard := told[ErrorHeard](c.spoke(2)) // if it takes the error, which has the hub's word
		if word == "" && (len(heard) == 0 || heard[0].Code != packet.CodeAuthenticationFails || heard[0].Trigger != packet.RegistrationRequest) {
			t.Errorf("%q: the spoke heard %+v", word, heard)
		}
	}
}

// What may not register does not: our own address, one that is mapped elsewhere, a whole prefix.
func TestRegistrationsRefused(t *testing.T) {
	c := newCloud(t, 1)
	c.hub().Maps = []Map{{at("10.0.0.9"), at("192.0.2.99")}}
	c.follow(c.hub())
	for _, one := range []struct {
		what           string
		protocol, nbma string
		prefix         uint8
		want           uint8
	}{
		{"the hub's own address", "10.0.0.1", "192.0.2.7", 32, packet.CodeAdministratively},
		{"a mapped one elsewhere", "10.0.0.9", "192.0.2.7", 32, packet.CodeAdministratively},
		{"a mapped one where it is", "10.0.0.9", "192.0.2.99", 32, packet.CodeSuccess},
		{"a subnet", "10.0.0.7", "192.0.2.7", 24, packet.CodeAdministratively},
		{"the hub's NBMA address", "10.0.0.7", "192.0.2.1", 32, packet.CodeAdministratively},
		{"one with the prefix of uniqueness", "10.0.0.7", "192.0.2.7", 255, packet.CodeSuccess},
	} {
		c.sent = nil
		client := packet.NHRPClient{Prefix: one.prefix, HoldTime: 60}
		b := &network{Interface: c.spoke(2).Interface}
		b.Address, b.NBMA = netip.PrefixFrom(at(one.protocol), 24), at(one.nbma)
		p := b.request(packet.RegistrationRequest, packet.RegistrationUnique, 7, at("10.0.0.1"), client)
		c.do(c.hub(), func(out *Out) { c.hub().Receive(c.now, c.hub(), "Tunnel0", b.NBMA, p.Append(nil), out) })
		if one.nbma == "192.0.2.1" {
			continue // its answer would go to the hub itself
		}
		if len(c.sent) != 1 || c.sent[0].Packet.Type != packet.RegistrationReply || c.sent[0].Packet.Clients[0].Code != one.want {
			t.Errorf("%s: %+v", one.what, c.sent)
		}
	}
	if n := len(c.status(c.hub()).Entries); n != 2 {
		t.Errorf("%d entries", n)
	}
}

// A cache has an end, and whoever comes then is told so.
func TestCacheIsBounded(t *testing.T) {
	c := newCloud(t, 1)
	c.follow(c.hub())
	refused := 0
	for n := range mostEntries + 50 {
		b := &network{Interface: c.spoke(2).Interface}
		b.Address = netip.PrefixFrom(netip.AddrFrom4([4]byte{10, 9, byte(n >> 8), byte(n)}), 8)
		b.NBMA = netip.AddrFrom4([4]byte{172, 16, byte(n >> 8), byte(n)})
		p := b.request(packet.RegistrationRequest, 0, 7, at("10.0.0.1"), packet.NHRPClient{Prefix: 32, HoldTime: 60})
		c.sent = nil
		c.do(c.hub(), func(out *Out) { c.hub().Receive(c.now, c.hub(), "Tunnel0", b.NBMA, p.Append(nil), out) })
		if c.sent[0].Packet.Clients[0].Code == packet.CodeInsufficient {
			refused++
		}
	}
	if n := len(c.status(c.hub()).Entries); n != mostEntries || refused != 50 {
		t.Errorf("%d entries, %d refused", n, refused)
	}
	c.pass(secs(61))
	if n := len(c.status(c.hub()).Entries); n != 0 {
		t.Errorf("%d entries after their time", n)
	}
}

// No more packets leave in ten seconds than are allowed.
func TestMaxSend(t *testing.T) {
	c := newCloud(t, 1)
	c.hub().MostSent = 3
	c.follow(c.hub())
	b := &network{Interface: c.spoke(2).Interface}
	ask := func() {
		p := b.request(packet.RegistrationRequest, 0, 7, at("10.0.0.1"), packet.NHRPClient{Prefix: 32, HoldTime: 60})
		c.do(c.hub(), func(out *Out) { c.hub().Receive(c.now, c.hub(), "Tunnel0", b.NBMA, p.Append(nil), out) })
	}
	for range 10 {
		ask()
	}
	if s := c.status(c.hub()); s.Traffic.Sent[packet.RegistrationReply] != 3 || s.Traffic.Suppressed != 7 || s.Load != 3 {
		t.Errorf("%+v, %d", s.Traffic, s.Load)
	}
	c.pass(secs(10))
	ask()
	if s := c.status(c.hub()); s.Traffic.Sent[packet.RegistrationReply] != 4 {
		t.Errorf("%+v", s.Traffic)
	}
}

// A server that is one no more is told to forget us, and what was learned goes with the interface.
func TestLeaving(t *testing.T) {
	c := started(t, 2)
	c.spoke(2).Settings.Servers = nil
	c.follow(c.spoke(2))
	if c.entry(c.hub(), "10.0.0.2/32") != nil || c.entry(c.hub(), "10.0.0.3/32") == nil {
		t.Error("the hub has not forgotten who left")
	}
	c.goes(c.spoke(3), "10.0.0.9")
	c.spoke(3).Up = false
	c.follow(c.spoke(3))
	if moved := told[ServerMoved](c.spoke(3)); len(moved) != 2 || moved[1].Up {
		t.Errorf("%+v", moved)
	}
	if list := c.status(c.spoke(3)).Entries; len(list) != 1 || list[0].Kind != Static {
		t.Errorf("%+v", list)
	}
	if when, ok := c.spoke(3).Deadline(); ok {
		t.Errorf("something is due at %v", when)
	}
}
