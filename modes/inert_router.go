package modes

// Routing protocols. Their lines are kept in the order typed.
var (
	RouterEIGRP  = routerMode("EIGRP")
	RouterNamed  = routerMode("EIGRP")
	RouterOSPF   = routerMode("OSPF")
	RouterOSPFv3 = routerMode("OSPFv3")
	OSPFv3Family = inertMode("config-router-af", "OSPFv3 address family commands:", RouterOSPFv3)
	RouterRIP    = routerMode("RIP")
	RouterISIS   = routerMode("IS-IS")
	RouterBGP    = routerMode("BGP")
	RouterFamily = inertMode("config-router-af", "Router Address Family configuration commands:", RouterBGP)
	EIGRPFamily  = inertMode("config-router-af", "Address Family configuration commands:", RouterNamed)
	EIGRPPort    = inertMode("config-router-af-interface", "Address Family Interfaces configuration commands:", EIGRPFamily)
	EIGRPBase    = inertMode("config-router-af-topology", "Address Family Topology configuration commands:", EIGRPFamily)
)

func routerMode(string) *Mode {
	return inertMode("config-router", "Router configuration commands:", Global)
}

// Lines that several protocols have.
var (
	redistributeLine = `redistribute {connected | static | rip | eigrp as:<1-65535> | bgp bgp-as:<1-4294967295> | ospf process:<1-65535> [vrf vrf-name:WORD]}
		~ &{metric metric-number:<0-4294967295> [delay:<0-4294967295> reliability:<0-255> load:<1-255> mtu:<1-65535>] | metric-type {1 | 2} | route-map map:WORD | subnets | tag tag-number:<0-4294967295>
		| match &{internal | external [ext1=1 | ext2=2] | nssa-external}}`
	distributeLists = []string{
		`distribute-list {list:WORD | prefix prefix-name:WORD | route-map map:WORD} {in | out} [interface:INTERFACE]`,
		`passive-interface {default | interface:INTERFACE}`,
		`distance ~ number:<1-255>`, `maximum-paths ~ [eibgp | ibgp] paths:<1-32>`,
	}
)

func init() {
	Global.family(routingHelp).
		opens(`router eigrp as:<1-65535>`, RouterEIGRP).
		opens(`router eigrp name:WORD`, RouterNamed).
		opens(`router ospf process:<1-65535> [vrf vrf-name:WORD]`, RouterOSPF).
		opens(`router ospfv3 process:<1-65535>`, RouterOSPFv3).
		opens(`router rip`, RouterRIP).
		opens(`router isis [area-tag:WORD]`, RouterISIS).
		opens(`router bgp as:WORD`, RouterBGP)
	initEIGRP()
	RouterOSPF.family(routingHelp).lines(append(distributeLists,
		redistributeLine, `router-id ~ addr:A.B.C.D`, `network addr:A.B.C.D wildcard:A.B.C.D ~ area {area-id:<0-4294967295> | area-ip:A.B.C.D}`,
		`log-adjacency-changes ~ [detail]`, `auto-cost reference-bandwidth ~ mbits:<1-4294967>`, `default-metric ~ metric-number:<1-16777214>`,
		`default-information originate ~ &{always | metric metric-number:<0-16777214> | metric-type {1 | 2} | route-map map:WORD}`,
		`area {area-id:<0-4294967295> | area-ip:A.B.C.D} {authentication [message-digest] | stub [no-summary] | nssa [default-information-originate] [no-summary] [no-redistribution] | default-cost cost:<0-16777215>
			| range range-addr:A.B.C.D mask:A.B.C.D [advertise | not-advertise] | virtual-link link-addr:A.B.C.D | filter-list prefix prefix-name:WORD {in | out}}`,
		`summary-address addr:A.B.C.D mask:A.B.C.D ~ [not-advertise] [tag tag-number:<0-4294967295>]`,
		`neighbor addr:A.B.C.D ~ &{priority priority-number:<0-255> | cost cost:<1-65535> | poll-interval secs:<0-65535>}`,
		`timers throttle spf ~ start-ms:<1-600000> hold-ms:<1-600000> max-ms:<1-600000>`, `timers throttle lsa all ~ start-ms:<0-600000> hold-ms:<1-600000> max-ms:<1-600000>`,
		`max-metric router-lsa ~ [on-startup secs:<5-86400>]`, `capability vrf-lite`, `+compatible rfc1583`, `nsf ~ [cisco | ietf]`, `bfd all-interfaces`, `shutdown`, `ispf`, `prefix-suppression`,
		`domain-id ~ addr:A.B.C.D`, `distance ospf ~ &{external ext-distance:<1-255> | inter-area inter-distance:<1-255> | intra-area intra-distance:<1-255>}`,
	)...)
	initOSPFv3()
	RouterRIP.family(routingHelp).lines(append(distributeLists,
		redistributeLine, `version ~ {1 | 2}`, `network addr:A.B.C.D`, `*auto-summary`, `neighbor addr:A.B.C.D`, `default-information originate`, `default-metric ~ metric-number:<1-4294967295>`,
		`timers basic ~ update:<0-4294967295> invalid:<1-4294967295> holddown:<0-4294967295> flush:<1-4294967295>`, `offset-list list:WORD {in | out} offset:<0-16>`, `validate-update-source`,
	)...)
	RouterISIS.family(routingHelp).lines(append(distributeLists,
		`net title:WORD`, `is-type ~ {level-1 | level-1-2 | level-2-only}`, `metric-style ~ {narrow | wide | transition}`, `log-adjacency-changes`, `summary-address addr:A.B.C.D mask:A.B.C.D`,
	)...)
	initBGP()
	for _, m := range []*Mode{RouterEIGRP, RouterOSPF, RouterRIP, RouterISIS} {
		m.exits("routing protocol configuration mode")
	}
}

func initOSPFv3() {
	lines := append([]string{
		redistributeLine, `router-id ~ addr:A.B.C.D`, `log-adjacency-changes ~ [detail]`, `auto-cost reference-bandwidth ~ mbits:<1-4294967>`, `shutdown`, `bfd all-interfaces`,
		`area {area-id:<0-4294967295> | area-ip:A.B.C.D} {stub [no-summary] | nssa [default-information-originate] [no-summary] | default-cost cost:<0-16777215> | range prefix6:X:X:X:X::X/<0-128>}`,
		`default-information originate ~ &{always | metric metric-number:<0-16777214> | metric-type {1 | 2} | route-map map:WORD}`,
	}, distributeLists...)
	RouterOSPFv3.family(routingHelp).lines(lines...).opens(`address-family {ipv4 | ipv6} [unicast] [vrf vrf-name:WORD]`, OSPFv3Family)
	RouterOSPFv3.exits("routing protocol configuration mode")
	OSPFv3Family.family(routingHelp).lines(lines...)
	OSPFv3Family.exits("Address Family configuration mode", "exit-address-family")
}

func initEIGRP() {
	lines := append([]string{
		`network addr:A.B.C.D [wildcard:A.B.C.D]`, redistributeLine, `default-metric ~ bandwidth:<1-4294967295> delay:<0-4294967295> reliability:<0-255> load:<1-255> mtu:<1-65535>`,
		`*auto-summary`, `eigrp router-id ~ addr:A.B.C.D`, `eigrp stub ~ &{connected | summary | static | redistributed | receive-only | leak-map map:WORD}`, `+eigrp log-neighbor-changes`, `+eigrp log-neighbor-warnings`,
		`neighbor addr:A.B.C.D interface:INTERFACE`, `variance ~ number:<1-128>`, `metric weights ~ tos:<0-8> k1:<0-255> k2:<0-255> k3:<0-255> k4:<0-255> k5:<0-255>`,
		`distance eigrp ~ internal:<1-255> external:<1-255>`, `offset-list list:WORD {in | out} offset:<0-2147483647> [interface:INTERFACE]`, `timers active-time ~ {minutes:<1-65535> | disabled}`,
		`nsf`, `bfd {all-interfaces | interface:INTERFACE}`, `traffic-share balanced`, `autonomous-system ~ as:<1-65535>`,
	}, distributeLists...)
	RouterEIGRP.family(routingHelp).lines(lines...).
		opens(`address-family ipv4 [vrf vrf-name:WORD] [autonomous-system as:<1-65535>]`, EIGRPFamily)
	RouterNamed.family(routingHelp).opens(`address-family {ipv4 | ipv6} [unicast] [vrf vrf-name:WORD] autonomous-system as:<1-65535>`, EIGRPFamily).lines(`shutdown`)
	RouterNamed.exits("routing protocol configuration mode")
	EIGRPFamily.family(routingHelp).lines(lines...).
		opens(`af-interface {default | interface:INTERFACE}`, EIGRPPort).
		opens(`topology base`, EIGRPBase)
	EIGRPFamily.exits("Address Family configuration mode", "exit-address-family")
	EIGRPPort.family(routingHelp).lines(`hello-interval ~ secs:<1-65535>`, `hold-time ~ secs:<1-65535>`, `passive-interface`, `authentication mode ~ {md5 | hmac-sha-256 [type0=0 | 7] password:LINE}`,
		`authentication key-chain ~ name:WORD`, `bandwidth-percent ~ percent:<1-999999>`, `+split-horizon`, `+next-hop-self`, `summary-address addr:A.B.C.D mask:A.B.C.D`, `shutdown`, `bfd`)
	EIGRPPort.exits("Address Family Interface configuration mode", "exit-af-interface")
	EIGRPBase.family(routingHelp).lines(append([]string{redistributeLine, `variance ~ number:<1-128>`, `*auto-summary`, `default-metric ~ bandwidth:<1-4294967295> delay:<0-4294967295> reliability:<0-255> load:<1-255> mtu:<1-65535>`}, distributeLists...)...)
	EIGRPBase.exits("Address Family Topology configuration mode", "exit-af-topology")
}

func initBGP() {
	peer := `neighbor {addr:A.B.C.D | addr6:X:X:X:X::X | group-name:WORD} `
	lines := []string{
		redistributeLine, `network addr:A.B.C.D ~ [mask mask:A.B.C.D] [route-map map:WORD] [backdoor]`, `network prefix6:X:X:X:X::X/<0-128> ~ [route-map map:WORD]`,
		`aggregate-address addr:A.B.C.D mask:A.B.C.D ~ &{as-set | summary-only | suppress-map suppress:WORD | attribute-map attribute:WORD | advertise-map advertise:WORD}`,
		peer + `remote-as ~ as:WORD`, peer + `local-as ~ as:WORD &{no-prepend | replace-as | dual-as}`, peer + `description ~ text:LINE`, peer + `update-source ~ interface:INTERFACE`, peer + `password ~ [type0=0 | 7] password:LINE`,
		peer + `ebgp-multihop ~ [hops:<1-255>]`, peer + `timers ~ keep:<0-65535> hold:<0-65535> [min-hold:<0-65535>]`, peer + `version ~ {4}`, peer + `shutdown`, peer + `peer-group ~ [to-group:WORD]`, peer + `disable-connected-check`,
		peer + `fall-over ~ [bfd | route-map map:WORD]`, peer + `transport ~ {path-mtu-discovery | connection-mode {active | passive}}`, peer + `ttl-security hops ~ hops:<1-254>`, peer + `log-neighbor-changes`,
		`*` + peer + `activate`, peer + `next-hop-self ~ [all]`, peer + `send-community ~ [both | extended | standard]`, peer + `soft-reconfiguration inbound`, peer + `route-reflector-client`, peer + `default-originate ~ [route-map map:WORD]`,
		peer + `remove-private-as ~ [all [replace-as]]`, peer + `weight ~ weight:<0-65535>`, peer + `allowas-in ~ [times:<1-10>]`, peer + `as-override`, peer + `maximum-prefix ~ prefixes:<1-2147483647> [percent:<1-100>] [warning-only | restart minutes:<1-65535>]`,
		peer + `route-map map:WORD {in | out}`, peer + `prefix-list list:WORD {in | out}`, peer + `distribute-list list:WORD {in | out}`, peer + `filter-list list:<1-500> {in | out}`, peer + `unsuppress-map ~ map:WORD`, peer + `advertisement-interval ~ secs:<0-600>`,
		peer + `capability orf prefix-list ~ {both | receive | send}`, peer + `inherit {peer-session session:WORD | peer-policy policy-name:WORD}`, peer + `next-hop-unchanged`,
		`default-information originate`, `default-metric ~ metric-number:<1-4294967295>`, `*auto-summary`, `*synchronization`, `distance bgp ~ external:<1-255> internal:<1-255> local:<1-255>`, `table-map ~ map:WORD`,
		`maximum-paths ~ [eibgp | ibgp] paths:<1-32>`, `bgp dampening ~ [half-life:<1-45> [reuse:<1-20000> suppress:<1-20000> max-suppress:<1-255>]]`, `bgp redistribute-internal`, `bgp nexthop trigger delay ~ secs:<0-100>`,
	}
	RouterBGP.family(routingHelp).lines(append([]string{
		`bgp router-id ~ {addr:A.B.C.D | interface:INTERFACE}`, `*bgp log-neighbor-changes`, `+bgp default ipv4-unicast`, `bgp default local-preference ~ number:<0-4294967295>`, `bgp always-compare-med`, `bgp deterministic-med`,
		`bgp bestpath {as-path {ignore | multipath-relax} | compare-routerid | med {confed | missing-as-worst}}`, `bgp cluster-id ~ addr:A.B.C.D`, `bgp graceful-restart ~ [restart-time secs:<1-3600> | stalepath-time stale-secs:<1-3600>]`,
		`bgp listen range prefix:A.B.C.D/nn ~ peer-group group-name:WORD`, `bgp listen limit ~ limit:<1-5000>`, `bgp asnotation dot`, `bgp confederation identifier ~ as:WORD`, `bgp confederation peers as:WORD...`, `+bgp fast-external-fallover`, `+bgp enforce-first-as`,
		`timers bgp ~ keep:<0-65535> hold:<0-65535> [min-hold:<0-65535>]`, `distance ~ number:<1-255> addr:A.B.C.D wildcard:A.B.C.D`,
	}, lines...)...).
		opens(`address-family {ipv4 [unicast | multicast | mdt] [vrf vrf-name:WORD] | ipv6 [unicast6=unicast | multicast6=multicast] [vrf6=vrf vrf6-name:WORD] | vpnv4 [unicast4=unicast] | vpnv6 [unicastv6=unicast] | l2vpn {evpn | vpls}}`, RouterFamily)
	RouterBGP.exits("routing protocol configuration mode")
	RouterFamily.family(routingHelp).lines(lines...)
	RouterFamily.exits("Address Family configuration mode", "exit-address-family")
}
