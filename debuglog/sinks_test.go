package debuglog

import (
	"net/netip"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/quick"
)

func TestSwitches(t *testing.T) {
	var s Switches
	if got := s.Lines(); got != nil {
		t.Errorf("nothing is on, and show debugging prints %q", got)
	}
	if got := s.On(IPsec); got != "Crypto IPSEC debugging is on" {
		t.Errorf("debug crypto ipsec answers %q", got)
	}
	if got := s.On(ISAKMP); got != "Crypto ISAKMP debugging is on" {
		t.Errorf("debug crypto isakmp answers %q", got)
	}
	want := []string{"Cryptographic Subsystem:", "  Crypto ISAKMP debugging is on", "  Crypto IPSEC debugging is on"}
	if got := s.Lines(); !slices.Equal(got, want) {
		t.Errorf("show debugging prints %q, want %q", got, want)
	}
	if got := s.Off(IPsec); got != "Crypto IPSEC debugging is off" || s.IsOn(IPsec) || !s.IsOn(ISAKMP) {
		t.Errorf("no debug crypto ipsec answers %q and leaves %q", got, s.Lines())
	}
	if got := s.AllOff(); got != "All possible debugging has been turned off" || s.Lines() != nil {
		t.Errorf("undebug all answers %q and leaves %q", got, s.Lines())
	}
	s.AllOn(IOS15)
	for sw := range Always {
		if !s.IsOn(sw) {
			t.Errorf("debug all leaves %q", sw.Confirmation(false))
		}
	}
}

func TestSwitchesLet(t *testing.T) {
	all := []Switch{ISAKMP, ISAKMPError, ISAKMPDPD, IPsec, CryptoEngine, Always}
	for _, tt := range []struct {
		on   []Switch
		lets []Switch
	}{
		{nil, []Switch{Always}},
		{[]Switch{ISAKMP}, []Switch{ISAKMP, ISAKMPError, ISAKMPDPD, Always}},
		{[]Switch{ISAKMPError}, []Switch{ISAKMPError, Always}},
		{[]Switch{ISAKMPDPD, IPsec}, []Switch{ISAKMPDPD, IPsec, Always}},
	} {
		var s Switches
		for _, sw := range tt.on {
			s.On(sw)
		}
		for _, sw := range all {
			if s.Prints(sw) != slices.Contains(tt.lets, sw) {
				t.Errorf("with %v on, switch %d lets its lines out: %v", tt.on, sw, s.Prints(sw))
			}
		}
	}
}

// The order in which debugs are turned on means nothing.
func TestOrderOfDebugs(t *testing.T) {
	var one, other Switches
	one.On(ISAKMP)
	one.On(IPsec)
	other.On(IPsec)
	other.On(ISAKMP)
	if one.on != other.on || !one.Prints(ISAKMP) || !one.Prints(IPsec) {
		t.Errorf("%+v and %+v", one, other)
	}
}

func TestSinkAdmits(t *testing.T) {
	s := Sink{Enabled: true, Level: Warnings}
	if !s.Admits(Errors) || !s.Admits(Warnings) || s.Admits(Notifications) {
		t.Error("a sink of level warnings lets out errors and warnings, no more")
	}
	if s.Enabled = false; s.Admits(Emergencies) {
		t.Error("a sink that is off lets a message out")
	}
}

func TestBuffer(t *testing.T) {
	b := NewBuffer(12)
	for _, m := range []string{"one", "two", "three"} { // 4 + 4 + 6 bytes
		b.Append(m)
	}
	if got := b.Lines(); !slices.Equal(got, []string{"two", "three"}) {
		t.Errorf("12 bytes hold %q", got)
	}
	b.Resize(6)
	if got := b.Lines(); !slices.Equal(got, []string{"three"}) || b.Size() != 6 {
		t.Errorf("%d bytes hold %q", b.Size(), got)
	}
	b.Append("longer than that")
	if got := b.Lines(); len(got) != 0 {
		t.Errorf("6 bytes hold %q", got)
	}
	b.Append("four")
	if got := b.Lines(); !slices.Equal(got, []string{"four"}) {
		t.Errorf("after a message that was too long: %q", got)
	}
	b.Clear()
	if got := b.Lines(); len(got) != 0 {
		t.Errorf("after clear logging: %q", got)
	}
}

// TestBufferKeepsTheNewest: what is kept is the end of what was said, and as much of it as fits.
func TestBufferKeepsTheNewest(t *testing.T) {
	property := func(size uint8, lengths []uint8) bool {
		b := NewBuffer(int(size))
		var all []string
		for _, n := range lengths {
			message := strings.Repeat("x", int(n%32))
			all = append(all, message)
			b.Append(message)
		}
		kept := b.Lines()
		bytes := 0
		for _, m := range kept {
			bytes += len(m) + 1
		}
		rest := all[:len(all)-len(kept)]
		full := len(rest) == 0 || bytes+len(rest[len(rest)-1])+1 > int(size)
		return bytes <= int(size) && full && slices.Equal(all[len(rest):], kept)
	}
	if err := quick.Check(property, nil); err != nil {
		t.Error(err)
	}
}

func TestLoggingPage(t *testing.T) {
	page := LoggingPage{
		RateLimited: 2,
		Console:     Sink{true, Debugging, 22827},
		Monitor:     Sink{true, Debugging, 68},
		Buffer:      Sink{true, Debugging, 22860},
		Trap:        Sink{true, Informational, 22790},
		Hosts:       []LogHost{{netip.MustParseAddr("10.5.2.1"), 514, 142}},
		BufferSize:  16384,
		Messages:    []string{"*Mar  1 00:30:26.911: %CRYPTO-6-ISAKMP_ON_OFF: ISAKMP is ON"},
	}
	want, err := os.ReadFile("testdata/show-logging.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(page.Lines(), "\n") + "\n"; got != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}

	page.Console.Enabled, page.Buffer.Enabled = false, false
	got := strings.Join(page.Lines(), "\n")
	if !strings.Contains(got, "    Console logging: disabled\n    Monitor logging: level") {
		t.Errorf("no logging console prints\n%s", got)
	}
	if strings.Contains(got, "Log Buffer") || strings.Contains(got, "ISAKMP is ON") {
		t.Errorf("no logging buffered prints the buffer:\n%s", got)
	}
}
