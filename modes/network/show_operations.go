package network

import (
	"fmt"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
	"ruthere/sla"
)

// operationsOf are the operations that are asked for.
func operationsOf(_ *modes.Context, b modes.Device, a parser.Args) (list []sla.Status, err error) {
	for _, o := range b.Operations() {
		if !a.Has("number") || a.Int("number") == o.Number {
			list = append(list, o)
		}
	}
	return list, nil
}

func printOperations(x *modes.Context, list []sla.Status, a parser.Args) {
	is124 := x.Device.Release() == debuglog.IOS124
	switch {
	case a.Has("brief"):
		x.Println("IPSLAs Latest Operation Summary\nCodes: * active, ^ inactive, ~ pending\n\n" +
			"ID           Type        Destination       Stats       Return      Last\n" +
			"                                           (ms)        Code        Run \n" + strings.Repeat("-", 71))
	case a.Has("shown") && is124:
		x.Println("IP SLAs Monitor, Infrastructure Engine-II.")
	case a.Has("shown"):
		x.Println("IP SLAs Infrastructure Engine-III")
	case a.Has("totals"):
		x.Println("IPSLAs aggregated statistics\n")
	case !is124 && !a.Has("collection"):
		x.Println("IPSLAs Latest Operation Statistics\n")
	}
	for _, o := range list {
		switch {
		case a.Has("brief"):
			printOperationSummary(x, o)
		case a.Has("shown"):
			printOperation(x, o)
		case a.Has("totals"), a.Has("collection"):
			printOperationHours(x, o)
		default:
			printOperationStatistics(x, o, a.Has("details"))
		}
	}
}

// printOperation prints how an operation is configured.
func printOperation(x *modes.Context, o sla.Status) {
	is124 := x.Device.Release() == debuglog.IOS124
	timeout := fmt.Sprintf("Operation timeout (milliseconds): %d\n", o.Timeout.Milliseconds())
	first, second := timeout, ""
	if is124 {
		first, second = "", timeout
	}
	source := "Source address: " + o.Target + "/0.0.0.0"
	switch {
	case o.SourceInterface != "":
		source = "Source interface: " + o.Target + "/" + o.SourceInterface
	case o.Source.IsValid():
		source = "Source address: " + o.Target + "/" + o.Source.String()
	}
	size, control := fmt.Sprintf("Request size (ARR data portion): %d\n", o.Size), ""
	if o.Port != 0 {
		source += fmt.Sprintf("\nTarget port/Source port: %d/%d", o.Port, o.SourcePort)
		control = "Control Packets: " + map[bool]string{true: "disabled", false: "enabled"}[o.NoControl] + "\n"
	}
	if o.Method() == config.TCPConnect {
		size = ""
	}
	verify := map[bool]string{true: "Yes", false: "No"}[o.VerifyData]
	x.Printf("Entry number: %d\nOwner: %s\nTag: %s\n%sType of operation to perform: %s\nTarget address/%s\n"+
		"Type Of Service parameter: 0x%X\n%s%sVerify data: %s\nVrf Name: %s\n%s",
		o.Number, o.Owner, o.Tag, first, o.Kind, source, o.TOS, size, second, verify, o.VRF, control)
	printSchedule(x, o)
	x.Printf("Threshold (milliseconds): %d\n", o.Threshold.Milliseconds())
	x.Println("Distribution Statistics:\n   Number of statistic hours kept: 2\n   Number of statistic distribution buckets kept: 1\n" +
		"   Statistic distribution interval (milliseconds): 20\nEnhanced History:\nHistory Statistics:\n" +
		"   Number of history Lives kept: 0\n   Number of history Buckets kept: 15\n   History Filter Type: None\n")
}

func printSchedule(x *modes.Context, o sla.Status) {
	start, status := "Pending trigger", "notInService"
	if o.Schedule.Set && !o.Schedule.Pending {
		start, status = "Start Time already passed", "Active"
	}
	life, ageout := "3600", "never"
	switch {
	case o.Schedule.Set && o.Schedule.Life == 0:
		life = "Forever"
	case o.Schedule.Set:
		life = fmt.Sprint(modes.InSeconds(o.Schedule.Life))
	}
	if o.Schedule.Ageout > 0 {
		ageout = fmt.Sprint(modes.InSeconds(o.Schedule.Ageout))
	}
	x.Printf("Schedule:\n   Operation frequency (seconds): %d  (not considered if randomly scheduled)\n"+
		"   Next Scheduled Start Time: %s\n   Group Scheduled : FALSE\n   Randomly Scheduled : FALSE\n   Life (seconds): %s\n"+
		"   Entry Ageout (seconds): %s\n   Recurring (Starting Everyday): %s\n   Status of entry (SNMP RowStatus): %s\n",
		modes.InSeconds(o.Frequency), start, life, ageout, strings.ToUpper(fmt.Sprint(o.Schedule.Recurring)), status)
}

func printOperationStatistics(x *modes.Context, o sla.Status, details bool) {
	if x.Device.Release() == debuglog.IOS124 {
		x.Printf("Round trip time (RTT)\tIndex %d\n", o.Number)
	} else {
		x.Printf("IPSLA operation id: %d\n", o.Number)
	}
	if o.Code == sla.Unknown {
		if x.Device.Release() == debuglog.IOS124 {
			x.Println("\tLatest RTT: Unknown\nLatest operation return code: Unknown")
		}
		x.Println("Number of successes: Unknown\nNumber of failures: Unknown")
	} else {
		rtt := "NoConnection/Busy/Timeout"
		if o.Code.Reached() {
			rtt = fmt.Sprintf("%d milliseconds", o.RTT.Milliseconds())
		}
		x.Printf("\tLatest RTT: %s\nLatest operation start time: %s\nLatest operation return code: %s\n", rtt,
			operationClock(x.Device, o.Started), o.Code)
		if details {
			x.Println("Over thresholds occurred: " + strings.ToUpper(fmt.Sprint(o.OverThresholds > 0)))
		}
		x.Printf("Number of successes: %d\nNumber of failures: %d\n", o.Successes, o.Failures)
	}
	left := "0"
	switch {
	case o.State == sla.Active && o.Left == 0:
		left = "Forever"
	case o.State == sla.Active:
		left = fmt.Sprintf("%d sec", modes.InSeconds(o.Left))
	}
	x.Printf("Operation time to live: %s\n", left)
	if details {
		reset := "Never"
		if !o.Reset.IsZero() {
			reset = operationClock(x.Device, o.Reset)
		}
		x.Printf("Operational state of entry: %s\nLast time this entry was reset: %s\n",
			map[sla.State]string{sla.Pending: "Pending", sla.Active: "Active", sla.Inactive: "Inactive"}[o.State], reset)
	}
	x.Println("")
}

// operationClock is an instant by the router's clock, with a mark while that is not to be trusted.
func operationClock(b modes.Device, at time.Time) string {
	clock, state := b.Clock()
	mark := ""
	if state != debuglog.Authoritative {
		mark = "*"
	}
	return mark + clock.Add(at.Sub(b.Now())).Format("15:04:05 MST Mon Jan 2 2006")
}

func printOperationSummary(x *modes.Context, o sla.Status) {
	mark := map[sla.State]string{sla.Pending: "~", sla.Active: "*", sla.Inactive: "^"}[o.State]
	stats, code, last := "-", "Unknown", "-   "
	if o.Code != sla.Unknown {
		code, last = o.Code.String(), secondsAgo(x.Device.Now().Sub(o.Started))
	}
	if o.Code.Reached() {
		stats = fmt.Sprintf("RTT=%d", o.RTT.Milliseconds())
	}
	x.Printf("%-12s %-11s %-17s %-11s %-11s %s\n", mark+fmt.Sprint(o.Number), o.Kind, o.Target, stats, code, last)
}

func secondsAgo(d time.Duration) string { return modes.Plural(modes.InSeconds(d), "second") + " ago" }

func restartOperation() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `ip sla {<12.4> monitor restart number:<1-2147483647> | <15,xe> restart number:<1-2147483647>}`,
		Help: modes.H{"ip": modes.IPHelp, "sla": "IP Service Level Agreement", "monitor": "IP SLAs monitor", "restart": "Restart An Active Entry",
			"number": "Entry Number"},
		Passive: true,
		Set: func(x *modes.Context, _ modes.Global, a parser.Args) error {
			if !x.Device.Loading() && !x.Device.RestartOperation(a.Int("number")) {
				return modes.Refuse("%Entry not active")
			}
			return nil
		},
	}
}

func addShowOperations(l *modes.Language) {
	help := modes.H{"ip": "IP information", "sla": "IP Service Level Agreement (SLA)", "monitor": "IP SLAs Monitor",
		"shown": "IP SLAs Operation Configuration", "statistics": "IP SLAs Latest Operation Statistics",
		"brief": "IP SLAs Latest Operation Summary", "number": "Entry number", "details": "IP SLAs Latest Operation Statistics (detailed)",
		"totals": "IP SLAs Statistics Aggregated", "collection": "IP SLAs Statistics Collections"}
	for _, syntax := range []string{`ip sla <12.4> monitor collection=collection-statistics [number:<1-2147483647>]`,
		`ip sla <15,xe> statistics totals=aggregated [number:<1-2147483647>]`} {
		l.Add("exec", modes.ShowCommand(syntax, modes.UsedHelp(syntax, help), func(x *modes.Context, b modes.Device, a parser.Args) error {
			list, err := operationsOf(x, b, a)
			printOperations(x, list, a)
			return err
		}))
	}
	for _, words := range []string{`<12.4> monitor shown=configuration`, `<12.4> monitor statistics`, `<15,xe> shown=configuration`,
		`<15,xe> statistics`, `<15,xe> brief=summary`} {
		syntax := "ip sla " + words + " [number:<1-2147483647>] [details]"
		l.Add("exec", modes.ShowStatus(syntax, modes.UsedHelp(syntax, help), operationsOf, printOperations, operationsDocument))
	}
	l.Add("exec", showResponder(`ip sla <12.4> monitor responder`), showResponder(`ip sla <15,xe> responder`))
	l.Add("global", restartOperation())
}
