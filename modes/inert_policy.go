package modes

import "ruthere/parser"

// Route maps, key chains and the lists that routing policies are made of.
var (
	RouteMap = inertMode("config-route-map", "Route Map configuration commands:", Global)
	KeyChain = inertMode("config-keychain", "Key-chain configuration commands:", Global)
	ChainKey = inertMode("config-keychain-key", "Keychain-key configuration commands:", KeyChain)
)

func init() {
	policies := Global.family(routingHelp)
	policies.add(inertCommand{syntax: `route-map name:WORD [permit | deny] [sequence:<0-65535>]`, enter: RouteMap, separated: true, complete: func(a parser.Args) {
		if !a.Has("permit") && !a.Has("deny") {
			a["permit"] = true
		}
		if !a.Has("sequence") {
			a["sequence"] = 10
		}
	}})
	policies.
		opens(`key chain name:WORD`, KeyChain).
		lines(
			`ip prefix-list name:WORD description ~ text:LINE`,
			`ip prefix-list name:WORD [seq sequence:<1-4294967294>] {permit | deny} prefix:A.B.C.D/nn [ge ge-bits:<1-32>] [le le-bits:<1-32>]`,
			`ipv6 prefix-list name:WORD [seq sequence:<1-4294967294>] {permit | deny} prefix6:X:X:X:X::X/<0-128> [ge ge-bits:<1-128>] [le le-bits:<1-128>]`,
			`ip as-path access-list number:<1-500> {permit | deny} expression:LINE`,
			`ip community-list {number:<1-500> | standard name:WORD | expanded expanded-name:WORD} {permit | deny} communities:LINE`,
			`ip extcommunity-list {number:<1-500> | standard name:WORD | expanded expanded-name:WORD} {permit | deny} communities:LINE`,
			`ip bgp-community new-format`,
			`ip local policy route-map ~ map:WORD`,
		)
	RouteMap.family(routingHelp).lines(
		`description ~ text:LINE`, `continue ~ [sequence:<1-65535>]`,
		`match ip address ~ [prefix-list] lists:WORD...`, `match ip next-hop ~ [prefix-list] lists:WORD...`, `match ip route-source ~ [prefix-list] lists:WORD...`,
		`match ipv6 address ~ [prefix-list] lists:WORD...`, `match interface ~ interface:INTERFACE`, `match length ~ least:<0-2147483647> most:<0-2147483647>`, `match as-path ~ numbers:<1-500>...`,
		`match community ~ lists:WORD...`, `match extcommunity ~ lists:WORD...`, `match metric ~ metric-number:<0-4294967295>`, `match tag ~ numbers:<0-4294967295>...`, `match local-preference ~ number:<0-4294967295>`, `match track ~ number:<1-1000>`,
		`match route-type ~ &{internal | level-1 | level-2 | local | external [type-1 | type-2]}`, `match source-protocol ~ {bgp as:<1-4294967295> | connected | eigrp eigrp-as:<1-65535> | ospf process:<1-65535> | rip | static}`,
		`set ip next-hop recursive ~ addr:A.B.C.D`, `set ip next-hop verify-availability ~ [addr:A.B.C.D sequence:<1-65535> track object:<1-1000>]`, `set ip next-hop self`, `set ip next-hop peer-address`, `set ip next-hop ~ addrs:A.B.C.D...`, `set ip vrf name:WORD next-hop ~ addr:A.B.C.D`,
		`set ip default next-hop ~ addrs:A.B.C.D...`, `set ip precedence ~ value:WORD`, `set ip dscp ~ value:WORD`, `set ip df ~ number:<0-1>`, `set ip tos ~ value:WORD`, `set default interface ~ interface:INTERFACE`, `set interface ~ interface:INTERFACE`, `set vrf ~ vrf-name:WORD`, `set global`,
		`set metric ~ metric-number:<0-4294967295> [delay:<0-4294967295> reliability:<0-255> load:<1-255> mtu:<1-65535>]`, `set metric-type ~ {internal | external | type-1 | type-2}`, `set tag ~ number:<0-4294967295>`, `set local-preference ~ number:<0-4294967295>`, `set weight ~ number:<0-65535>`,
		`set origin ~ {egp as:<1-65535> | igp | incomplete}`, `set as-path prepend ~ numbers:WORD...`, `set community ~ communities:LINE`, `set comm-list list:WORD delete`, `set extcommunity ~ {rt | soo} communities:LINE`, `set level ~ {level-1 | level-1-2 | level-2 | stub-area | backbone}`, `set automatic-tag`,
	)
	RouteMap.exits("route-map configuration mode")
	KeyChain.family(routingHelp).opens(`key number:<0-2147483647>`, ChainKey)
	KeyChain.exits("key-chain configuration mode")
	ChainKey.family(routingHelp).lines(`key-string ~ [type0=0 | 7] key:LINE`, `accept-lifetime ~ lifetime:LINE`, `send-lifetime ~ lifetime:LINE`, `cryptographic-algorithm ~ {md5 | hmac-sha-1 | hmac-sha-256 | hmac-sha-384 | hmac-sha-512}`)
	ChainKey.yields = "key" // not key-string
	ChainKey.exits("key-chain key configuration mode")
}
