package lab

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ruthere/event"
	"ruthere/packet"
)

// A multipoint is one of the shipped labs of a hub and two spokes.
type multipoint struct {
	*Lab
	t   *testing.T
	gre []string // packets of the tunnel that are on the wire in clear
	is  string
}

func newMultipoint(t *testing.T, name, release string, change ...string) *multipoint {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "scripts", name))
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.NewReplacer(append(change, `ios: "15"`, `ios: "`+release+`"`, "logging dmvpn\n", "\n")...).Replace(string(text))
	topology, err := ParseTopology(name, []byte(changed), nil)
	if err != nil {
		t.Fatal(err)
	}
	m := &multipoint{t: t, is: name + ", " + release}
	m.Lab, err = New(topology, Options{Virtual: true, Packets: true, Event: func(e event.Stamped) {
		if p, is := e.Event.(event.Packet); is && p.State == event.Sent && p.Protocol == packet.ProtocolGRE {
			m.gre = append(m.gre, fmt.Sprintf("%s: %v > %v", e.At.Format(time.TimeOnly), p.Src, p.Dst))
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// shortcuts is the change of the shipped lab by which all of them redirect, and take shortcuts.
var shortcuts = []string{"ip nhrp network-id 1\n", "ip nhrp network-id 1\n       ip nhrp redirect\n       ip nhrp shortcut\n"}

// within wants something to be so after a while.
func (m *multipoint) within(d time.Duration, text string) {
	m.t.Helper()
	if out, err := m.Command(fmt.Sprintf("until %s within %v", text, d)); err != nil {
		m.t.Errorf("%s, %s: %v%s", m.is, m.Now().Format(time.TimeOnly), err, out)
	}
}

// Spokes find one another in each release, in clear and protected; what they have found lasts while the hub is away, and after it is back
// they register again. Of a protected tunnel nothing is on the wire in clear.
func TestSpokesFindOneAnother(t *testing.T) {
	for _, release := range []string{"12.4", "15", "xe"} {
		for _, name := range []string{"dmvpn.yaml", "dmvpn-protected.yaml"} {
			m := newMultipoint(t, name, release, shortcuts...)
			m.within(10*time.Second, "ping Spoke2 10.0.0.1")
			m.within(10*time.Second, "ping Spoke2 10.0.0.3")
			m.within(10*time.Second, "ping Desk 192.168.3.10")
			advance(t, m.Lab, 3*time.Second) // both ways are found, and SAs
			if err := m.Crash("Hub"); err != nil {
				t.Fatal(err)
			}
			advance(t, m.Lab, 5*time.Second)
			m.within(5*time.Second, "ping Desk 192.168.3.10")
			advance(t, m.Lab, 3*time.Minute)
			if err := m.Boot("Hub"); err != nil {
				t.Fatal(err)
			}
			m.within(5*time.Minute, "ping Hub 10.0.0.2")
			m.within(5*time.Minute, "ping Hub 10.0.0.3")
			m.within(time.Minute, "ping Desk 192.168.3.10")
			if isProtected := name != "dmvpn.yaml"; isProtected == (len(m.gre) > 0) {
				t.Errorf("%s, %s: in clear were %d packets", name, release, len(m.gre))
			}
		}
	}
}

// Who does not know the key is nobody's far end.
func TestStrangerAtTheHub(t *testing.T) {
	m := newMultipoint(t, "dmvpn-protected.yaml", "15", "hostname Spoke3\n",
		"hostname Spoke3\n      crypto isakmp key other address 192.0.2.1\n")
	m.within(10*time.Second, "ping Spoke2 10.0.0.1")
	advance(t, m.Lab, time.Minute)
	if out, err := m.Command("until ping Hub 10.0.0.3 within 60s"); err == nil || len(m.gre) > 0 {
		t.Errorf("the stranger is reached: %s; %d packets were in clear", out, len(m.gre))
	}
}

// Wireshark reads all packets of NHRP without a remark.
func TestFramesOfNHRP(t *testing.T) {
	wholeOnly(t)
	needTshark(t)
	m := newMultipoint(t, "dmvpn.yaml", "15", shortcuts...)
	folder := t.TempDir()
	file, recorder := captureTo(t, folder)
	if err := m.CaptureTo("", recorder, "center"); err != nil {
		t.Fatal(err)
	}
	m.within(10*time.Second, "ping Desk 192.168.3.10")
	m.within(10*time.Second, "ping Spoke3 10.0.0.2")
	attachConsole(t, m.Lab, "Spoke3")
	say(t, m.Lab, "Spoke3", "enable", "configure terminal", "interface GigabitEthernet0/1", "shutdown")
	advance(t, m.Lab, 10*time.Second)
	if err := m.StopCaptures(); err != nil {
		t.Fatal(err)
	}
	types := map[string]int{}
	for _, f := range tshark(t, folder, file, "nhrp", "nhrp.hdr.op.type", "_ws.expert.message", "_ws.malformed") {
		types[f[0]]++
		if f[1]+f[2] != "" {
			t.Errorf("a packet of type %s: %s%s", f[0], f[1], f[2])
		}
	}
	for _, one := range []string{"1", "3", "4", "8"} { // the others go between the spokes
		if types[one] == 0 {
			t.Errorf("no packets of type %s: %v", one, types)
		}
	}
}
