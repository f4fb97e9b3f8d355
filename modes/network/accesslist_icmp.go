package network

import (
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// messageOptions are the words of an entry for the ICMP or IGMP messages it is about: a name, if the
// type and code have one, else their numbers.
func messageOptions(a parser.Args) []string {
	switch {
	case a.Has("igmp-type"):
		return []string{igmpType.Print(a["igmp-type"])}
	case a.Has("icmp-message"):
		return []string{a.Str("icmp-message")}
	case !a.Has("icmp-type"):
		return nil
	}
	kind, code := a.Int("icmp-type"), -1
	if a.Has("icmp-code") {
		code = a.Int("icmp-code")
	}
	for _, m := range config.ICMPMessages {
		if m.Type == kind && m.Code == code {
			return []string{m.Name}
		}
	}
	if code < 0 {
		return []string{modes.Itoa(kind)}
	}
	return []string{modes.Itoa(kind), modes.Itoa(code)}
}

// icmpMessageType is a kind of ICMP message, by name.
type icmpMessageType struct{}

func icmpMessageTexts() modes.H {
	return modes.H{
		"administratively-prohibited": "Administratively prohibited",
		"alternate-address":           "Alternate address",
		"conversion-error":            "Datagram conversion",
		"dod-host-prohibited":         "Host prohibited",
		"dod-net-prohibited":          "Net prohibited",
		"echo":                        "Echo (ping)",
		"echo-reply":                  "Echo reply",
		"general-parameter-problem":   "Parameter problem",
		"host-isolated":               "Host isolated",
		"host-precedence-unreachable": "Host unreachable for precedence",
		"host-redirect":               "Host redirect",
		"host-tos-redirect":           "Host redirect for TOS",
		"host-tos-unreachable":        "Host unreachable for TOS",
		"host-unknown":                "Host unknown",
		"host-unreachable":            "Host unreachable",
		"information-reply":           "Information replies",
		"information-request":         "Information requests",
		"mask-reply":                  "Mask replies",
		"mask-request":                "Mask requests",
		"mobile-redirect":             "Mobile host redirect",
		"net-redirect":                "Network redirect",
		"net-tos-redirect":            "Net redirect for TOS",
		"net-tos-unreachable":         "Network unreachable for TOS",
		"net-unreachable":             "Net unreachable",
		"network-unknown":             "Network unknown",
		"no-room-for-option":          "Parameter required but no room",
		"option-missing":              "Parameter required but not present",
		"packet-too-big":              "Fragmentation needed and DF set",
		"parameter-problem":           "All parameter problems",
		"port-unreachable":            "Port unreachable",
		"precedence-unreachable":      "Precedence cutoff",
		"protocol-unreachable":        "Protocol unreachable",
		"reassembly-timeout":          "Reassembly timeout",
		"redirect":                    "All redirects",
		"router-advertisement":        "Router discovery advertisements",
		"router-solicitation":         "Router discovery solicitations",
		"source-quench":               "Source quenches",
		"source-route-failed":         "Source route failed",
		"time-exceeded":               "All time exceededs",
		"timestamp-reply":             "Timestamp replies",
		"timestamp-request":           "Timestamp requests",
		"traceroute":                  "Traceroute",
		"ttl-exceeded":                "TTL exceeded",
		"unreachable":                 "All unreachables",
	}
}

func (icmpMessageType) Name() string { return "ICMP-MESSAGE" }

func (icmpMessageType) Rows() (rows []parser.Row) {
	for _, m := range config.ICMPMessages {
		rows = append(rows, parser.Row{Item: m.Name, Text: icmpMessageTexts()[m.Name]})
	}
	return rows
}

func (icmpMessageType) Accept(word string) (any, int, bool) {
	reach, found := 0, ""
	lower := strings.ToLower(word)
	for _, m := range config.ICMPMessages {
		if m.Name == lower {
			return lower, len(word), true
		}
		common := commonStart(lower, m.Name)
		reach = max(reach, common)
		if common == len(lower) && common > 0 {
			if found != "" {
				return nil, reach, false
			}
			found = m.Name
		}
	}
	return found, reach, found != ""
}

func (icmpMessageType) Print(value any) string { name, _ := value.(string); return name }
