package modes

import (
	"ruthere/debuglog"
	"ruthere/parser"
)

// The order of the running-config: what stands where, and what separates it.

func (p *printer) system() {
	if p.level == maxPrivilege {
		p.line("version " + versions[p.r])
	}
	p.inertEach("service nagle", "service pad", "service tcp-keepalives-in", "service tcp-keepalives-out")
	p.show(serviceTimestamps)
	p.show(servicePasswordEncryption, serviceSequenceNumbers, servicePromptConfig)
	p.inertEach("service", "platform", "password encryption", "key config-key")
	p.bang()
	p.show(hostname)
	p.bang()
	p.line("boot-start-marker")
	p.inert("boot")
	p.inertEach("boot system", "boot config")
	p.line("boot-end-marker")
	p.bang()
	if p.r != debuglog.IOS124 {
		p.bang()
	}
	p.group(func() {
		p.inertEach("card", "security")
		p.show(loggingOn, loggingCount, loggingUserInfo, loggingBuffered, loggingRateLimit, loggingConsole, loggingMonitor)
		p.show(passwordMinLength)
		p.show(enableSecret, enablePassword)
	})
	if p.r == debuglog.IOSXE {
		p.vrfs()
	}
	p.group(func() { p.show(aaaNewModel) })
	p.group(func() {
		p.show(aaaLogin, aaaEnable, aaaAttempts, aaaPasswordPrompt, aaaUsernamePrompt, aaaConsole, aaaExec)
		p.inertEach("aaa group", "aaa")
	})
	p.group(func() { p.show(aaaSession) })
	p.group(func() {
		p.inertEach("clock", "memory-size", "memory", "network-clock-participate", "network-clock-select", "mmi", "process", "call-home", "hw-module", "diagnostic")
	})
}

// vrfs prints the routing tables beside the global one.
func (p *printer) vrfs() {
	for _, v := range p.c.VRFs {
		c := vrfDefinition
		if v.Classic {
			c = ipVRF
		}
		p.block(Global, c, parser.Args{"vrf-name": v.Name}, 0)
		p.bang()
	}
}

func (p *printer) names() {
	if p.r != debuglog.IOSXE {
		p.vrfs()
	}
	later := p.r != debuglog.IOS124
	p.group(func() {
		p.inertEach("dot11", "ip source-route", "ip gratuitous-arps", "ip icmp", "ip options", "ip subnet-zero", "ip routing")
	})
	p.group(func() { p.inertEach("ip dhcp excluded-address", "ip dhcp", "service dhcp") })
	p.group(func() {
		p.inertEach("ip multicast-routing", "ip bootp server", "ip finger", "ip identd")
		p.show(ipDomainLookup)
		p.inert("ip domain")
		p.show(ipDomainList, ipDomainName, ipHost, ipNameServer)
		p.inertEach("ip inspect", "ip ips", "ip admission", "ip auth-proxy", "ip reflexive-list", "ip accounting-threshold")
		p.inert("ip cef", "ip cef")
		p.show(loginBlockFor, loginDelay, loginQuietMode, loginOnFailure, loginOnSuccess)
		if later {
			p.inert("ipv6 cef", "no ipv6 cef")
		} else {
			p.inert("ipv6 cef")
		}
	})
	if later {
		p.group(func() { p.inert("multilink", "multilink bundle-name authenticated") })
	} else {
		p.group(func() { p.inert("multilink") })
	}
	p.group(func() { p.inertEach("subscriber", "parameter-map") })
	p.groups("flow record", "flow exporter", "flow monitor", "sampler", "vpdn", "vpdn-group", "isdn", "chat-script", "key chain", "crypto pki", "crypto ca", "crypto key", "crypto identity", "crypto provisioning", "crypto wui", "crypto vpn", "crypto mib", "voice-card", "license")
	p.group(func() { p.inertEach("spanning-tree", "vtp", "bridge", "errdisable") })
	p.group(func() { p.inertEach("object-group network", "object-group service") })
	p.group(func() { p.show(archiveCommand) })
	p.group(func() { p.show(username) })
	p.group(func() {
		if later {
			p.inert("redundancy", "redundancy")
		} else {
			p.inert("redundancy")
		}
	})
	p.groups("crypto ikev2", "controller", "vlan", "l2tp-class", "pseudowire-class", "bba-group")
	p.group(func() {
		p.inertEach("track", "ip tcp", "ip ftp", "ip tftp", "ip telnet")
		p.show(scpServer)
		p.inertEach("ip ssh")
		p.show(sshCommands...)
	})
	p.groups("class-map", "policy-map", "zone security", "zone-pair")
}

func (p *printer) crypto() {
	p.group(func() { p.show(cryptoKeyring) })
	p.group(func() { p.show(cryptoLogging) })
	for i, policy := range p.c.ISAKMP.Policies {
		if i > 0 {
			p.bang()
		}
		p.block(Global, isakmpPolicy, parser.Args{"priority": policy.Priority}, 0)
	}
	p.show(isakmpEnable, isakmpDefaultPolicy, isakmpIdentity, isakmpKey, isakmpInvalidSPIRecovery,
		isakmpKeepalive, isakmpNATKeepalive, isakmpAggressiveMode, inNegotiationLimit, isakmpProfile)
	p.inert("crypto isakmp fragmentation")
	p.groups("crypto isakmp peer", "crypto isakmp client", "crypto isakmp", "crypto xauth", "crypto call", "crypto engine")
	p.bang()
	p.bang()
	p.group(func() {
		p.show(ipsecLifetime, ipsecIdleTime)
		p.inert("crypto ipsec security-association")
	})
	p.group(func() {
		p.show(ipsecTransformSet)
		for _, lead := range []string{"crypto ipsec df-bit", "crypto ipsec fragmentation", "crypto ipsec nat-transparency"} {
			p.inert(lead)
		}
	})
	p.bang()
	p.bang()
	p.groups("crypto ipsec profile", "crypto ipsec client ezvpn", "crypto ipsec", "crypto gdoi", "crypto gkm", "crypto dynamic-map")
	p.group(func() {
		p.show(cryptoMapLocal, cryptoMapProfile)
		p.inertBesides("crypto map", dynamicEntries)
		p.show(cryptoMap)
		p.inert(dynamicEntries)
	})
	p.bang()
}

func (p *printer) interfaces() {
	for _, i := range p.c.Interfaces {
		p.block(Global, interfaceCommand, interfaceArgs(i), 0)
		p.bang()
	}
}

func (p *printer) routing() {
	p.groups("router eigrp", "router ospfv3", "router ospf", "router isis", "router rip", "router bgp")
	p.group(func() { p.inertEach("ip default-gateway", "ip local pool", "ip default-network") })
	p.group(func() { p.inert("ip forward-protocol", "ip forward-protocol nd") })
	p.group(func() {
		p.inertEach("ip bgp-community", "ip classless")
		p.inert("ip http server", "no ip http server")
		p.inert("ip http access-class")
		p.inert("ip http authentication")
		p.inert("ip http secure-server", "no ip http secure-server")
		p.inert("ip http")
		if p.r != debuglog.IOS124 {
			p.routes()
		}
	})
	if p.r == debuglog.IOS124 {
		p.group(p.routes)
	}
	for _, l := range p.c.AccessLists {
		if l.Numbered() && p.r != debuglog.IOSXE {
			continue
		}
		c := ipAccessListStandard
		if l.Extended {
			c = ipAccessListExtended
		}
		p.block(Global, c, parser.Args{"name": l.Name}, 0)
		p.bang()
	}
	p.group(func() { p.inertEach("ip prefix-list", "ip sla", "ip access-list") })
	p.group(func() {
		p.inert("logging")
		p.show(loggingTrap, loggingOriginID, loggingFacility, loggingSource, loggingHost)
	})
	p.group(func() {
		p.inertEach("dialer-list", "dialer", "access-list")
		p.show(accessListStandard, accessListExtended)
		p.inertEach("ipv6 route", "ipv6 router", "ipv6 prefix-list", "cdp", "lldp")
	})
	p.groups("kron", "route-map", "snmp-server", "tacacs-server", "radius-server", "ipv6 access-list", "mpls")
}

// routes are the static routes, and what stands beside them.
func (p *printer) routes() {
	p.inertEach("ip as-path", "ip community-list", "ip extcommunity-list", "ip flow-cache", "ip flow-capture", "ip flow-export", "ip flow-top-talkers", "ip pim", "ip msdp", "ip mroute", "ip dns", "ip nat", "ip wccp", "ip local policy")
	p.show(ipRoute)
	p.inertEach("ip tacacs", "ip radius")
}

func (p *printer) tail() {
	p.group(func() {
		p.inertBut("control-plane", "alias", "scheduler", "ntp", "event", "gatekeeper", "time-range", "netconf", "netconf-yang", "restconf", "end-user", "exception", "wsma")
	}) // what has no place of its own
	p.group(func() { p.inert("control-plane", "control-plane") })
	p.group(func() {
		if p.may(Global.find(banner), "") {
			for _, line := range bannerLines(p.c) {
				p.line(line)
			}
		}
	})
	p.groups("gatekeeper")
	p.group(func() { p.show(promptCommand, alias, privilege) })
	p.group(func() {
		p.show(line)
		p.inert("line")
	})
	p.group(func() {
		p.inertEach("exception", "scheduler", "ntp")
		p.show(filePrompt, configurationMode)
	})
	p.groups("event manager environment", "event manager", "time-range", "netconf", "netconf-yang", "restconf", "wsma", "end-user")
}
