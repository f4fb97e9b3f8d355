package ios

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruthere/debuglog"
	"ruthere/modes"
)

// refusals are the lines of a text that are refused, as line:column: reason.
func refusals(text string) (all []string) {
	_, complaints := Parse(text, debuglog.IOS15)
	for _, c := range complaints {
		all = append(all, fmt.Sprintf("%d:%d %s", c.Line, c.Column, strings.TrimPrefix(c.Reason(), "% ")))
	}
	return all
}

// An indented line of a text belongs to the mode above it. One that its mode does not know is
// refused, never taken for a line of another mode, and so is what stands below it.
func TestIndentedLinesStayInTheirMode(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
		kept       string // a line that must be there all the same
		not        string // one that must not
	}{
		{"a global command below an interface",
			"interface FastEthernet0/0\n ip routing protocol\n hostname X\n crypto map CM\ncrypto map CM 1 ipsec-isakmp\n",
			[]string{"2:9 Invalid input detected", "3:4 Invalid input detected"}, " crypto map CM\n", "hostname X"},
		{"children of a refused line",
			"router rip\n network 10.0.0.0\n zone family ipv4\n  version 1\n  network 192.168.0.0\n version 2\n",
			[]string{"3:2 Invalid input detected", "4:3 Refused with line 3, which opens no mode", "5:3 Refused with line 3, which opens no mode"},
			" version 2\n", "192.168"},
		{"children of a refused global line, past blanks and comments", "frobnicate\n!\n\n hostname X\nhostname Y\n",
			[]string{"1:3 Invalid input detected", "4:2 Refused with line 1, which opens no mode"}, "hostname Y\n", ""},
		{"children of a line that opens no mode", "hostname Y\n ip domain name x.example\nip host z 192.0.2.1\n",
			[]string{"2:2 Refused with line 1, which opens no mode"}, "ip host z 192.0.2.1\n", "x.example"},
		{"the whole text is indented",
			"  interface FastEthernet0/0\n    ip address 192.0.2.1 255.255.255.0\n  hostname Y\n", nil, "hostname Y\n", ""},
		{"nothing is indented", "interface FastEthernet0/0\nip address 192.0.2.1 255.255.255.0\nhostname Y\n", nil,
			" ip address 192.0.2.1 255.255.255.0\n", ""},
		{"a sibling closes the mode below it", "policy-map P\n class A\n  bandwidth 10\n class B\n  bandwidth 20\n description d\n", nil,
			" description d\n", ""},
		{"a reflex in a file", "conf t\nhostname Y\nconfigure terminal\n", []string{"1:6 Invalid input detected", "3:9 Invalid input detected"},
			"hostname Y\n", "config-register"},
		{"the column of a global line after a submode", "interface FastEthernet0/0\n shutdown\ncrypto isakmp keepalive 5 periodic\n",
			[]string{"3:25 Invalid input detected"}, "", ""},
		{"an incomplete one", "interface FastEthernet0/0\n shutdown\nip route 0.0.0.0 0.0.0.0\n", []string{"3:1 Incomplete command"}, "", ""},
	} {
		l := &loader{config: load(t, debuglog.IOS15, ""), release: debuglog.IOS15}
		modes.Load(l, c.text)
		printed := running(l.config, debuglog.IOS15)
		if diff := cmp.Diff(c.want, refusals(c.text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		if !strings.Contains(printed, c.kept) || c.not != "" && strings.Contains(printed, c.not) {
			t.Errorf("%s: want %q and not %q in\n%s", c.name, c.kept, c.not, printed)
		}
	}
}

// At a console the device's rule holds: what a submode does not know is tried as a global line,
// however it is indented.
func TestConsoleMindsNoIndentation(t *testing.T) {
	d := newConsole(load(t, debuglog.IOS15, ""))
	for _, line := range []string{"interface FastEthernet0/0", "   hostname Y"} {
		d.session.Execute(line)
	}
	if d.config.Hostname != "Y" || d.session.Mode().ID != modes.GlobalMode {
		t.Errorf("hostname %s, in %s", d.config.Hostname, d.session.Mode().ID)
	}
}
