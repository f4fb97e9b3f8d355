package modes

// The box itself: services, platform, redundancy, high availability, provisioning.
var (
	ControlPlane  = inertMode("config-cp", "Control Plane configuration commands:", Global)
	PlaneHost     = inertMode("config-cp-host", "Control Plane configuration commands:", Global)
	Redundancy    = inertMode("config-red", "Redundancy configuration commands:", Global)
	RedundancyApp = inertMode("config-red-app", "Redundancy application configuration commands:", Redundancy)
	AppGroup      = inertMode("config-red-app-grp", "Redundancy application group configuration commands:", RedundancyApp)
	InterDevice   = inertMode("config-red-interdevice", "Redundancy interdevice configuration commands:", Redundancy)
	CallHome      = inertMode("cfg-call-home", "Call-home configuration commands:", Global)
	CallProfile   = inertMode("cfg-call-home-profile", "Call-home profile configuration commands:", CallHome)
	Applet        = inertMode("config-applet", "Applet configuration commands:", Global)
	KronPolicy    = inertMode("config-kron-policy", "Kron policy configuration commands:", Global)
	KronTime      = inertMode("config-kron-occurrence", "Kron occurrence configuration commands:", Global)
	FlowExporter  = inertMode("config-flow-exporter", "Flow exporter commands:", Global)
	FlowRecord    = inertMode("config-flow-record", "Flow record commands:", Global)
	FlowMonitor   = inertMode("config-flow-monitor", "Flow monitor commands:", Global)
	Sampler       = inertMode("config-sampler", "Sampler commands:", Global)
	VPDNGroup     = inertMode("config-vpdn", "VPDN group configuration commands:", Global)
	VPDNIn        = inertMode("config-vpdn-acc-in", "VPDN group accept dialin configuration commands:", VPDNGroup)
	PseudoClass   = inertMode("config-pw-class", "Pseudowire-class configuration commands:", Global)
	L2TPClass     = inertMode("config-l2tp-class", "L2TP class configuration commands:", Global)
	Controller    = inertMode("config-controller", "Controller configuration commands:", Global)
	VLAN          = inertMode("config-vlan", "VLAN configuration commands:", Global)
	Gatekeeper    = inertMode("config-gk", "Gatekeeper configuration commands:", Global)
	Telemetry     = inertMode("config-mdt-subs", "Telemetry subscription configuration commands:", Global)
	ChatMode      = inertMode("config-bba-group", "BBA-group configuration commands:", Global)
)

func init() {
	f := Global.family(systemHelp)
	f.lines(
		`clock timezone ~ zone:WORD hours:HOURS [minutes:<0-59>]`, `clock summer-time ~ zone:WORD {recurring [first-week:WORD first-day:WORD first-month:MONTH first-time:hh:mm last-week:WORD last-day:WORD last-month:MONTH last-time:hh:mm [offset:<1-1440>]] | date day:<1-31> month:MONTH year:<1993-2035> time:hh:mm end-day:<1-31> end-month:MONTH end-year:<1993-2035> end-time:hh:mm [date-offset:<1-1440>]}`, `clock calendar-valid`, `clock save interval ~ hours:<8-24>`,
		`service nagle`, `service pad`, `service config`, `service tcp-keepalives-in`, `service tcp-keepalives-out`, `+service tcp-small-servers`, `+service udp-small-servers`, `service finger`, `service internal`, `service linenumber`, `service compress-config`, `service unsupported-transceiver`, `service call-home`, `service counters max age ~ age:<0-60>`, `service disable-ip-fast-frag`, `service password-recovery`, `service exec-wait`, `service hide-telnet-addresses`, `service old-slip-prompts`, `service telnet-zeroidle`,
		`platform qfp utilization monitor load ~ percent:<0-100>`, `platform punt-keepalive ~ {disable-kernel-core}`, `platform hardware throughput level ~ {kbps:<0-100000000> | level-text:LINE}`, `platform console ~ {auto | serial | virtual}`, `platform ipsec rest:LINE`, `platform resource ~ name:WORD`, `platform {software | inspect | multicast | trace} rest:LINE`,
		`card type ~ type:LINE`, `hw-module rest:LINE`, `network-clock-participate slot:LINE`, `network-clock-select rest:LINE`, `mmi {polling-interval interval:<60-3600> | auto-configure | pvc | snmp-timeout secs:<60-1800>}`, `memory free low-watermark {processor processor-kb:<0-4294967295> | IO io-kb:<0-4294967295>}`, `memory reserve critical kb:<1-4294967295>`, `process cpu threshold rest:LINE`, `process cpu statistics rest:LINE`,
		`diagnostic bootup level ~ {minimal | complete}`, `license {accept end user agreement | boot {level level:WORD | module product:WORD technology-package package:WORD [disable] | suite suite:WORD} | smart smart:LINE | throughput throughput:LINE | feature feature:LINE}`, `subscriber templating`, `subscriber feature rest:LINE`, `dot11 syslog`, `dot11 ssid name:WORD`, `aqm-register-fnf`, `netconf-yang`, `netconf {ssh [acl list:WORD] | max-sessions sessions:<4-16> | lock-time secs:<1-300>}`, `restconf`, `guestshell rest:LINE`, `app-hosting rest:LINE`, `telemetry ietf parameters rest:LINE`,
		`spanning-tree {mode {pvst | rapid-pvst | mst} | extend system-id | portfast bpduguard default | logging | vlan vlans:WORD priority priority-number:<0-61440>}`, `vtp {mode {server | client | transparent | off} | domain name:WORD | password password:WORD | version version-number:<1-3>}`, `vlan internal allocation policy {ascending | descending}`, `vlan dot1q tag native`, `+cts logging verbose`, `dot1x system-auth-control`,
		`exception {core-file file:WORD | dump addr:A.B.C.D | crashinfo {buffersize kb:<32-256> | file crash-file:WORD} | memory rest:LINE | data-corruption {buffer truncate}}`, `scheduler {interval msecs:<500-3600000> | max-task-time task-msecs:<0-3600000>}`, `*scheduler allocate ~ interrupt:<400-60000> process:<100-4000>`, `warm-reboot`, `config-register ~ value:WORD`, `buffers {tune automatic | small small:LINE | middle middle:LINE | big big:LINE | huge huge:LINE}`, `parser {cache | config cache interface | view view:LINE}`, `rtr rest:LINE`, `isdn switch-type ~ type:WORD`, `chat-script name:WORD text:LINE`, `dialer rest:LINE`, `modemcap entry text:LINE`,
		`bridge {irb | bridge-group:<1-255> {protocol protocol:WORD | route routed:WORD | bitswap-layer3-addresses}}`, `mpls {ip | label {protocol {ldp | tdp} | range low:<16-1048575> high:<16-1048575>} | ldp rest:LINE | traffic-eng rest:LINE}`, `frame-relay switching`, `clns routing`, `x25 routing`, `voice-card slot:<0-9>`, `vpdn enable`, `vpdn logging`, `vpdn source-ip addr:A.B.C.D`, `monitor session number:<1-66> rest:LINE`, `wsma {agent agent:WORD | profile rest:LINE}`, `cns rest:LINE`, `sgbp rest:LINE`, `nls rest:LINE`, `ephone rest:LINE`, `event manager {environment variable:WORD value:LINE | directory user {policy policy-url:WORD | library library-url:WORD} | policy policy-name:WORD [type {user | system}] | session cli username user-name:WORD | history rest:LINE | scheduler scheduler:LINE}`,
		`multilink bundle-name ~ {authenticated | both | endpoint}`, `multilink virtual-template ~ number:<1-4095>`, `async-bootp rest:LINE`, `tacacs-server host addr:HOST ~ [single-connection] [port port:<0-65535>] [timeout secs:<1-1000>] [key [type0=0 | 7] key:LINE]`, `tacacs-server {directed-request | administration}`, `tacacs-server timeout ~ secs:<1-1000>`, `tacacs-server key ~ [type0=0 | 7] key:LINE`, `radius-server host addr:HOST ~ [auth-port auth:<0-65535>] [acct-port acct:<0-65535>] [timeout secs:<1-1000>] [retransmit retries:<1-100>] [key [type0=0 | 7] key:LINE]`,
		`radius-server attribute rest:LINE`, `radius-server {vsa send [accounting | authentication] | retransmit retries:<0-100> | timeout secs:<1-1000> | deadtime minutes:<1-1440> | dead-criteria rest:LINE | load-balance load-balance:LINE}`, `radius-server key ~ [type0=0 | 7] key:LINE`, `mac-address-table aging-time secs:<0-1000000>`, `errdisable recovery {cause cause:WORD | interval secs:<30-86400>}`, `mls rest:LINE`, `auto qos rest:LINE`, `table-map name:WORD`, `macro name name:WORD`, `upgrade rest:LINE`, `end-user rest:LINE`,
		`secure {boot-image | boot-config}`, `security authentication failure rate rate:<2-1024> log`, `key config-key password-encrypt ~ [key:LINE]`, `password encryption aes`, `device-sensor rest:LINE`, `access-session rest:LINE`, `identity {profile rest:LINE | policy policy-name:WORD}`, `fqdn rest:LINE`, `tftp-server file:WORD [alias alias:WORD]`, `arp addr:A.B.C.D mac:H.H.H {arpa | sap | snap} [interface:INTERFACE]`, `logging-eem rest:LINE`,
	)
	f.opens(`redundancy`, Redundancy).opens(`control-plane`, ControlPlane).opens(`control-plane host`, PlaneHost).opens(`call-home`, CallHome).
		opens(`event manager applet name:WORD [authorization bypass] [class class:WORD] [trap]`, Applet).
		opens(`kron policy-list name:WORD`, KronPolicy).opens(`kron occurrence name:WORD {at at:hh:mm [days:LINE] | in in:LINE}`, KronTime).
		opens(`flow exporter name:WORD`, FlowExporter).opens(`flow record name:WORD`, FlowRecord).opens(`flow monitor name:WORD`, FlowMonitor).opens(`sampler name:WORD`, Sampler).
		opens(`vpdn-group name:WORD`, VPDNGroup).opens(`pseudowire-class name:WORD`, PseudoClass).opens(`l2tp-class name:WORD`, L2TPClass).opens(`controller {T1 t1:WORD | E1 e1:WORD | VDSL vdsl:WORD | SHDSL shdsl:WORD | Cellular cellular:WORD | DSL dsl:WORD | T3 t3:WORD}`, Controller).
		opens(`vlan number:<1-4094>`, VLAN).opens(`gatekeeper`, Gatekeeper).opens(`telemetry ietf subscription number:<0-2147483647>`, Telemetry).opens(`bba-group pppoe {global | name:WORD}`, ChatMode)
	highAvailability()
	callHome()
	Applet.family(systemHelp).lines(`description ~ text:LINE`, `event [tag tag:WORD] {syslog syslog:LINE | timer timer:LINE | cli cli:LINE | track track:LINE | none none:LINE | none-alone=none | snmp snmp:LINE | interface interface-event:LINE | oir oir:LINE | ipsla ipsla:LINE | routing routing:LINE | counter counter:LINE | resource resource:LINE | process process:LINE | config config:LINE | neighbor-discovery neighbor:LINE}`, `action label:WORD rest:LINE`, `set rest:LINE`, `trigger ~ [occurs times:<1-32>] [delay delay:WORD]`, `correlate rest:LINE`, `maxrun ~ secs:<0-31536000>`)
	Applet.exits("Event Manager Applet configuration submode")
	KronPolicy.family(systemHelp).often(`cli command:LINE`)
	KronPolicy.exits("Kron policy configuration submode")
	KronTime.family(systemHelp).lines(`policy-list name:WORD`)
	KronTime.exits("Kron occurrence configuration submode")
	flowModes()
	telemetry()
	dialModes()
}

func highAvailability() {
	Redundancy.family(systemHelp).lines(`mode ~ {none | sso | rpr | rpr-plus}`).opens(`application redundancy`, RedundancyApp).opens(`inter-device`, InterDevice)
	Redundancy.exits("redundancy configuration mode")
	RedundancyApp.family(systemHelp).opens(`group number:<1-4>`, AppGroup)
	RedundancyApp.exits("redundancy application configuration mode")
	AppGroup.family(systemHelp).lines(`name ~ name:WORD`, `preempt`, `priority ~ priority-number:<1-255> [failover threshold failover:<0-255>]`, `control ~ interface:INTERFACE protocol protocol-number:<1-8>`, `data ~ interface:INTERFACE`, `track object:<1-1000> {shutdown | decrement by:<1-255>}`, `timers delay ~ secs:<0-10000> [reload reload-secs:<0-10000>]`, `rii number:<1-65535>`, `shutdown`)
	AppGroup.exits("redundancy group application configuration mode")
	InterDevice.family(systemHelp).lines(`scheme standby name:WORD`, `security ipsec ~ name:WORD`)
	InterDevice.exits("redundancy interdevice configuration mode")
	for _, m := range []*Mode{ControlPlane, PlaneHost} {
		m.family(systemHelp).lines(`service-policy {input | output} ~ policy-name:WORD`, `service-policy type {logging | port-filter | queue-threshold} {input | output} ~ policy-name:WORD`, `management-interface interface:INTERFACE allow protocols:WORD...`)
		m.exits("control-plane configuration mode")
	}
}

func callHome() {
	CallHome.family(systemHelp).lines(`contact-email-addr ~ mail:WORD`, `contract-id ~ id:LINE`, `customer-id ~ id:LINE`, `site-id ~ id:LINE`, `street-address ~ text:LINE`, `phone-number ~ text:WORD`, `mail-server server:HOST priority priority-number:<1-100>`, `sender {from from:WORD | reply-to reply:WORD}`, `source-interface ~ interface:INTERFACE`, `source-ip-address ~ addr:A.B.C.D`, `http-proxy ~ proxy:WORD port port:<1-65535>`, `vrf ~ vrf-name:WORD`, `alert-group rest:LINE`, `data-privacy rest:LINE`, `rate-limit ~ number:<1-60>`, `syslog-throttling`).
		opens(`profile name:WORD`, CallProfile)
	CallHome.exits("call-home configuration mode")
	CallProfile.family(systemHelp).lines(`*active`, `anonymous-reporting-only`, `reporting {smart-call-home-data | smart-licensing-data | all}`, `destination address {email mail:WORD | http url:WORD}`, `*destination transport-method {email | http}`, `destination {message-size-limit bytes:<50-3145728> | preferred-msg-format {xml | short-text | long-text}}`, `subscribe-to-alert-group rest:LINE`)
	CallProfile.exits("call-home profile configuration mode")
}

func telemetry() {
	Telemetry.family(systemHelp).lines(`encoding ~ {encode-kvgpb | encode-tdl}`, `filter ~ {xpath xpath:LINE | tdl-uri uri:LINE}`, `source-address ~ addr:A.B.C.D`, `source-vrf ~ vrf-name:WORD`,
		`stream ~ {yang-push | yang-notif-native | native}`, `update-policy ~ {periodic centisecs:<100-4294967295> | on-change}`, `receiver ip address addr:A.B.C.D port:<0-65535> ~ protocol protocol:WORD [profile profile:WORD]`, `receiver name ~ name:WORD`)
	Telemetry.exits("telemetry subscription configuration mode")
}

func flowModes() {
	FlowExporter.family(systemHelp).lines(`description ~ text:LINE`, `destination ~ {addr:A.B.C.D | addr6:X:X:X:X::X | host:WORD} [vrf vrf-name:WORD]`, `source ~ interface:INTERFACE`, `transport udp ~ port:<1-65535>`, `export-protocol ~ {netflow-v9 | netflow-v5 | ipfix}`, `template data timeout ~ secs:<1-86400>`, `option {interface-table | exporter-stats | sampler-table | vrf-table | application-table | application-attributes | c3pl-class-table | c3pl-policy-table} ~ [timeout secs:<1-86400>]`, `dscp ~ number:<0-63>`, `ttl ~ number:<1-255>`, `output-features`)
	FlowExporter.exits("flow exporter configuration mode")
	FlowRecord.family(systemHelp).lines(`description ~ text:LINE`, `match {ipv4 v4:LINE | ipv6 v6:LINE | transport transport:LINE | interface {input | output} | flow flow:LINE | application application:LINE | routing routing:LINE | datalink datalink:LINE | connection connection:LINE}`, `collect {ipv4 v4:LINE | ipv6 v6:LINE | transport transport:LINE | interface {input | output} | flow flow:LINE | counter counter:LINE | timestamp timestamp:LINE | application application:LINE | routing routing:LINE | connection connection:LINE}`)
	FlowRecord.exits("flow record configuration mode")
	FlowMonitor.family(systemHelp).lines(`description ~ text:LINE`, `exporter name:WORD`, `cache {timeout {active active-secs:<1-604800> | inactive inactive-secs:<1-604800> | update update-secs:<1-604800>} | entries entries:<16-2000000> | type {normal | immediate | permanent}}`, `cache timeout {active | inactive | update} ~ secs:<1-604800>`, `statistics packet {protocol | size}`, `record ~ {netflow {ipv4 {original-input | original-output} | ipv6 {original-input6=original-input}} | netflow-original | name:WORD}`)
	FlowMonitor.exits("flow monitor configuration mode")
	Sampler.family(systemHelp).lines(`description ~ text:LINE`, `mode ~ {random | deterministic} number:<1-1> out-of of:<2-32768>`)
	Sampler.exits("sampler configuration mode")
}

func dialModes() {
	VPDNGroup.family(systemHelp).lines(`description ~ text:LINE`, `terminate-from hostname ~ name:WORD`, `local name ~ name:WORD`, `l2tp tunnel password ~ [type0=0 | 7] password:LINE`, `+l2tp tunnel authentication`, `source-ip ~ addr:A.B.C.D`, `lcp renegotiation {always | on-mismatch}`, `ip mtu adjust`, `initiate-to ip addr:A.B.C.D`, `rate-limit rest:LINE`).
		opensList(`accept-dialin`, VPDNIn).opensList(`request-dialin`, VPDNIn)
	VPDNGroup.exits("VPDN group configuration mode")
	VPDNIn.family(systemHelp).lines(`protocol ~ {l2tp | pptp | pppoe | any}`, `virtual-template ~ number:<1-4095>`, `domain ~ name:WORD`, `pool-member ~ number:<1-255>`)
	VPDNIn.exits("VPDN accept-dialin configuration mode")
	PseudoClass.family(systemHelp).lines(`encapsulation ~ {l2tpv2 | l2tpv3 | mpls}`, `protocol ~ {l2tpv2 [two-class:WORD] | l2tpv3 [class:WORD] | none}`, `ip local interface ~ interface:INTERFACE`, `ip pmtu`)
	PseudoClass.exits("pseudowire-class configuration mode")
	L2TPClass.family(systemHelp).lines(`authentication`, `hostname ~ name:WORD`, `password ~ [type0=0 | 7] password:WORD`, `hello ~ secs:<0-1000>`, `cookie size ~ bytes:<4-8>`)
	L2TPClass.exits("l2tp-class configuration mode")
	Controller.family(systemHelp).lines(`description ~ text:LINE`, `framing ~ {esf | sf | crc4 | no-crc4}`, `linecode ~ {ami | b8zs | hdb3}`, `clock source ~ {line | internal}`, `channel-group number:<0-30> timeslots slots:WORD [speed speed:<48-64>]`, `pri-group timeslots slots:WORD`, `cablelength rest:LINE`, `operating mode ~ mode-name:WORD`, `firmware filename ~ file:WORD`, `modem rest:LINE`, `*shutdown`, `lte rest:LINE`, `profile rest:LINE`, `sync mode rest:LINE`, `dsl-group rest:LINE`)
	Controller.exits("controller configuration mode")
	VLAN.family(systemHelp).lines(`name ~ name:WORD`, `shutdown`, `state ~ {active | suspend}`)
	VLAN.exits("VLAN configuration mode")
	Gatekeeper.family(systemHelp).lines(`*shutdown`)
	Gatekeeper.exits("gatekeeper configuration mode")
	ChatMode.family(systemHelp).lines(`virtual-template ~ number:<1-4095>`, `sessions per-mac limit ~ number:<1-65535>`, `sessions max limit ~ number:<1-65535>`, `sessions per-vlan limit ~ number:<1-65535>`)
	ChatMode.exits("BBA group configuration mode")
}
