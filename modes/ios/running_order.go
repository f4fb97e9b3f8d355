package ios

import (
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// The order of the running-config: what stands where, and what separates it. Lines are named
// by their places: the leading keywords of their command, or the place that it names.

// versions are what `version` says in the running-config.
var versions = [...]string{debuglog.IOS124: "12.4", debuglog.IOS15: "15.4", debuglog.IOSXE: "17.3"}

func printGlobal(p *modes.Printer) {
	printSystem(p)
	printNames(p)
	printCrypto(p)
	printInterfaces(p)
	printRouting(p)
	printTail(p)
}

// places are those of modes to which several rooms add lines.
var places = map[string][]string{
	"interface": {"description", "before the address", "bandwidth", "encapsulation dot1Q",
		"after the bandwidth", "mtu", "ip vrf forwarding", "vrf forwarding",
		"ip address",
		"ip access-group", "ip mtu",
		"ip unnumbered", "ip address negotiated", "after the address", "ip redirects", "ip unreachables", "ip proxy-arp",
		"ip local-proxy-arp", "after the proxies", "ip split-horizon", "after split horizon", "ip nat",
		"ip nhrp authentication", "ip nhrp map", "ip nhrp network-id", "ip nhrp holdtime", "ip nhrp nhs", "ip nhrp registration",
		"ip nhrp server-only", "ip nhrp shortcut", "ip nhrp redirect", "after translation",
		"ip tcp adjust-mss", "after the MSS", "standby", "shutdown", "delay", "keepalive", "tunnel source", "tunnel mode",
		"tunnel destination", "tunnel key",
		"tunnel checksum", "tunnel sequence-datagrams", "tunnel vrf", "tunnel tos", "tunnel ttl",
		"tunnel path-mtu-discovery", "after shutdown",
		"crypto ipsec df-bit", "crypto ipsec fragmentation", "after the fragmentation", "crypto map", "crypto ipsec client ezvpn"},
	"isakmp-profile": {"description", "vrf", "keyring", "self-identity", "match identity", "keepalive", "local-address",
		"client authentication list", "isakmp authorization list", "client configuration address",
		"client configuration group", "before the template", "initiate mode aggressive",
		"virtual-template"},
	"isakmp-peer": {"description", "set aggressive-mode password", "set aggressive-mode client-endpoint"},
	"trustpoint": {"enrollment mode ra", "enrollment retry count", "enrollment retry period", "enrollment url", "enrollment terminal",
		"enrollment selfsigned", "enrollment pkcs12", "enrollment profile", "enrollment http-proxy", "usage", "serial-number", "fqdn",
		"ip-address", "password", "subject-name", "subject-alt-name", "fingerprint", "chain-validation", "revocation-check", "source interface",
		"vrf", "match certificate", "rsakeypair", "auto-enroll", "regenerate", "hash"},
	"vrf-definition": {"description", "rd", "before the families", "address-family ipv4", "families"},
}

func printSystem(p *modes.Printer) {
	if p.ReadsAll() {
		p.Line("version " + versions[p.Release()])
	}
	p.InertEach("service nagle", "service pad", "service tcp-keepalives-in", "service tcp-keepalives-out")
	p.Show("service timestamps")
	p.Show("service password-encryption", "service sequence-numbers", "service prompt config")
	p.InertEach("service", "platform", "password encryption", "key config-key")
	p.Separator()
	p.Show("hostname")
	p.Separator()
	p.Line("boot-start-marker")
	p.Inert("boot")
	p.InertEach("boot system", "boot config")
	p.Line("boot-end-marker")
	p.Separator()
	if p.Release() != debuglog.IOS124 {
		p.Separator()
	}
	p.Group(func() {
		p.InertEach("card", "security")
		p.Show("logging on", "logging count", "logging userinfo", "logging buffered", "logging rate-limit",
			"logging console", "logging monitor")
		p.Show("security passwords min-length")
		p.Show("enable secret", "enable password")
	})
	if p.Release() == debuglog.IOSXE {
		printVRFBlocks(p)
	}
	p.Group(func() { p.Show("aaa new-model") })
	p.ShowBlocks("aaa group server radius")
	p.Group(func() {
		p.Show("aaa authentication login", "aaa authentication enable default",
			"aaa authentication attempts login", "aaa authentication password-prompt",
			"aaa authentication username-prompt", "aaa authorization console", "aaa authorization exec", "aaa authorization network")
		p.InertEach("aaa group", "aaa")
	})
	p.Group(func() { p.Show("aaa session-id") })
	p.Group(func() {
		p.Show("clock timezone", "clock summer-time")
		p.InertEach("clock", "memory-size", "memory", "network-clock-participate", "network-clock-select", "mmi",
			"process", "call-home", "hw-module", "diagnostic")
	})
}

// vrfs prints the routing tables beside the global one.
func printVRFBlocks(p *modes.Printer) {
	for _, v := range p.Config().VRFs {
		place := "vrf definition"
		if v.Classic {
			place = "ip vrf"
		}
		p.Block(place, parser.Args{"vrf-name": v.Name})
		p.Separator()
	}
}

func printNames(p *modes.Printer) {
	later := p.Release() != debuglog.IOS124
	if p.Release() == debuglog.IOS15 {
		printVRFBlocks(p)
	}
	p.Group(func() {
		p.InertEach("dot11", "ip source-route", "ip gratuitous-arps", "ip icmp", "ip options", "ip subnet-zero")
		p.Show("ip routing")
		if !later {
			p.Inert("ip cef", "ip cef")
		}
	})
	p.Group(func() { p.InertEach("ip dhcp excluded-address", "ip dhcp", "service dhcp") })
	if !later {
		printVRFBlocks(p)
	}
	p.Group(func() {
		p.InertEach("ip multicast-routing", "ip bootp server", "ip finger", "ip identd")
		p.Show("ip domain lookup")
		p.Inert("ip domain")
		p.Show("ip domain list", "ip domain name", "ip host", "ip name-server")
		p.InertEach("ip inspect", "ip ips", "ip admission", "ip auth-proxy", "ip reflexive-list",
			"ip accounting-threshold")
		if later {
			p.Inert("ip cef", "ip cef")
		}
		p.Show("login block-for", "login delay", "login quiet-mode access-class", "login on-failure",
			"login on-success")
		if later {
			p.Inert("ipv6 cef", "no ipv6 cef")
		} else {
			p.Inert("ipv6 cef")
		}
	})
	if later {
		p.Group(func() {
			p.Inert("multilink bundle-name", "multilink bundle-name authenticated")
			p.InertExcept("multilink", "multilink bundle-name")
		})
	} else {
		p.Group(func() { p.Inert("multilink") })
	}
	p.Group(func() { p.InertEach("subscriber", "parameter-map") })
	p.InertGroups("flow record", "flow exporter", "flow monitor", "sampler", "vpdn", "vpdn-group", "isdn",
		"chat-script", "key chain")
	p.ShowBlocks("crypto pki server")
	p.Group(func() { p.ShowBlocks("crypto pki trustpoint") })
	p.InertGroups("crypto pki profile")
	p.Group(func() { p.ShowBlocks("crypto pki certificate map") })
	p.Group(func() { p.Show("crypto pki certificate chain") })
	p.InertGroups("crypto pki", "crypto ca", "crypto key")
	p.ShowBlocks("crypto identity")
	p.InertGroups("crypto provisioning", "crypto wui", "crypto vpn", "crypto mib", "voice-card", "license")
	p.Group(func() { p.InertEach("spanning-tree", "vtp", "bridge", "errdisable") })
	p.Group(func() { p.InertEach("object-group network", "object-group service") })
	p.Group(func() { p.Show("archive") })
	p.Group(func() { p.Show("username") })
	p.Group(func() {
		if later {
			p.Inert("redundancy", "redundancy")
		} else {
			p.Inert("redundancy")
		}
		p.Inert("redundancy-inter-device")
	})
	p.InertGroups("crypto ikev2", "controller", "vlan", "l2tp-class", "pseudowire-class", "bba-group")
	p.Group(func() {
		p.InertEach("track")
		p.Show("ip tcp synwait-time", "ip tcp window-size", "ip tcp mss")
		p.InertEach("ip tcp")
		p.Show("ip ftp source-interface", "ip ftp username", "ip ftp password")
		p.InertEach("ip ftp")
		p.Show("ip tftp source-interface")
		p.InertEach("ip tftp")
		p.Show("ip telnet source-interface")
		if !later {
			printSSH(p)
		}
	})
	p.InertGroups("class-map", "policy-map", "zone security", "zone-pair")
}

func printCrypto(p *modes.Printer) {
	p.Group(func() { p.Show("crypto keyring") })
	p.Group(func() { p.Show("crypto logging session", "crypto logging ezvpn") })
	for i, policy := range p.Config().ISAKMP.Policies {
		if i > 0 {
			p.Separator()
		}
		p.Block("crypto isakmp policy", parser.Args{"priority": policy.Priority})
	}
	p.Show("crypto isakmp enable", "crypto isakmp default policy", "crypto isakmp identity",
		"crypto isakmp key", "crypto isakmp invalid-spi-recovery", "crypto isakmp keepalive",
		"crypto isakmp nat keepalive", "crypto isakmp aggressive-mode disable",
		"crypto call admission limit ike in-negotiation-sa")
	p.Show("crypto isakmp fragmentation")
	p.Show("crypto isakmp client configuration address-pool local")
	p.Show("crypto isakmp client configuration group")
	p.Show("crypto isakmp peer")
	p.InertGroups("crypto isakmp peer")
	p.Show("crypto isakmp profile")
	p.Group(func() {
		p.Show("crypto isakmp diagnose error", "crypto isakmp xauth timeout")
		p.Inert("crypto isakmp")
	})
	p.InertGroups("crypto xauth", "crypto call", "crypto engine")
	p.Separator()
	p.Separator()
	p.Group(func() {
		p.Show("crypto ipsec security-association lifetime", "crypto ipsec security-association idle-time",
			"crypto ipsec security-association replay disable")
		p.Inert("crypto ipsec security-association")
		p.Show("crypto ipsec security-association replay window-size")
	})
	p.Group(func() {
		p.Show("crypto ipsec transform-set")
		p.Show("crypto ipsec df-bit", "crypto ipsec fragmentation")
		p.Show("crypto ipsec nat-transparency udp-encapsulation")
		p.Inert("crypto ipsec nat-transparency")
	})
	p.Separator()
	p.Separator()
	p.ShowBlocks("crypto ipsec profile")
	p.ShowBlocks("crypto ipsec client ezvpn")
	p.InertGroups("crypto ipsec", "crypto gdoi",
		"crypto gkm")
	p.ShowBlocks("crypto dynamic-map")
	p.Group(func() {
		p.Show("crypto map local-address", "crypto map isakmp-profile", "crypto map client authentication list",
			"crypto map isakmp authorization list", "crypto map client configuration address")
		p.InertExcept("crypto map", "crypto map dynamic")
		p.Show("crypto map")
		p.Show("crypto map dynamic")
		p.Inert("crypto map dynamic")
	})
	p.Separator()
}

func printInterfaces(p *modes.Printer) {
	p.ShowBlocks("interface")
}

func printRouting(p *modes.Printer) {
	p.InertGroups("map-class")
	p.InertGroups("router eigrp", "router ospfv3", "router ospf", "router isis", "router rip", "router bgp")
	p.Group(func() {
		p.Show("ip default-gateway")
		p.Show("ip local pool")
		p.InertEach("ip default-network")
	})
	p.Group(func() {
		p.Inert("ip forward-protocol nd", "ip forward-protocol nd")
		p.Inert("ip forward-protocol")
		if p.Release() == debuglog.IOS124 {
			p.Inert("ip classless")
			p.Show("ip route")
		}
	})
	p.Group(func() {
		p.InertEach("ip bgp-community", "ip classless")
		p.Show("ip http server")
		p.Show("ip http port")
		p.Show("ip http access-class")
		p.Inert("ip http authentication")
		p.Inert("ip http secure-server", "no ip http secure-server")
		p.Show("ip http max-connections")
		p.Inert("ip http")
		printBesideRoutes(p)
		if p.Release() != debuglog.IOS124 {
			p.Show("ip route")
		}
		p.InertEach("ip tacacs", "ip radius")
		p.Show("ip radius source-interface")
		if p.Release() != debuglog.IOS124 {
			printSSH(p)
		}
	})
	for _, l := range p.Config().AccessLists {
		if l.Numbered() && p.Release() != debuglog.IOSXE {
			continue
		}
		place := "ip access-list standard"
		if l.Extended {
			place = "ip access-list extended"
		}
		p.Block(place, parser.Args{"name": l.Name})
		p.Separator()
	}
	p.Group(func() {
		p.InertEach("ip prefix-list", "ip access-list")
		p.InertExcept("ip sla", "ip sla schedule", "ip sla reaction-configuration", "ip sla monitor schedule")
		p.InertEach("ip sla reaction-configuration", "ip sla schedule", "ip sla monitor schedule")
	})
	p.Group(func() {
		p.Inert("logging")
		p.Show("logging dmvpn", "logging trap", "logging origin-id", "logging facility", "logging source-interface", "logging host")
	})
	p.Group(func() {
		p.InertEach("dialer-list", "dialer", "access-list")
		p.Show("access-list")
		p.InertEach("ipv6 route", "ipv6 router", "ipv6 prefix-list", "cdp", "lldp")
	})
	p.InertGroups("kron", "route-map")
	p.Group(func() { p.Inert("snmp-server") })
	p.InertGroups("tacacs-server")
	p.Group(func() {
		p.Inert("radius-server")
		p.Show("radius-server host", "radius-server retransmit", "radius-server timeout", "radius-server deadtime", "radius-server key")
	})
	p.ShowBlocks("radius server")
	p.InertGroups("ipv6 access-list", "mpls")
}

// printSSH prints what SSH and SCP servers are told: from 15 on it stands after the routes.
func printSSH(p *modes.Printer) {
	p.Show("ip scp server enable")
	p.InertEach("ip ssh")
	p.ShowAll("ip ssh")
}

// printBesideRoutes prints what stands beside the static routes.
func printBesideRoutes(p *modes.Printer) {
	p.InertEach("ip as-path", "ip community-list", "ip extcommunity-list", "ip flow-cache", "ip flow-capture",
		"ip flow-export", "ip flow-top-talkers", "ip pim", "ip msdp", "ip mroute", "ip dns",
		"ip nat service", "ip nat log", "ip nat create", "ip nat settings")
	p.Show("ip nat translation", "ip nat translation max-entries", "ip nat pool", "ip nat inside source list",
		"ip nat inside source route-map", "ip nat inside source static tcp", "ip nat inside source static")
	p.InertEach("ip nat", "ip wccp", "ip local policy")
}

// schedulers are what the platforms say of the scheduler unasked.
var schedulers = [...][]string{
	debuglog.IOS124: {"scheduler allocate 20000 1000"}, debuglog.IOS15: {"no scheduler allocate"}, debuglog.IOSXE: nil,
}

func printTail(p *modes.Printer) {
	p.Group(func() {
		p.InertRest("control-plane", "control-plane-host", "alias", "scheduler", "ntp", "event", "gatekeeper", "time-range", "netconf",
			"netconf-yang", "restconf", "end-user", "exception", "wsma")
	}) // what has no place of its own
	p.Group(func() { p.Show("tftp-server") })
	p.Group(func() { p.Inert("control-plane", "control-plane") })
	p.Group(func() { p.Inert("control-plane-host") })
	p.Group(func() { p.Show("banner") })
	p.InertGroups("gatekeeper")
	p.Group(func() { p.Show("prompt", "alias", "privilege") })
	p.Group(func() {
		p.Show("line")
		p.Inert("line")
	})
	p.Group(func() {
		p.Inert("exception")
		p.InertExcept("scheduler", "scheduler allocate")
		p.Inert("scheduler allocate", schedulers[p.Release()]...)
		p.Show("ntp logging", "ntp authentication-key", "ntp authenticate", "ntp trusted-key")
		p.Inert("ntp clock-period")
		p.Show("ntp source", "ntp access-group", "ntp master")
		p.InertEach("ntp max-associations", "ntp update-calendar", "ntp broadcastdelay")
		p.Show("ntp panic update")
		p.Inert("ntp allow mode")
		p.Show("ntp server", "ntp peer")
		p.Show("file prompt", "configuration mode exclusive")
	})
	p.InertGroups("event manager environment", "event manager", "time-range", "netconf", "netconf-yang",
		"restconf", "wsma", "end-user")
}
