package system

import (
	"slices"
	"strings"

	"ruthere/modes"
	"ruthere/parser"
)

// snmpLines are what the `snmp-server` lines say behind that word.
func snmpLines(b modes.Configuration) (lines []string) {
	for l := range b.Config().Inert.All() {
		if rest, ok := strings.CutPrefix(l.Text, "snmp-server "); ok {
			lines = append(lines, rest)
		}
	}
	return lines
}

// snmp is a show command of the SNMP agent, which answers nobody here.
func snmp(words string, help modes.H, print func(x *modes.Context, b modes.Device)) modes.Cmd[modes.Device] {
	return modes.ShowCommand(strings.TrimSpace("snmp "+words), modes.MergeHelp(modes.H{"snmp": "snmp statistics"}, help),
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			if len(snmpLines(b)) == 0 {
				x.Println("%SNMP agent not enabled")
				return nil
			}
			print(x, b)
			return nil
		})
}

// allOf are the texts of the lines about a subject.
func allOf(b modes.Configuration, subject string) (texts []string) {
	for _, line := range snmpLines(b) {
		if text, ok := strings.CutPrefix(line, subject+" "); ok {
			texts = append(texts, text)
		}
	}
	return texts
}

// saidOf is the text of the one line about a subject, "" for none.
func saidOf(b modes.Configuration, subject string) string {
	if texts := allOf(b, subject); len(texts) > 0 {
		return texts[0]
	}
	return ""
}

func showSNMP() modes.Cmd[modes.Device] {
	return snmp("", nil, func(x *modes.Context, b modes.Device) {
		x.Printf("Chassis: %s\n", b.Serial())
		for _, word := range []string{"contact", "location"} {
			if text := saidOf(b, word); text != "" {
				x.Printf("%s: %s\n", strings.ToUpper(word[:1])+word[1:], text)
			}
		}
		x.Printf("0 SNMP packets input\n    0 Bad SNMP version errors\n    0 Unknown community name\n" +
			"    0 Illegal operation for community name supplied\n    0 Encoding errors\n" +
			"    0 Number of requested variables\n    0 Number of altered variables\n    0 Get-request PDUs\n    0 Get-next PDUs\n" +
			"    0 Set-request PDUs\n" +
			"0 SNMP packets output\n    0 Too big errors (Maximum packet size 1500)\n    0 No such name errors\n    0 Bad values errors\n" +
			"    0 General errors\n    0 Response PDUs\n    0 Trap PDUs\n")
	})
}
func showSNMPContact() modes.Cmd[modes.Device] {
	return snmp("contact", modes.H{"contact": "show snmp contact"}, func(x *modes.Context, b modes.Device) { x.Println(saidOf(b, "contact")) })
}
func showSNMPLocation() modes.Cmd[modes.Device] {
	return snmp("location", modes.H{"location": "show snmp location"},
		func(x *modes.Context, b modes.Device) { x.Println(saidOf(b, "location")) })
}
func showSNMPChassis() modes.Cmd[modes.Device] {
	return snmp("chassis", modes.H{"chassis": "show snmp chassis"}, func(x *modes.Context, b modes.Device) { x.Println(b.Serial()) })
}
func showSNMPCommunity() modes.Cmd[modes.Device] {
	return snmp("community", modes.H{"community": "show snmp community"}, func(x *modes.Context, b modes.Device) {
		for _, text := range allOf(b, "community") {
			name, _, _ := strings.Cut(text, " ")
			x.Printf("\nCommunity name: %s\nCommunity Index: %s\nCommunity SecurityName: %s\nstorage-type: nonvolatile\t active\n", name, name, name)
		}
		x.Println("")
	})
}

// trapKinds are the kinds of traps that a host can be sent.
var trapKinds = strings.Fields("aaa_server atm bgp bulkstat call-home cef cnpd config config-copy config-ctid cpu dial eigrp entity " +
	"envmon event-manager firewall flash frame-relay hsrp ipmulticast ipsec ipsla isakmp isdn isis l2tun license memory mpls msdp ospf pim " +
	"pki pppoe rsvp rtr snmp syslog tty voice vrrp vtp")

// trapKind is one of them, in full.
type trapKind struct{}

func (trapKind) Name() string { return "TRAP" }

func (trapKind) Accept(word string) (value any, reach int, ok bool) {
	if !slices.Contains(trapKinds, word) {
		return nil, 0, false
	}
	return word, len(word), true
}

func (trapKind) Print(value any) string { s, _ := value.(string); return s }

func (trapKind) Rows() (rows []parser.Row) {
	for _, word := range trapKinds {
		rows = append(rows, parser.Row{Item: word, Text: "Allow SNMP " + word + " traps"})
	}
	return rows
}

func addSNMP(l *modes.Language) {
	l.AddTypes(trapKind{})
	l.Add("exec", showSNMP(), showSNMPContact(), showSNMPLocation(), showSNMPChassis(), showSNMPCommunity())
}
