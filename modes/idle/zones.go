package idle

import (
	"strings"

	"ruthere/modes"
	"ruthere/parser"
)

func showZones(x *modes.Context, d modes.Device, a parser.Args) {
	if !a.Has("name") || a.Str("name") == "self" {
		x.Println("zone self\n  Description: System Defined Zone\n")
	}
	for _, b := range blocksOf(&d.Config().Inert, "zone security") {
		if a.Has("name") && a.Str("name") != b.text {
			continue
		}
		x.Println("zone " + b.text)
		if text := b.value("description", ""); text != "" {
			x.Println("  Description: " + text)
		}
		first := true
		for _, p := range portsOf(d) {
			if p.setting("zone-member security", "") != b.text {
				continue
			}
			if first {
				x.Println("  Member Interfaces:")
			}
			first = false
			x.Println("    " + p.Name)
		}
		x.Println("")
	}
}

func showZonePairs(x *modes.Context, d modes.Device, _ parser.Args) {
	for _, b := range blocksOf(&d.Config().Inert, "zone-pair security") {
		x.Printf("Zone-pair name %s\n    Source-Zone %s  Destination-Zone %s \n    service-policy %s\n", b.first(), after(b.text, "source"),
			after(b.text, "destination"), firstText(b.value("service-policy type inspect", ""), "not configured"))
	}
}

func addZones(l *modes.Language) {
	show(l, `<15,xe> zone security [name:WORD]`, modes.H{"zone": "Zone Information", "security": "Security zones", "name": "Zone name"},
		showZones)
	show(l, `<15,xe> zone-pair security`, modes.H{"zone-pair": "Zone Pair Information", "security": "Security zone pairs"}, showZonePairs)
}

// showEvents lists the applets of the event manager, which wait for events.
func showEvents(x *modes.Context, d modes.Device, _ parser.Args) {
	x.Println("No.  Class     Type    Event Type          Trap  Time Registered           Name")
	for at, b := range blocksOf(&d.Config().Inert, "event manager applet") {
		event := strings.Fields(b.value("event", "none"))
		if event[0] == "tag" && len(event) > 2 {
			event = event[2:]
		}
		trap := "Off"
		if strings.HasSuffix(b.text, " trap") {
			trap = "On"
		}
		x.Printf("%-4d applet    user    %-19s %-5s %s  %s\n", at+1, event[0], trap, d.Booted().Format("Mon Jan 2 15:04:05 2006"), b.first())
		x.Printf(" %s\n maxrun %s.000\n", strings.Join(event[1:], " "), b.value("maxrun", "20"))
		for _, action := range b.all("action") {
			x.Println(" action " + action)
		}
	}
}

func addEvents(l *modes.Language) {
	show(l, `event manager policy registered`, modes.H{"event": "Embedded Event Manager information", "manager": "Event Manager",
		"policy": "Event Manager policies", "registered": "Registered event policies"}, showEvents)
}
