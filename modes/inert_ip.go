package modes

// IP services of the whole router: DHCP, NAT, inspection, SLA probes, name service.
var (
	DHCPPool     = inertMode("dhcp-config", "DHCP pool configuration commands:", Global)
	SLA          = inertMode("config-ip-sla", "IP SLAs entry configuration commands:", Global)
	SLAEcho      = inertMode("config-ip-sla-echo", "IP SLAs Icmp Echo Configuration Commands:", Global)
	Track        = inertMode("config-track", "Tracking instance configuration commands:", Global)
	TimeRange    = inertMode("config-time-range", "Time range configuration commands:", Global)
	ObjectGroup  = inertMode("config-network-group", "Network object group configuration commands:", Global)
	ServiceGroup = inertMode("config-service-group", "Service object group configuration commands:", Global)
	IPv6List     = inertMode("config-ipv6-acl", "IPv6 Access List configuration commands:", Global)
)

func init() {
	ipServices()
	natLines()
	Global.family(ipServiceHelp).
		opens(`ip dhcp pool name:WORD`, DHCPPool).
		opensList(`ip sla number:<1-2147483647>`, SLA).
		opens(`track number:<1-1000> {ip {sla sla:<1-2147483647> [state | reachability] | route addr:A.B.C.D mask:A.B.C.D {route-reachability=reachability | metric threshold}} | interface interface:INTERFACE {line-protocol | ip-routing=ip routing} | list {boolean {and | or} | threshold-list=threshold {percentage | weight}} | rtr rtr:<1-2147483647> [rtr-reachability=reachability]}`, Track).
		opens(`time-range name:WORD`, TimeRange).
		opens(`object-group network name:WORD`, ObjectGroup).
		opens(`object-group service name:WORD`, ServiceGroup).
		opens(`ipv6 access-list name:WORD`, IPv6List)
	dhcpPool()
	slaLines()
	Track.family(ipServiceHelp).lines(`delay ~ &{up up:<0-180> | down down:<0-180>}`, `object object:<1-1000> ~ [not] [weight weight:<1-255>]`, `threshold percentage ~ &{up up:<1-100> | down down:<0-99>}`, `threshold weight ~ &{up up:<0-255> | down down:<0-255>}`, `default-state ~ {up | down}`, `carrier-delay`, `ip vrf ~ vrf-name:WORD`)
	Track.exits("tracking configuration mode")
	TimeRange.family(ipServiceHelp).lines(`absolute ~ &{start start:hh:mm start-day:<1-31> start-month:MONTH start-year:<1993-2035> | end end:hh:mm end-day:<1-31> end-month:MONTH end-year:<1993-2035>}`,
		`periodic {daily | weekdays | weekend | Monday | Tuesday | Wednesday | Thursday | Friday | Saturday | Sunday} [and-Tuesday=Tuesday] [and-Wednesday=Wednesday] [and-Thursday=Thursday] [and-Friday=Friday] [and-Saturday=Saturday] [and-Sunday=Sunday] from:hh:mm to to:hh:mm`)
	TimeRange.exits("time-range configuration mode")
	ObjectGroup.family(ipServiceHelp).lines(`description ~ text:LINE`, `host {addr:A.B.C.D | host-name:WORD}`, `addr:A.B.C.D mask:A.B.C.D`, `range first:A.B.C.D last:A.B.C.D`, `any`, `group-object name:WORD`)
	ObjectGroup.exits("object group configuration mode")
	ServiceGroup.family(ipServiceHelp).lines(`description ~ text:LINE`, `group-object name:WORD`, `{tcp | udp | tcp-udp} [source {s-eq=eq s-port:PORT | s-range=range s-from:PORT s-to:PORT | s-gt=gt s-gt-port:PORT | s-lt=lt s-lt-port:PORT}] [eq port:PORT | range from:PORT to:PORT | gt gt-port:PORT | lt lt-port:PORT | at:PORT]`, `icmp [icmp-type:WORD]`, `protocol:PROTOCOL`)
	ServiceGroup.exits("object group configuration mode")
	IPv6List.family(ipServiceHelp).lines(`[sequence sequence:<1-4294967294>] {permit | deny} rule:LINE`, `remark text:LINE`, `evaluate name:WORD`)
	IPv6List.exits("ipv6 access list configuration mode")
}

func ipServices() {
	Global.family(ipServiceHelp).lines(
		`+ip source-route`, `+ip gratuitous-arps`, `ip arp proxy disable`, `ip arp gratuitous none`, `ip options {drop | ignore}`, `+ip bootp server`, `+ip finger`, `+ip identd`, `+ip domain round-robin`, `ip domain timeout ~ secs:<1-3600>`, `ip domain retry ~ number:<0-100>`, `ip domain lookup source-interface ~ interface:INTERFACE`,
		`+ip subnet-zero`, `*ip classless`, `+ip routing`, `ip multicast-routing ~ [vrf vrf-name:WORD | distributed]`, `*ip cef ~ [distributed]`, `ip cef load-sharing algorithm ~ {original | tunnel | universal | include-ports}`, `*ipv6 cef`, `ipv6 unicast-routing`, `ipv6 source-route`, `ipv6 multicast-routing`,
		`ip dhcp excluded-address [vrf vrf-name:WORD] first:A.B.C.D [last:A.B.C.D]`, `ip dhcp bootp ignore`, `ip dhcp use vrf connected`, `+ip dhcp conflict logging`, `ip dhcp ping {packets packets:<0-10> | timeout msecs:<100-10000>}`, `ip dhcp database url:WORD`, `ip dhcp relay information {option [vpn] | trust-all | policy {keep | drop-policy=drop | replace}}`, `ip dhcp-server addr:A.B.C.D`, `ip dhcp snooping`, `+service dhcp`,
		`ip inspect name name:WORD protocol:WORD [alert {alert-on=on | alert-off=off}] [audit-trail {audit-on=on | audit-off=off}] [router-traffic] [timeout secs:<1-43200>]`, `ip inspect {log drop-pkt | tcp rest:LINE | udp udp-rest:LINE | audit-trail | dns-timeout secs:<1-2147483> | one-minute {high high:<1-2147483647> | low low:<1-2147483647>} | max-incomplete {max-high=high max-high-number:<1-2147483647> | max-low=low max-low-number:<1-2147483647>}}`, `+ip inspect alert-off`,
		`ip ips name name:WORD [list list:WORD]`, `ip ips config location ~ url:WORD [retries number:<1-5>]`, `ip ips notify {sdee | log}`, `ip urlfilter rest:LINE`, `ip admission rest:LINE`, `ip auth-proxy rest:LINE`, `ip nbar custom rest:LINE`, `ip nbar port-map protocol:WORD {tcp | udp} ports:<0-65535>...`, `ip accounting-threshold ~ number:<0-4294967295>`, `ip reflexive-list timeout ~ secs:<1-2147483>`,
		`ip tcp synwait-time ~ secs:<5-300>`, `ip tcp window-size ~ bytes:<0-1073741823>`, `ip tcp path-mtu-discovery ~ [age-timer {minutes:<10-30> | infinite}]`, `ip tcp selective-ack`, `ip tcp timestamp`, `ip tcp mss ~ bytes:<68-10000>`, `ip tcp intercept rest:LINE`, `ip icmp rate-limit unreachable ~ [DF] msecs:<1-4294967295>`, `ip icmp redirect ~ {host | subnet}`,
		`ip ftp {username user:WORD | password [type0=0 | 7] password:WORD | source-interface interface:INTERFACE}`, `+ip ftp passive`, `ip tftp source-interface ~ interface:INTERFACE`, `ip tftp blocksize ~ bytes:<512-8192>`, `ip rcmd {rcp-enable | rsh-enable | remote-host rest:LINE | remote-username user:WORD | source-interface interface:INTERFACE}`, `ip telnet source-interface ~ interface:INTERFACE`,
		`ip local pool name:WORD first:A.B.C.D [last:A.B.C.D] [group group:WORD]`, `ip local pool default first:A.B.C.D [last:A.B.C.D]`, `ip forward-protocol {nd | udp [port:WORD] | spanning-tree | any-local-broadcast | sdns}`,
		`*ip http server`, `*ip http secure-server`, `ip http authentication ~ {aaa [login-authentication list:WORD] | enable | local}`, `ip http access-class ~ {number:<1-99> | ipv4 list:WORD}`, `ip http port ~ port:<0-65535>`, `ip http secure-port ~ port:<0-65535>`, `ip http timeout-policy idle ~ secs:<1-600> life life:<1-86400> requests requests:<1-86400>`, `ip http path ~ path:WORD`, `ip http max-connections ~ number:<1-16>`,
		`ip http client {source-interface interface:INTERFACE | username user:WORD | password [type0=0 | 7] password:WORD | proxy-server proxy:WORD proxy-port port:<1-65535>}`, `ip http secure-ciphersuite ~ ciphers:WORD...`, `ip http secure-trustpoint ~ name:WORD`, `ip http tls-version ~ {TLSv1.0 | TLSv1.1 | TLSv1.2 | TLSv1.3}`, `ip http secure-active-session-modules ~ name:WORD`, `ip http active-session-modules ~ name:WORD`, `ip http digest algorithm ~ name:WORD`,
		`ip dns server`, `ip dns spoofing ~ [addr:A.B.C.D]`, `ip dns view name:WORD`, `ip flow-export source ~ interface:INTERFACE`, `ip flow-export version ~ {5 [origin-as | peer-as] | 9 [nine-origin-as=origin-as | nine-peer-as=peer-as | bgp-nexthop]}`, `ip flow-export destination addr:A.B.C.D port:<1-65535> [vrf vrf-name:WORD] [udp]`, `ip flow-export template rest:LINE`, `ip flow-cache {timeout {active minutes:<1-60> | inactive secs:<10-600>} | entries entries:<1024-524288>}`, `ip flow-cache timeout active ~ minutes:<1-60>`, `ip flow-top-talkers`, `ip flow-capture {fragment-offset | icmp | ip-id | mac-addresses | packet-length | ttl | vlan-id}`,
		`ip tacacs source-interface ~ interface:INTERFACE [vrf vrf-name:WORD]`, `ip radius source-interface ~ interface:INTERFACE [vrf vrf-name:WORD]`, `ip sla responder`, `ip sla enable reaction-alerts`, `ip sla logging traps`, `ip sla auto discovery`, `ip sla reaction-configuration number:<1-2147483647> ~ [react react:WORD [threshold-type type:WORD] [threshold-value high:<0-4294967295> low:<0-4294967295>] [action-type action:WORD]]`, `ip sla schedule number:<1-2147483647> ~ [life {forever | life-secs:<0-2147483647>}] [start-time {now | pending | after after:hh:mm:ss | at:hh:mm:ss}] [ageout ageout:<0-2073600>] [recurring]`,
		`ip sla group schedule number:<1-65535> rest:LINE`, `ip pim [vrf vrf-name:WORD] {rp-address rp:A.B.C.D [list:WORD] [override] | ssm {default | range range:WORD} | bidir-enable | autorp listener | send-rp-announce interface:INTERFACE scope scope:<1-255> | send-rp-discovery discovery:INTERFACE scope discovery-scope:<1-255> | register-source source:INTERFACE}`, `ip msdp {peer peer:A.B.C.D [connect-source interface:INTERFACE] | originator-id originator:INTERFACE}`, `ip mroute addr:A.B.C.D mask:A.B.C.D via:A.B.C.D`,
		`ip vrf receive name:WORD`, `ip default-gateway ~ addr:A.B.C.D`, `ip default-network addr:A.B.C.D`, `ip access-list {logging {interval msecs:<0-2147483647> | hash-generation} | log-update threshold updates:<0-2147483647> | match-local-traffic}`, `ip wccp {web-cache | service:<0-254>} [redirect-list list:WORD] [group-list group:WORD] [password [type0=0 | 7] password:WORD]`,
		`ipv6 route [vrf vrf-name:WORD] prefix6:X:X:X:X::X/<0-128> {interface:INTERFACE [via:X:X:X:X::X] | next:X:X:X:X::X} [distance:<1-254>] [name route-name:WORD]`, `ipv6 local pool name:WORD prefix6:X:X:X:X::X/<0-128> length:<0-128>`, `ipv6 inspect rest:LINE`, `ipv6 dhcp pool name:WORD`, `ipv6 nd rest:LINE`, `ipv6 router {ospf process:<1-65535> | eigrp as:<1-65535>}`,
		`access-list {rate-limit rest:LINE | dynamic-extended | compiled}`, `access-list number:<200-299> {permit | deny} type:WORD [wild:WORD]`, `access-list mac-number:<700-799> {permit | deny} mac:H.H.H [mac-mask:H.H.H]`, `dialer-list group:<1-128> protocol protocol:WORD {permit | deny | list list:WORD}`, `dialer watch-list group:<1-255> {ip addr:A.B.C.D mask:A.B.C.D | delay {route-check {initial secs:<1-2147483>} | connect connect:<1-2147483>}}`, `+ip nat service {sip {tcp | udp} port port:<1-65535> | list rest:LINE}`,
	)
}

func natLines() {
	overload := ` [vrf vrf-name:WORD] [match-in-vrf] [overload]`
	port := `[extendable] [no-alias] [no-payload] [vrf vrf-name:WORD [match-in-vrf]] [route-map map:WORD [reversible]] [redundancy redundancy:WORD]`
	Global.family(ipServiceHelp).lines(
		`ip nat log translations {syslog | flow-export rest:LINE}`, `ip nat create flow-entries`, `ip nat settings rest:LINE`,
		`ip nat translation {timeout | tcp-timeout | udp-timeout | dns-timeout | icmp-timeout | finrst-timeout | syn-timeout | pptp-timeout | port-timeout} ~ {secs:<0-536870> | never}`, `ip nat translation max-entries ~ [all-host | host addr:A.B.C.D | list list:WORD | vrf vrf-name:WORD] entries:<1-2147483647>`,
		`ip nat pool name:WORD first:A.B.C.D last:A.B.C.D ~ {netmask mask:A.B.C.D | prefix-length length:<1-32>} [type {rotary | match-host}] [add-route]`,
		`ip nat inside source list list:WORD {interface interface:INTERFACE | pool pool:WORD}`+overload, `ip nat inside source route-map map:WORD {interface interface:INTERFACE | pool pool:WORD}`+overload,
		`ip nat inside source static {tcp | udp} local:A.B.C.D local-port:<1-65535> {interface interface:INTERFACE | global-addr:A.B.C.D} global-port:<1-65535> `+port,
		`ip nat inside source static network local:A.B.C.D global-addr:A.B.C.D {mask:A.B.C.D | prefix:A.B.C.D/nn} [no-alias] [vrf vrf-name:WORD]`, `ip nat inside source static {esp local-esp:A.B.C.D interface interface:INTERFACE}`,
		`ip nat inside source static local:A.B.C.D {interface interface:INTERFACE | global-addr:A.B.C.D} `+port,
		`ip nat inside destination list list:WORD pool pool:WORD`, `ip nat outside source list list:WORD pool pool:WORD [vrf vrf-name:WORD] [add-route]`, `ip nat outside source static [tcp | udp] global-addr:A.B.C.D [global-port:<1-65535>] local:A.B.C.D [local-port:<1-65535>] [add-route] [extendable] [no-alias] [vrf vrf-name:WORD]`,
	)
}

func dhcpPool() {
	DHCPPool.family(ipServiceHelp).lines(
		`vrf ~ vrf-name:WORD`, `import all`, `network ~ addr:A.B.C.D [mask:A.B.C.D [secondary]]`, `host ~ addr:A.B.C.D [mask:A.B.C.D]`, `hardware-address ~ mac:H.H.H [type:WORD]`, `client-identifier ~ id:WORD`, `client-name ~ name:WORD`, `default-router ~ addrs:A.B.C.D...`, `dns-server ~ addrs:A.B.C.D...`, `domain-name ~ name:WORD`,
		`lease ~ {infinite | days:<0-365> [hours:<0-23> [minutes:<0-59>]]}`, `option number:<0-254> ~ [instance instance:<0-255>] {ip addrs:A.B.C.D... | ascii text:LINE | hex digits:LINE}`, `netbios-name-server ~ addrs:A.B.C.D...`, `netbios-node-type ~ node:WORD`, `next-server ~ addrs:A.B.C.D...`, `bootfile ~ file:WORD`, `update arp`, `update dns ~ [both]`, `class name:WORD`, `address range first:A.B.C.D last:A.B.C.D`, `address addr:A.B.C.D ~ {client-id id:WORD | hardware-address mac:H.H.H}`,
		`relay source addr:A.B.C.D mask:A.B.C.D`, `relay destination [global | vrf vrf-name:WORD] addr:A.B.C.D`, `origin ~ {dhcp | ipcp | aaa}`, `utilization mark {high high:<0-100> [log] | low low:<0-100> [low-log=log]}`, `subnet prefix-length length:<1-31>`)
	DHCPPool.exits("DHCP pool configuration mode")
}

func slaLines() {
	SLA.family(ipServiceHelp).
		opens(`icmp-echo target:HOST [source-ip source-addr:A.B.C.D | source-interface interface:INTERFACE]`, SLAEcho).
		opens(`udp-jitter target:HOST port:<1-65535> [source-ip source-addr:A.B.C.D] [source-port source-port-number:<1-65535>] [codec codec:WORD] [num-packets packets:<1-60000>] [interval msecs:<4-60000>]`, SLAEcho).
		opens(`udp-echo target:HOST port:<1-65535> [source-ip source-addr:A.B.C.D] [source-port source-port-number:<1-65535>]`, SLAEcho).
		opens(`icmp-jitter target:HOST [source-ip source-addr:A.B.C.D]`, SLAEcho).
		opens(`path-echo target:HOST [source-ip source-addr:A.B.C.D]`, SLAEcho).
		opens(`tcp-connect target:HOST port:<1-65535> [source-ip source-addr:A.B.C.D] [control {control-on=enable | control-off=disable}]`, SLAEcho).
		opens(`http {get | raw} url:WORD [name-server server:A.B.C.D] [source-ip source-addr:A.B.C.D]`, SLAEcho).
		opens(`dns target:WORD name-server server:A.B.C.D [source-ip source-addr:A.B.C.D]`, SLAEcho)
	SLA.exits("IP SLAs configuration mode")
	SLAEcho.family(ipServiceHelp).lines(`frequency ~ secs:<1-604800>`, `timeout ~ msecs:<0-604800000>`, `threshold ~ msecs:<0-60000>`, `tag ~ text:LINE`, `owner ~ text:LINE`, `tos ~ number:<0-255>`, `vrf ~ vrf-name:WORD`, `request-data-size ~ bytes:<0-16384>`, `verify-data`, `history {hours-of-statistics-kept hours:<0-25> | buckets-kept buckets:<1-60> | lives-kept lives:<0-2> | filter {none | all | overThreshold | failures}}`, `data-pattern ~ digits:WORD`)
	SLAEcho.exits("IP SLAs echo configuration mode")
}
