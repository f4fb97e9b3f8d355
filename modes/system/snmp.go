package system

import (
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

func snmpServer() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `snmp-server subject:SUBJECT [rest:LINE]`,
		Help:   modes.H{"snmp-server": "Modify SNMP engine parameters", "subject": "What to configure", "rest": "Text"},
		Types:  []parser.Type{snmpSubject{}},
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.SNMP.Set(config.ReadSNMPLine(snmpText(a)))
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error { c.SNMP.Remove(snmpText(a)); return nil },
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, l := range c.SNMP.Lines {
				subject, rest, more := strings.Cut(l.String(), " ")
				args := parser.Args{"subject": subject}
				if more {
					args["rest"] = rest
				}
				lines = append(lines, args)
			}
			return lines
		},
	}
}

// snmpText is all that a line says after its first word.
func snmpText(a parser.Args) string { return strings.TrimSpace(a.Str("subject") + " " + a.Str("rest")) }

// snmpSubjects are what a line can be about, with their help.
var snmpSubjects = []parser.Row{
	{Item: "cache", Text: "Enable SNMP cache"}, {Item: "chassis-id", Text: "String to uniquely identify this chassis"},
	{Item: "community", Text: "Enable SNMP; set community string and access privs"}, {Item: "contact", Text: "Text for mib object sysContact"},
	{Item: "context", Text: "Create/Delete a context apart from default"}, {Item: "drop", Text: "Silently drop SNMP packets"},
	{Item: "enable", Text: "Enable SNMP Traps"}, {Item: "engineID", Text: "Configure a local or remote SNMPv3 engineID"},
	{Item: "file-transfer", Text: "File transfer related commands"}, {Item: "group", Text: "Define a User Security Model group"},
	{Item: "host", Text: "Specify hosts to receive SNMP notifications"}, {Item: "ifindex", Text: "Enable ifindex persistence"},
	{Item: "ifmib", Text: "Configure ifmib"}, {Item: "inform", Text: "Configure SNMP Informs options"},
	{Item: "ip", Text: "IP ToS configuration for SNMP traffic"}, {Item: "location", Text: "Text for mib object sysLocation"},
	{Item: "manager", Text: "Modify SNMP manager parameters"}, {Item: "packetsize", Text: "Largest SNMP packet size"},
	{Item: "queue-length", Text: "Message queue length for each TRAP host"}, {Item: "queue-limit", Text: "Message queue size"},
	{Item: "source-interface", Text: "Assign a source interface"}, {Item: "system-shutdown", Text: "Enable use of the SNMP reload command"},
	{Item: "tftp-server-list", Text: "Limit TFTP servers used via SNMP"}, {Item: "trap", Text: "SNMP trap options"},
	{Item: "trap-source", Text: "Assign an interface for the source address of all traps"},
	{Item: "trap-timeout", Text: "Set timeout for TRAP message retransmissions"},
	{Item: "user", Text: "Define a user who can access the SNMP engine"}, {Item: "usm", Text: "SNMPv3 User Security Model"},
	{Item: "view", Text: "Define an SNMPv2 MIB view"},
}

// snmpSubject is the first word of a line, in full or as much of it as tells it from others.
type snmpSubject struct{}

func (snmpSubject) Name() string { return "SUBJECT" }

func (snmpSubject) Accept(word string) (value any, reach int, ok bool) {
	found := ""
	for _, s := range snmpSubjects {
		switch {
		case strings.EqualFold(s.Item, word):
			return s.Item, len(word), true
		case len(word) > 0 && len(word) < len(s.Item) && strings.EqualFold(s.Item[:len(word)], word):
			if found != "" {
				return nil, len(word), false
			}
			found = s.Item
		}
	}
	return found, 0, found != ""
}

func (snmpSubject) Print(value any) string { s, _ := value.(string); return s }

func (snmpSubject) Rows() []parser.Row { return snmpSubjects }

// snmpSecretForms are the lines of SNMP in which secrets stand: communities, which version 3
// replaces by user names, and the users' passwords.
var snmpSecretForms = []string{
	`snmp-server community name:WORD! [rest:LINE]`,
	`snmp-server host host:WORD [vrf vrf-name:WORD] [traps | informs] [version {1 | 2c | 3 {auth | noauth | priv}}] name:WORD! [rest:LINE]`,
	`snmp-server user user:WORD group:WORD [remote remote:WORD [udp-port port:<0-65535>] [vrf vrf-name:WORD]] {v1 | v2c | v3}
		[encrypted] [auth {md5 | sha} password:WORD! [priv {des | des56=des56 | triple=3des | aes {128 | 192 | 256}} privacy:WORD!]]
		[access list:LINE]`,
	`snmp-server {group | view | enable | contact | location | chassis-id | engineID | ifmib | trap-source | queue-length | packetsize}
		[rest:LINE]`,
}

// snmp is a show command of the SNMP agent, which answers nobody here.
func snmp(words string, help modes.H, print func(x *modes.Context, b modes.Device)) modes.Cmd[modes.Device] {
	return modes.ShowCommand(strings.TrimSpace("snmp "+words), modes.MergeHelp(modes.H{"snmp": "snmp statistics"}, help),
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			if len(b.Config().SNMP.Lines) == 0 {
				x.Println("%SNMP agent not enabled")
				return nil
			}
			print(x, b)
			return nil
		})
}

// saidOf is the text of the one line about a subject, "" for none.
func saidOf(b modes.Configuration, subject string) string {
	if texts := b.Config().SNMP.About(subject); len(texts) > 0 {
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
	return snmp("location", modes.H{"location": "show snmp location"}, func(x *modes.Context, b modes.Device) {
		x.Println(saidOf(b,
			"location"))
	})
}
func showSNMPChassis() modes.Cmd[modes.Device] {
	return snmp("chassis", modes.H{"chassis": "show snmp chassis"}, func(x *modes.Context, b modes.Device) { x.Println(b.Serial()) })
}
func showSNMPCommunity() modes.Cmd[modes.Device] {
	return snmp("community", modes.H{"community": "show snmp community"}, func(x *modes.Context, b modes.Device) {
		for _, text := range b.Config().SNMP.About("community") {
			name, _, _ := strings.Cut(text, " ")
			x.Printf("\nCommunity name: %s\nCommunity Index: %s\nCommunity SecurityName: %s\nstorage-type: nonvolatile\t active\n", name, name, name)
		}
		x.Println("")
	})
}

func addSNMP(l *modes.Language) {
	l.Add("global", snmpServer().ForShow("SNMP"))
	l.AddSecretForms("global", snmpSecretForms...)
	l.Add("exec", showSNMP(), showSNMPContact(), showSNMPLocation(), showSNMPChassis(), showSNMPCommunity())
}
