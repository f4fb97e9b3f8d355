package idle

import (
	"strconv"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// A probe is an operation of IP SLA, which sends nothing here.
type probe struct {
	block
	number   string
	kind     string // as the configuration begins it: icmp-echo
	target   string
	line     string // the rest
	schedule string // "" if it is not scheduled
}

// probes are all operations; keywords are how the release writes them.
func probes(d modes.Device) (all []probe) {
	keywords := "ip sla"
	if d.Release() == debuglog.IOS124 {
		keywords = "ip sla monitor"
	}
	global := &d.Config().Inert
	for _, b := range blocksOf(global, keywords) {
		if strings.Trim(b.text, "0123456789") != "" || b.below == nil {
			continue
		}
		p := probe{block: b, number: b.text, schedule: block{below: global}.value(keywords+" schedule "+b.text, "")}
		if hasLine(global, keywords+" schedule "+b.text) {
			p.schedule = "start-time pending"
		}
		for l := range b.below.All() {
			p.block.below = l.Block
			p.readKind(l)
		}
		all = append(all, p)
	}
	return all
}

// readKind takes the line that says what the operation does.
func (p *probe) readKind(l *config.InertLine) {
	words := strings.Fields(strings.TrimPrefix(l.Text, "type "))
	p.kind, p.line = words[0], l.Text
	p.target = words[min(1, len(words)-1)]
	for _, keyword := range []string{"ipIcmpEcho", "dest-ipaddr", "target-addr", "get"} {
		if target := after(l.Text, keyword); target != "" {
			p.target = target
		}
	}
}

// running says whether it was told to start.
func (p probe) running() bool {
	start := after(p.schedule, "start-time")
	return start != "" && start != "pending"
}

func (p probe) printConfiguration(x *modes.Context, d modes.Device) {
	source := firstText(after(p.line, "source-ip"), after(p.line, "source-ipaddr"), "0.0.0.0")
	start, status, life := "Pending trigger", "notInService", "3600"
	if p.running() {
		start, status = "Start Time already passed", "Active"
	}
	if secs := after(p.schedule, "life"); secs != "" {
		life = capital(secs)
	}
	recurring := strings.ToUpper(strconv.FormatBool(strings.Contains(p.schedule, "recurring")))
	verify := map[bool]string{true: "Yes", false: "No"}[p.has("verify-data")]
	x.Printf("Entry number: %s\nOwner: %s\nTag: %s\n", p.number, p.value("owner", ""), p.value("tag", ""))
	if d.Release() != debuglog.IOS124 {
		x.Printf("Operation timeout (milliseconds): %s\n", p.value("timeout", "5000"))
	}
	x.Printf("Type of operation to perform: %s\nTarget address/Source address: %s/%s\nType Of Service parameter: 0x%s\n"+
		"Request size (ARR data portion): %s\n", p.kind, p.target, source, p.value("tos", "0"), p.value("request-data-size", "28"))
	if d.Release() == debuglog.IOS124 {
		x.Printf("Operation timeout (milliseconds): %s\n", p.value("timeout", "5000"))
	}
	x.Printf("Verify data: %s\nVrf Name: %s\nSchedule:\n   Operation frequency (seconds): %s  (not considered if randomly scheduled)\n"+
		"   Next Scheduled Start Time: %s\n   Group Scheduled : FALSE\n   Randomly Scheduled : FALSE\n   Life (seconds): %s\n"+
		"   Entry Ageout (seconds): %s\n   Recurring (Starting Everyday): %s\n   Status of entry (SNMP RowStatus): %s\n"+
		"Threshold (milliseconds): %s\n", verify, p.value("vrf", ""), p.value("frequency", "60"), start, life,
		firstText(after(p.schedule, "ageout"), "never"), recurring, status, p.value("threshold", "5000"))
	x.Println("Distribution Statistics:\n   Number of statistic hours kept: 2\n   Number of statistic distribution buckets kept: 1\n" +
		"   Statistic distribution interval (milliseconds): 20\nEnhanced History:\nHistory Statistics:\n" +
		"   Number of history Lives kept: 0\n   Number of history Buckets kept: 15\n   History Filter Type: None\n")
}

func (p probe) printStatistics(x *modes.Context, d modes.Device) {
	left := "0"
	if p.running() {
		left = capital(firstText(after(p.schedule, "life"), "3600"))
		if left != "Forever" {
			left += " sec"
		}
	}
	if d.Release() == debuglog.IOS124 {
		x.Printf("Round trip time (RTT)\tIndex %s\n\tLatest RTT: Unknown\nLatest operation return code: Unknown\n", p.number)
	} else {
		x.Printf("IPSLA operation id: %s\n", p.number)
	}
	x.Printf("Number of successes: Unknown\nNumber of failures: Unknown\nOperation time to live: %s\n\n", left)
}

func (p probe) printSummary(x *modes.Context) {
	mark := "~"
	if p.running() {
		mark = "*"
	}
	x.Printf("%-12s %-11s %-17s %-11s %-11s %-4s\n", mark+p.number, p.kind, p.target, "-", "-", "-")
}

func showProbes(x *modes.Context, d modes.Device, a parser.Args) {
	switch {
	case a.Has("summary"):
		x.Println("IPSLAs Latest Operation Summary\nCodes: * active, ^ inactive, ~ pending\n\n" +
			"ID           Type        Destination       Stats       Return      Last\n" +
			"                                           (ms)        Code        Run \n" + strings.Repeat("-", 71))
	case a.Has("configuration") && d.Release() == debuglog.IOS124:
		x.Println("IP SLAs Monitor, Infrastructure Engine-II.")
	case a.Has("configuration"):
		x.Println("IP SLAs Infrastructure Engine-III")
	case d.Release() != debuglog.IOS124:
		x.Println("IPSLAs Latest Operation Statistics\n")
	}
	for _, p := range probes(d) {
		switch {
		case a.Has("number") && a.Str("number") != p.number && strconv.Itoa(a.Int("number")) != p.number:
		case a.Has("summary"):
			p.printSummary(x)
		case a.Has("configuration"):
			p.printConfiguration(x, d)
		default:
			p.printStatistics(x, d)
		}
	}
}

func addProbes(l *modes.Language) {
	help := ipHelp(modes.H{"sla": "IP Service Level Agreement (SLA)", "monitor": "IP SLAs Monitor",
		"configuration": "IP SLAs Operation Configuration", "statistics": "IP SLAs Latest Operation Statistics",
		"summary": "IP SLAs Latest Operation Summary", "number": "Entry number"})
	show(l, `ip sla <12.4> monitor {configuration | statistics} [number:<1-2147483647>]`, help, showProbes)
	show(l, `ip sla {<15,xe> configuration | <15,xe> statistics | <15,xe> summary} [number:<1-2147483647>]`, help, showProbes)
}
