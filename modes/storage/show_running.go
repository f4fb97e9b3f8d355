package storage

import (
	"fmt"
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// partitions are the parts of the running-config that one may ask for, each with what
// its lines begin with; "common" is what belongs to no other.
var partitions = []struct {
	name, help string
	leads      []string
}{
	{"access-list", "All access-list configurations", []string{"access-list", "ip access-list"}},
	{"class-map", "All class-map configurations", []string{"class-map"}},
	{"common", "All remaining unregistered configurations", nil},
	{"global-cdp", "All global cdp configurations", []string{"cdp"}},
	{"interface", "All interface specific configurations", []string{"interface"}},
	{"ip-as-path", "All IP as-path configurations", []string{"ip as-path"}},
	{"ip-community", "All IP community list configurations", []string{"ip community-list"}},
	{"ip-prefix-list", "All ip prefix-list configurations", []string{"ip prefix-list"}},
	{"ip-static-routes", "All ip route configurations", []string{"ip route"}},
	{"line", "All line mode configurations", []string{"line"}},
	{"policy-map", "All policy-map configurations", []string{"policy-map"}},
	{"route-map", "All route-map configurations", []string{"route-map"}},
	{"router", "All routing configurations", []string{"router"}},
	{"snmp", "All SNMP configurations", []string{"snmp-server"}},
	{"tacacs", "All TACACS configurations", []string{"tacacs-server", "tacacs"}},
}

// mapKinds are the kinds of maps that can be shown alone.
var mapKinds = []string{"class-map", "control-plane", "map-class", "policy-map", "route-map"}

func showRunning() modes.Cmd[modes.Device] {
	help := modes.MergeHelp(modes.ShowHelp(), modes.H{"running-config": "Current operating configuration",
		"all": "Configuration with defaults", "brief": "configuration without certificate data",
		"full": "full configuration", "interface": "Show interface configuration", "linenum": "Display line numbers in output",
		"numbered": "Display line numbers in output",
		"view":     "View options", "vrf": "Show VRF aware configuration", "vrf-name": "VRF name",
		"partition": "Configuration corresponding a partition",
		"map-name":  "Name of the map", "view/full": "full configuration"})
	var parts []string
	for _, p := range partitions {
		parts = append(parts, "part-"+p.name+"="+p.name)
		help["partition/"+p.name] = p.help
		if help[p.name] == "" {
			help[p.name] = p.help
		}
	}
	for _, kind := range mapKinds {
		help[kind] = "Show " + kind + " configuration"
	}
	return modes.Cmd[modes.Device]{
		Syntax: `show running-config [all [numbered=linenum] | brief [numbered=linenum] | full [numbered=linenum] | linenum |
			interface interface:INTERFACE [numbered=linenum] |
		vrf [vrf-name:WORD] | partition {` + strings.Join(parts, " | ") + `} | view full | ` + strings.Join(mapKinds,
			" [map-name:WORD] | ") + `]`,
		Help: modes.UsedHelp(strings.Join(append(parts, mapKinds...),
			" ")+" show running-config all brief full interface linenum numbered= view vrf vrf-name partition map-name", help),
		Level: 15,
		Set:   printRunning,
	}
}

func printRunning(x *modes.Context, b modes.Device, a parser.Args) error {
	text := x.RunningConfig()
	kind, part := asked(a)
	switch {
	case a.Has("interface"):
		if b.Config().Interface(a.Str("interface")) == nil {
			return modes.BadInterfaceNumber(x.Line)
		}
		text = b.Language().RunningBlock(x.Session.Level, b.Config(), "interface",
			func(line parser.Args) bool { return line.Str("interface") == a.Str("interface") })
	case a.Has("all"):
		text = modes.RunningHeader(b) + b.Language().RunningAll(x.Session.Level, b.Config())
	case a.Has("brief"):
		text = withoutCertificateData(text)
	case a.Has("vrf"):
		name := a.Str("vrf-name")
		if name != "" && b.Config().VRF(name) == nil {
			return modes.Refuse("% VRF " + name + " does not exist")
		}
		text = runningVRF(b.Language(), x.Session.Level, b.Config(), name)
	case part >= 0:
		text = "!\nConfiguration of Partition - " + partitions[part].name + "\n!\n!\n" + blocksThat(text, partOf(part)) + "!\n!\nend\n"
	case kind != "":
		text = "!\n" + blocksThat(text, func(line string) bool {
			return modes.BeginsWithWords(line, kind) && (!a.Has("map-name") || strings.HasSuffix(strings.TrimSpace(line), " "+a.Str("map-name")))
		}) + "end\n"
	}
	text = modes.CurrentConfiguration(text)
	if a.Has("linenum") || a.Has("numbered") {
		text = numberedLines(text)
	}
	x.Println("Building configuration...")
	x.Printf("%s", text)
	return nil
}

// withoutCertificateData leaves out the digits of certificates: what is indented deeper than their names.
func withoutCertificateData(text string) string {
	var b strings.Builder
	inChain := false
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, " ") {
			inChain = strings.HasPrefix(line, "crypto pki certificate chain ")
		}
		if !inChain || !strings.HasPrefix(line, "  ") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// asked is the kind of map, or the number of the partition, that the user wants.
func asked(a parser.Args) (kind string, part int) {
	for i, p := range partitions {
		if a.Has("part-" + p.name) {
			return "", i
		}
	}
	for _, k := range mapKinds {
		if a.Has(k) {
			return k, -1
		}
	}
	return "", -1
}

// partOf says which lines belong to a partition.
func partOf(part int) func(line string) bool {
	in := func(line string, leads []string) bool {
		for _, lead := range leads {
			if modes.BeginsWithWords(line, lead) {
				return true
			}
		}
		return false
	}
	if leads := partitions[part].leads; leads != nil {
		return func(line string) bool { return in(line, leads) }
	}
	return func(line string) bool {
		for _, p := range partitions {
			if in(line, p.leads) {
				return false
			}
		}
		return line != "end"
	}
}

// blocksThat keeps the blocks whose first line is wanted. Separators stay behind them.
func blocksThat(text string, wanted func(line string) bool) string {
	var b strings.Builder
	kept := false
	for line := range strings.Lines(text) {
		plain := strings.TrimRight(line, "\n")
		if plain != "" && plain[0] != ' ' && plain[0] != '!' {
			kept = wanted(strings.TrimRight(plain, " "))
		}
		if kept {
			b.WriteString(line)
		}
		if plain != "" && plain[0] == '!' {
			kept = false
		}
	}
	return b.String()
}

// runningVRF is what the configuration says of one VRF, or of all.
func runningVRF(l *modes.Language, level int, c *config.Config, name string) string {
	mine := func(vrf string) bool { return vrf != "" && (name == "" || vrf == name) }
	part := c.Clone()
	part.VRFs, part.Interfaces, part.Routes = nil, nil, nil
	for _, v := range c.VRFs {
		if mine(v.Name) {
			part.VRFs = append(part.VRFs, v)
		}
	}
	for _, i := range c.Interfaces {
		if mine(i.VRF) {
			part.Interfaces = append(part.Interfaces, i)
		}
	}
	for _, route := range c.Routes {
		if mine(route.VRF) {
			part.Routes = append(part.Routes, route)
		}
	}
	return blocksThat(l.RunningAt(level, part), func(line string) bool {
		return modes.BeginsWithWords(line, "ip vrf") || modes.BeginsWithWords(line, "vrf definition") || modes.BeginsWithWords(line,
			"interface") || modes.BeginsWithWords(line, "ip route vrf") || line == "end"
	})
}

// numberedLines puts numbers before the lines of the configuration.
func numberedLines(text string) string {
	lines := strings.SplitAfter(strings.TrimSuffix(text, "\n"), "\n")
	width := len(modes.Itoa(len(lines)))
	var b strings.Builder
	for i, line := range lines {
		if i < 2 { // the blank line, and the size
			b.WriteString(line)
			continue
		}
		fmt.Fprintf(&b, "%*d : %s", width, i-1, line)
	}
	return b.String() + "\n"
}
