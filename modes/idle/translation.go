package idle

import (
	"fmt"
	"net/netip"
	"strings"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// A staticTranslation is one that the configuration makes.
type staticTranslation struct{ protocol, global, local string }

func staticTranslations(d modes.Device) (all []staticTranslation) {
	for _, b := range blocksOf(&d.Config().Inert, "ip nat inside source static") {
		words := strings.Fields(b.text)
		t, port := staticTranslation{protocol: "---"}, ""
		if words[0] == "tcp" || words[0] == "udp" {
			t.protocol, port = words[0], ":"+words[2]
			words = append(words[1:2:2], words[3:]...)
		}
		if _, err := netip.ParseAddr(words[0]); err != nil || len(words) < 2 {
			continue // of whole networks
		}
		t.local, t.global = words[0]+port, words[1]
		rest := words[2:]
		if words[1] == "interface" {
			i := d.Config().Interface(words[2])
			if i == nil || !i.Address.IsValid() {
				continue
			}
			t.global, rest = i.Address.Addr().String(), words[3:]
		}
		if port != "" && len(rest) > 0 {
			t.global += ":" + rest[0]
		}
		all = append(all, t)
	}
	return all
}

// dynamicMappings are what translates the addresses that an access list or a route map permits.
func dynamicMappings(d modes.Device) (all []string) {
	for _, b := range blocksOf(&d.Config().Inert, "ip nat inside source") {
		words := strings.Fields(b.text)
		if len(words) < 4 || words[0] != "list" && words[0] != "route-map" {
			continue
		}
		kind := "access-list"
		if words[0] == "route-map" {
			kind = "route-map"
		}
		all = append(all, fmt.Sprintf("[Id: %d] %s %s %s %s refcount 0", len(all)+1, kind, words[1], words[2], words[3]))
	}
	return all
}

func showTranslations(x *modes.Context, d modes.Device, _ parser.Args) {
	all := staticTranslations(d)
	if len(all) > 0 || d.Release() == debuglog.IOSXE {
		x.Println("Pro Inside global         Inside local          Outside local         Outside global")
	}
	for _, t := range all {
		x.Printf("%-3s %-21s %-21s %-21s %s\n", t.protocol, t.global, t.local, "---", "---")
	}
	if d.Release() == debuglog.IOSXE {
		x.Printf("\nTotal number of translations: %d\n\n", len(all))
	}
}

func showTranslationStatistics(x *modes.Context, d modes.Device, _ parser.Args) {
	all, extended := staticTranslations(d), 0
	for _, t := range all {
		if t.protocol != "---" {
			extended++
		}
	}
	x.Printf("Total active translations: %d (%d static, 0 dynamic; %d extended)\nPeak translations: %d\n", len(all), len(all), extended,
		len(all))
	for _, side := range []struct{ domain, title string }{{"outside", "Outside interfaces:"}, {"inside", "Inside interfaces: "}} {
		x.Println(side.title)
		var names []string
		for _, i := range d.Config().Interfaces {
			if i.NATDomain == side.domain {
				names = append(names, i.Name)
			}
		}
		if len(names) > 0 {
			x.Println("  " + strings.Join(names, ", "))
		}
	}
	x.Println("Hits: 0  Misses: 0\nCEF Translated packets: 0, CEF Punted packets: 0\nExpired translations: 0\nDynamic mappings:")
	if mappings := dynamicMappings(d); len(mappings) > 0 {
		x.Println("-- Inside Source\n" + strings.Join(mappings, "\n"))
	}
}

func addTranslation(l *modes.Language) {
	show(l, `ip nat translations [verbose]`, ipHelp(modes.H{"nat": "IP NAT information", "translations": "Translation entries",
		"verbose": "Show extra information"}), showTranslations)
	show(l, `ip nat statistics`, ipHelp(modes.H{"nat": "IP NAT information", "statistics": "Translation statistics"}),
		showTranslationStatistics)
}
