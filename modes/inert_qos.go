package modes

import "ruthere/parser"

// Classes, policies and zones: quality of service and the zone-based firewall.
var (
	ClassMap      = inertMode("config-cmap", "Class-map configuration commands:", Global)
	PolicyMap     = inertMode("config-pmap", "Policy-map configuration commands:", Global)
	PolicyClass   = inertMode("config-pmap-c", "Policy-map class configuration commands:", PolicyMap)
	ClassPolice   = inertMode("config-pmap-c-police", "QoS Policy class police configuration commands:", PolicyClass)
	InspectClass  = inertMode("config-cmap", "Class-map configuration commands:", Global)
	InspectPolicy = inertMode("config-pmap", "Policy-map configuration commands:", Global)
	InspectAction = inertMode("config-pmap-c", "Policy-map class configuration commands:", InspectPolicy)
	ParameterMap  = inertMode("config-profile", "Parameter-map commands:", Global)
	Zone          = inertMode("config-sec-zone", "Security zone configuration commands:", Global)
	ZonePair      = inertMode("config-sec-zone-pair", "Security zone pair configuration commands:", Global)
)

func init() {
	Global.family(qosHelp).
		completed(`class-map type inspect [match-all | match-any] name:WORD`, InspectClass, matchAll).
		completed(`class-map type inspect protocol:WORD [match-all | match-any] name:WORD`, InspectClass, matchAll).
		completed(`class-map [match-all | match-any] name:WORD`, ClassMap, matchAll).
		opensList(`policy-map type inspect name:WORD`, InspectPolicy).
		opensList(`policy-map name:WORD`, PolicyMap).
		opensList(`parameter-map type {inspect {name:WORD | global | default} | inspect-global=inspect-global | urlfpolicy local url-name:WORD | regex regex-name:WORD | umbrella {u-global=global | umbrella-name:WORD}}`, ParameterMap).
		opensList(`zone security name:WORD`, Zone).
		opensList(`zone-pair security name:WORD source {from:WORD | from-self=self} destination {to:WORD | to-self=self}`, ZonePair)
	ClassMap.family(qosHelp).lines(
		`description ~ text:LINE`, `match [not] access-group {number:<1-2699> | name name:WORD}`, `match [not] any`, `match [not] [ip] dscp values:WORD...`, `match [not] [ip] precedence values:WORD...`, `match [not] cos values:<0-7>...`,
		`match [not] protocol protocol:WORD [application:LINE]`, `match [not] class-map name:WORD`, `match [not] input-interface interface:INTERFACE`, `match [not] ip rtp first:<2000-65535> count:<0-16383>`, `match [not] qos-group number:<0-99>`,
		`match [not] vlan vlan-id:<1-4095>`, `match [not] packet length &{min least:<1-2000> | max most:<1-2000>}`, `match [not] fr-dlci dlci:<16-1007>`, `match [not] mpls experimental topmost values:<0-7>...`, `match [not] source-address mac mac:H.H.H`,
	)
	ClassMap.exits("class-map configuration mode")
	InspectClass.family(qosHelp).lines(`description ~ text:LINE`, `match [not] access-group {number:<1-2699> | name name:WORD}`, `match [not] protocol protocol:WORD [application:LINE]`, `match [not] class-map name:WORD`, `match request uri regex name:WORD`, `match req-resp protocol-violation`)
	InspectClass.exits("class-map configuration mode")
	PolicyMap.family(qosHelp).lines(`description ~ text:LINE`).opensList(`class {class-default | name:WORD [insert-before before:WORD]}`, PolicyClass)
	PolicyMap.exits("policy-map configuration mode")
	PolicyClass.family(qosHelp).lines(
		`bandwidth ~ {kbps:<1-10000000> | percent percent:<1-100> | remaining {rest-percent=percent remaining-percent:<1-100> | ratio ratio:<1-65536>}} [account user-defined offset:<0-63>]`,
		`priority ~ [level level:<1-2>] [kbps:<1-10000000> [burst:<32-2000000>] | percent percent:<1-100> [burst-percent:<32-2000000>]]`,
		`shape {average | peak} ~ {bps:<1000-4000000000> [bc:<256-154400000> [be:<0-154400000>]] | percent percent:<1-100>}`,
		`queue-limit ~ limit:<1-8192000> [bytes | packets | ms]`, `fair-queue ~ [flows:<1-4096>]`, `random-detect ~ [dscp-based | precedence-based | ecn]`, `random-detect dscp value:WORD ~ least:<1-4294967295> most:<1-4294967295> [probability:<1-65535>]`, `random-detect precedence value:<0-7> ~ least:<1-4096> most:<1-4096> [probability:<1-65535>]`,
		`set [ip] dscp ~ value:WORD`, `set [ip] precedence ~ value:WORD`, `set cos ~ number:<0-7>`, `set qos-group ~ number:<0-99>`, `set dscp tunnel ~ value:WORD`, `set mpls experimental {imposition | topmost} ~ number:<0-7>`,
		`drop`, `compression header ip ~ [rtp | tcp]`, `service-policy ~ policy-name:WORD`, `netflow-sampler ~ name:WORD`, `estimate bandwidth`,
	).opensList(`police ~ {bps:<8000-4000000000> [burst:<1000-512000000> [excess:<1000-512000000>]] | cir cir:<8000-4000000000> [bc bc:<1000-512000000>] [be be:<1000-512000000>] [pir pir:<8000-4000000000>] | rate pps:<1-2000000> {pps-unit=pps | bps-unit=bps} | percent percent:<1-100>}
		[conform-action {transmit | drop | set-dscp-transmit conform-dscp:WORD | set-prec-transmit conform-prec:<0-7>}] [exceed-action {exceed-transmit=transmit | exceed-drop=drop | exceed-dscp-transmit=set-dscp-transmit exceed-dscp:WORD}] [violate-action {violate-transmit=transmit | violate-drop=drop}]`, ClassPolice)
	PolicyClass.exits("QoS class action configuration mode")
	ClassPolice.family(qosHelp).lines(`conform-action ~ {transmit | drop | set-dscp-transmit value:WORD | set-prec-transmit number:<0-7> | set-cos-transmit cos:<0-7>}`, `exceed-action ~ {transmit | drop | set-dscp-transmit value:WORD | set-prec-transmit number:<0-7>}`, `violate-action ~ {transmit | drop | set-dscp-transmit value:WORD | set-prec-transmit number:<0-7>}`)
	ClassPolice.exits("QoS class police configuration mode")
	InspectPolicy.family(qosHelp).lines(`description ~ text:LINE`).
		opensList(`class {class-default | type inspect name:WORD}`, InspectAction)
	InspectPolicy.exits("policy-map configuration mode")
	InspectAction.family(qosHelp).lines(`inspect ~ [map:WORD]`, `pass ~ [log]`, `drop ~ [log]`, `reset`, `police rate ~ bps:<8000-2000000000> burst burst:<1000-512000000>`, `urlfilter ~ map:WORD`, `service-policy ~ {http | urlfilter | im | p2p} policy-name:WORD`)
	InspectAction.exits("policy-map class configuration mode")
	ParameterMap.family(qosHelp).lines(`alert ~ {on | off}`, `audit-trail ~ {on | off}`, `dns-timeout ~ secs:<1-2147483>`, `icmp idle-time ~ secs:<1-2147483>`, `max-incomplete {high | low} ~ number:<1-2147483647>`, `max-incomplete {high | low} number:<1-2147483647>`,
		`one-minute {high | low} ~ number:<1-2147483647>`, `sessions maximum ~ number:<1-2147483647>`, `sessions rate {high | low} ~ number:<1-2147483647> secs:<1-2147483647>`, `tcp finwait-time ~ secs:<1-2147483>`, `tcp idle-time ~ secs:<1-2147483>`, `tcp max-incomplete host ~ number:<1-2147483647> [block-time minutes:<0-35791>]`,
		`tcp synwait-time ~ secs:<1-2147483>`, `tcp window-scale-enforcement loose`, `udp idle-time ~ secs:<1-2147483>`, `zone-mismatch drop`, `log dropped-packets ~ [enable | disable]`, `log summary ~ flows flows:<1-4294967295> time-interval secs:<1-4294967295>`, `multi-tenancy`, `vrf name:WORD inspect inspect-name:WORD`,
		`pattern text:LINE`, `token ~ word:WORD`, `local-domain name:WORD`, `dnscrypt`, `udp-timeout ~ secs:<1-30>`, `exclude-domain name:WORD`)
	ParameterMap.exits("parameter-map")
	Zone.family(qosHelp).lines(`description ~ text:LINE`, `protection ~ name:WORD`)
	Zone.exits("zone configuration mode")
	ZonePair.family(qosHelp).lines(`description ~ text:LINE`, `service-policy type inspect ~ name:WORD`)
	ZonePair.exits("zone-pair configuration mode")
}

// matchAll is how a class map combines its lines unless it says otherwise.
func matchAll(a parser.Args) {
	if !a.Has("match-any") {
		a["match-all"] = true
	}
}
