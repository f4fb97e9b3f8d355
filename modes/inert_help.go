package modes

import "strings"

// commonHelp are help texts of words that mean the same in many inert commands.
var commonHelp = H{
	"addr": "IP address", "mask": "IP subnet mask", "wildcard": "Wildcard bits", "prefix": "IP prefix <network>/<length>, e.g., 35.0.0.0/8",
	"addr6": "IPv6 address", "prefix6": "IPv6 prefix", "any": "Any host", "host": "A single host", "next-hop": "IP address of the next hop",
	"acl": "IP access-list", "list": "Access-list name or number", "name": "Name", "number": "Number", "group": "Group", "text": "Text", "rest": "Parameters",
	"interface": "Interface", "vrf": "Specify parameters for a VPN Routing/Forwarding instance", "vrf-name": "VPN Routing/Forwarding instance name",
	"secs": "Seconds", "minutes": "Minutes", "msecs": "Milliseconds", "bytes": "Bytes", "packets": "Packets", "percent": "Percent", "bps": "Bits per second",
	"in": "Inbound", "out": "Outbound", "input": "Input", "output": "Output", "inbound": "Inbound", "outbound": "Outbound", "both": "Both directions",
	"ipv4": "IPv4", "ipv6": "IPv6", "tcp": "Transmission Control Protocol", "udp": "User Datagram Protocol", "icmp": "Internet Control Message Protocol",
	"permit": "Specify packets to forward", "deny": "Specify packets to reject", "default": "Set a command to its defaults",
	"all": "All", "none": "None", "auto": "Automatic", "enable": "Enable", "disable": "Disable", "on": "On", "off": "Off",
	"type": "Type", "map": "Map", "map-name": "Map name", "profile": "Profile", "profile-name": "Profile name", "policy": "Policy", "url": "URL",
	"port": "Port", "type0": "Specifies an UNENCRYPTED password will follow", "0": "Specifies an UNENCRYPTED password will follow",
	"6": "Specifies an ENCRYPTED password will follow", "7": "Specifies a HIDDEN password will follow",
	"key": "Key", "password": "The password", "secret": "The secret", "version": "Version", "timeout": "Timeout", "level": "Level",
	"description": "Description", "log": "Log matches", "user": "User name", "domain": "Domain", "source": "Source", "destination": "Destination",
	"priority": "Priority", "preempt": "Preempt", "metric": "Metric", "tag": "Tag", "local": "Local", "remote": "Remote", "server": "Server", "client": "Client",
	"authentication": "Authentication", "authorization": "Authorization", "accounting": "Accounting", "mode": "Mode", "track": "Tracking", "object": "Tracked object number",
	"ip": "Internet Protocol", "access-list": "Access list", "route-map": "Route map", "prefix-list": "Prefix list", "timers": "Timers",
	"hh:mm": "Time of day", "time": "Time", "start": "Start", "end": "End", "from": "From", "to": "To", "direction": "Direction", "string": "String",
}

// argumentHelp are the texts of arguments that have none of their own, by their types.
var argumentHelp = H{
	"A.B.C.D": "IP address", "A.B.C.D/nn": "IP prefix <network>/<length>, e.g., 35.0.0.0/8", "WORD": "Name", "LINE": "Text", "HOST": "Name or address of the host",
	"X:X:X:X::X": "IPv6 address", "X:X:X:X::X/<0-128>": "IPv6 prefix", "H.H.H": "48-bit hardware address", "HEX": "Hexadecimal digits", "hh:mm": "Time of day", "hh:mm:ss": "Time of day",
	"MONTH": "Month of the year", "HOURS": "Hours offset from UTC",
}

// explainArguments adds the texts of arguments that help lacks.
func explainArguments(syntax string, help H) {
	for _, word := range strings.FieldsFunc(syntax, func(r rune) bool { return strings.ContainsRune(" \t\n[]{}()|&", r) }) {
		name, kind, isArgument := strings.Cut(word, ":")
		if !isArgument || help[name] != "" {
			continue
		}
		kind = strings.TrimSuffix(kind, "...")
		if strings.HasPrefix(kind, "<") {
			help[name] = "Number"
		} else if text := argumentHelp[kind]; text != "" {
			help[name] = text
		}
	}
}
