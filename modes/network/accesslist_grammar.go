package network

import (
	"strings"

	"ruthere/modes"
	"ruthere/parser"
)

// The body of an entry, the same in `access-list N` lines and in the list's own mode.
const standardBody = `{remark text:LINE | {action-permit=permit | action-deny=deny}
	{src-any=any | src-is-host=host src-host:A.B.C.D | src:A.B.C.D [src-wildcard:A.B.C.D]} [log]}`

// extendedBody has a branch for each protocol that has fields of its own: only there are they known.
var extendedBody = `{remark text:LINE | evaluate reflexive:WORD |
	[dynamic dynamic-name:WORD [dynamic-timeout=timeout dynamic-minutes:<1-9999>]] {action-permit=permit | action-deny=deny} {
	tcp:TCP ` + sideSyntax("src", "TCP-PORT") + sideSyntax("dst", "TCP-PORT") + `
		&{ack | fin | psh | rst | syn | urg | established | ` + optionSyntax + `} |
	udp:UDP ` + sideSyntax("src", "UDP-PORT") + sideSyntax("dst", "UDP-PORT") + `&{` + optionSyntax + `} |
	icmp:ICMP ` + sideSyntax("src", "") + sideSyntax("dst", "") + `
		[icmp-message:ICMP-MESSAGE | icmp-type:<0-255> [icmp-code:<0-255>]] &{` + optionSyntax + `} |
	igmp:IGMP ` + sideSyntax("src", "") + sideSyntax("dst", "") + `[igmp-type:IGMP-TYPE] &{` + optionSyntax + `} |
	{protocol:OTHER-PROTOCOL | is-service=object-group service:WORD}
		` + sideSyntax("src", "") + sideSyntax("dst", "") + `&{` + optionSyntax + `}}}`

// optionSyntax is what may be asked of packets of every protocol. Matches are logged one way or the other.
const optionSyntax = `dscp dscp-value:DSCP | precedence precedence-value:PRECEDENCE | tos tos-value:TOS | option option-value:IP-OPTION |
	<15,xe> ttl {ttl-eq=eq ttl-eq-value:<0-255> | ttl-neq=neq ttl-neq-value:<0-255> | ttl-lt=lt ttl-lt-value:<0-255> |
		ttl-gt=gt ttl-gt-value:<0-255> | ttl-range=range ttl-from:<0-255> ttl-to:<0-255>} |
	fragments | reflect reflect-name:WORD [timeout reflect-secs:<1-2147483>] | time-range time-range-name:WORD | {log | log-input}`

// sideSyntax is one side of an entry, source or destination, with its ports if the protocol has any.
func sideSyntax(side, port string) string {
	syntax := `{S-any=any | S-is-host=host S-host:A.B.C.D | S-is-group=object-group S-group:WORD | S:A.B.C.D S-wildcard:A.B.C.D} `
	if port != "" {
		syntax += `[S-eq=eq S-eq-port:PORT... | S-neq=neq S-neq-port:PORT | S-lt=lt S-lt-port:PORT | S-gt=gt S-gt-port:PORT |
			S-range=range S-from:PORT S-to:PORT] `
	}
	return strings.NewReplacer("S-", side+"-", "S:", side+":", "PORT", port).Replace(syntax)
}

var entryTypes = []parser.Type{ownProtocol{"TCP", protocolTCP}, ownProtocol{"UDP", protocolUDP}, ownProtocol{"ICMP", protocolICMP},
	ownProtocol{"IGMP", protocolIGMP}, igmpType, ownProtocol{"OTHER-PROTOCOL", otherProtocols}, tcpPortType, udpPortType,
	icmpMessageType{}, dscpType, precedenceType, tosType, ipOptionType}

func standardHelp() modes.H {
	return modes.H{"remark": "Access list entry comment", "text": "Comment up to 100 characters",
		"permit": "Specify packets to forward", "deny": "Specify packets to reject", "any": "Any source host",
		"host": "A single host address", "src-host": "Host address", "src": "Address to match", "src-wildcard": "Wildcard bits",
		"log": "Log matches against this entry"}
}

func extendedHelp() modes.H {
	return modes.H{"remark": "Access list entry comment", "text": "Comment up to 100 characters",
		"permit": "Specify packets to forward", "deny": "Specify packets to reject",
		"src-any": "Any source host", "src-is-host": "A single source host", "src-host": "Source address", "src": "Source address",
		"src-wildcard": "Source wildcard bits",
		"dst-any":      "Any destination host", "dst-is-host": "A single destination host", "dst-host": "Destination address",
		"dst": "Destination address", "dst-wildcard": "Destination wildcard bits",
		"eq": "Match only packets on a given port number", "neq": "Match only packets not on a given port number",
		"lt": "Match only packets with a lower port number", "gt": "Match only packets with a greater port number",
		"range":       "Match only packets in the range of port numbers",
		"established": "Match established connections", "dynamic": "Specify a DYNAMIC list of PERMITs or DENYs",
		"dynamic-name": "Name of a Dynamic list", "dynamic-timeout": "Maximum time for dynamic ACL to live",
		"dynamic-minutes": "Number of minutes", "evaluate": "Evaluate an access list", "reflexive": "IP reflexive access list name",
		"object-group": "Object group", "is-service": "Service object group", "service": "Service object group name",
		"src-is-group": "Source network object group", "src-group": "Source network object group name",
		"dst-is-group": "Destination network object group", "dst-group": "Destination network object group name",
		"icmp-type": "ICMP message type", "icmp-code": "ICMP message code",
		"option": "Match packets with given IP Options value",
		"ttl":    "Match packets with given TTL value", "ttl-eq": "Match only packets on a given TTL number",
		"ttl-neq": "Match only packets not on a given TTL number", "ttl-lt": "Match only packets with a lower TTL number",
		"ttl-gt": "Match only packets with a greater TTL number", "ttl-range": "Match only packets in the range of TTLs",
		"ttl-eq-value": "Single TTL number", "ttl-neq-value": "Single TTL number", "ttl-lt-value": "Lower TTL number",
		"ttl-gt-value": "Greater TTL number", "ttl-from": "First TTL number", "ttl-to": "Second TTL number",
		"ack": "Match on the ACK bit", "fin": "Match on the FIN bit", "psh": "Match on the PSH bit", "rst": "Match on the RST bit",
		"syn": "Match on the SYN bit", "urg": "Match on the URG bit",
		"dscp":       "Match packets with given dscp value",
		"precedence": "Match packets with given precedence value",
		"tos":        "Match packets with given TOS value", "reflect": "Create reflexive access list entry",
		"reflect-name": "Access-list name", "timeout": "Maximum time to reflect in seconds", "reflect-secs": "Seconds",
		"time-range": "Specify a time-range", "time-range-name": "Time-range entry name",
		"fragments": "Check non-initial fragments", "log": "Log matches against this entry",
		"log-input": "Log matches against this entry, including input interface"}
}

// An entryOption is a word behind the addresses.
type entryOption struct {
	word, argument string
	named          *namedType
}

// entryOptions are the words behind the addresses, in the order they are printed, each
// with the argument that follows it, and the type of that if it has names of its own.
var entryOptions = []entryOption{{word: "ack"}, {word: "fin"}, {word: "psh"}, {word: "rst"}, {word: "syn"},
	{word: "urg"}, {word: "established"},
	{"dscp", "dscp-value", &dscpType}, {"precedence", "precedence-value", &precedenceType}, {"tos", "tos-value", &tosType},
	{"option", "option-value", &ipOptionType}, {word: "ttl"}, {word: "fragments"}, {word: "reflect", argument: "reflect-name"},
	{word: "time-range", argument: "time-range-name"}, {word: "log"}, {word: "log-input"}}
