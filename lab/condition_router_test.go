package lab

import (
	"strings"
	"testing"
	"time"
)

// Facts about what routers would show, and about who reaches whom.
func TestConditionsOfRouters(t *testing.T) {
	o := observed(t, "lab.yaml", true)
	o.must(t, "run 10s")
	plain := strings.NewReplacer(`\`, "")
	for _, c := range []struct{ line, want string }{
		{`until config Router "hostname Router"`, `config Router "hostname Router"`},
		{`until config Router "interface FastEthernet0/0" "ip address 10.1.32.14 255.255.255.0"`, "15:17:10.003"},
		{`until not config Router "hostname Peer"`, "15:17:10.003"},
		{"until ping Router Peer", "ping Router Peer"},
		{"until ping Inside 192.168.2.10 within 5s", "15:17:12.035 ping Inside 192.168.2.10"},
		{`until show Router "show crypto session" "any(crypto_sessions, .status == \"UP-ACTIVE\")"`, "15:17:12.0"},
		{"cut Router Peer", ""},
		{"until not ping Inside Server", "15:17:14.0"},
		{"restore all", ""},
		{"until ping Inside Server size 1600", "ping Inside Server size 1600"},
		{"reach Inside Server", ""},
		{"run 1s", "Inside reaches Server in 18 ms"},
		{"crash Peer", ""},
		{"reach Peer Inside", "Peer does not reach Inside: Peer is switched off"},
	} {
		before := o.shown.Len()
		o.must(t, c.line)
		if got := o.shown.String()[before:]; c.want != "" && !strings.Contains(plain.Replace(got), plain.Replace(c.want)) {
			t.Fatalf("%s\nwant %s\n got %s", c.line, c.want, got)
		}
	}
}

// The echoes that a condition sends enter by the one door: who does the run again needs no condition.
func TestEchoesAreInputs(t *testing.T) {
	o := observed(t, "lab.yaml", true)
	o.deaf = func(text string) bool { return strings.Contains(text, "reach") || strings.Contains(text, "ping") }
	o.must(t, "run 10s")
	o.must(t, "until ping Inside Server within 1m")
	o.must(t, "until not ping Inside 10.9.9.9 and 15:18:00 within 1m")
	start := o.lab.Now()
	o.must(t, "run 30s")
	if n := len(o.lab.watches); n > 0 {
		t.Errorf("%d watches are left", n)
	}
	entries := o.lab.line.entries
	echoes := 0
	for _, e := range entries {
		if strings.HasPrefix(e.Command, "reach ") {
			echoes++
		}
		if e.At.After(start) {
			t.Errorf("%s enters after the condition has come true", e.Command)
		}
	}
	if echoes < 20 {
		t.Errorf("%d echoes entered", echoes)
	}
	again := observe(t, o.lab.line.topology, true)
	again.deaf = o.deaf
	again.rerun(t, entries)
	if err := again.lab.Advance(o.lab.Now()); err != nil {
		t.Fatal(err)
	}
	if again.shown.String() != o.shown.String() {
		t.Errorf("done again it is not the same: %s", differ(o.shown.String(), again.shown.String()))
	}
	if again.packets.String() != o.packets.String() {
		t.Error("done again it has other packets")
	}
}

// An echo that nobody asks for any more does not hold time up.
func TestEchoesOfTheOtherBranch(t *testing.T) {
	o := observed(t, "lab.yaml", true)
	o.must(t, "run 10s")
	o.must(t, "ping Inside Server")
	o.must(t, "run 5s")
	c, err := o.lab.ParseCondition("sa Router Peer up and ping Inside Server and 18:00:00")
	if err != nil {
		t.Fatal(err)
	}
	looks := 0
	defer o.lab.Watch(func() { looks++; c.Holds(o.lab) }, c).End()
	o.must(t, "cut Router Peer")
	if err := o.lab.Advance(o.lab.Now().Add(5 * time.Minute)); err != nil {
		t.Fatal(err)
	}
	if looks == 0 || c.Holds(o.lab) != No {
		t.Errorf("after %d looks it is %v", looks, c.Holds(o.lab))
	}
}

// What somebody has typed is in the log too, and is no line of the router's own.
func TestQuotedLinesDoNotCount(t *testing.T) {
	o := observed(t, "lab.yaml", true)
	operate := func(lines ...string) (shown string) {
		t.Helper()
		typed, err := o.lab.Operate("Router", append([]string{"configure terminal"}, lines...)...)
		if err != nil {
			t.Fatal(err)
		}
		return typed[len(typed)-1].Shown
	}
	operate("archive", "log config", "logging enable", "notify syslog")
	c, err := o.lab.ParseCondition(`log Router "SESSION_STATUS: Crypto tunnel is UP" or log Router "CFGLOG_LOGGEDCMD.*shutdown"`)
	if err != nil {
		t.Fatal(err)
	}
	defer o.lab.Watch(nil, c).End()
	operate("interface FastEthernet0/0", "description %CRYPTO-5-SESSION_STATUS: Crypto tunnel is UP")
	if !strings.Contains(o.shown.String(), "logged command:description %CRYPTO") {
		t.Fatal("the command is not in the log")
	}
	if c.Holds(o.lab) != No {
		t.Errorf("a description counts: %s", c.Seen(o.lab))
	}
	operate("interface FastEthernet0/0", "no shutdown")
	if c.Holds(o.lab) != Yes {
		t.Errorf("who asks for typed commands by name does not get them: %s", c.Seen(o.lab))
	}
}
