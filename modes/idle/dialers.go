package idle

import (
	"strings"

	"ruthere/modes"
	"ruthere/parser"
)

// showDialers says of each interface that would dial what it would do it with: nobody is called here.
func showDialers(x *modes.Context, b modes.Device, a parser.Args) {
	for _, p := range portsOf(b) {
		if !strings.HasPrefix(p.Name, "Dialer") {
			continue
		}
		x.Printf("%s - dialer type = DIALER PROFILE\nIdle timer %s secs, Fast idle timer %s secs\nWait for carrier %s secs, Re-enable %s secs\n"+
			"Dialer state is idle\n\nDial String      Successes   Failures    Last DNIS   Last status\n",
			strings.Replace(p.Name, "Dialer", "Di", 1), p.setting("dialer idle-timeout", "120"), p.setting("dialer fast-idle", "20"),
			p.setting("dialer wait-for-carrier-time", "30"), p.setting("dialer enable-timeout", "15"))
		if to := p.setting("dialer string", ""); to != "" {
			x.Printf("%-16s%10d%11d%13s   %s\n", to, 0, 0, "never", "-")
		}
		x.Println("")
	}
}

func addDialers(l *modes.Language) {
	show(l, `dialer`, modes.H{"dialer": "Dialer parameters and statistics"}, showDialers)
}
