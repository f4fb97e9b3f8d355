package modes

import (
	"ruthere/config"
	"ruthere/parser"
)

// ControlPlane and Redundancy are modes in which nothing can be said here.
var (
	ControlPlane = newMode("config-cp", "Control Plane configuration commands:", Global,
		func(c *config.Config, _ parser.Args) []*config.Config { return []*config.Config{c} })
	Redundancy = newMode("config-red", "Redundancy configuration commands:", Global,
		func(c *config.Config, _ parser.Args) []*config.Config { return []*config.Config{c} })
)

func init() {
	Global.inert = func(t any) *config.Inert { return &t.(global).Inert }
	ControlPlane.Add(exitFrom[global]("control-plane configuration mode"))
	Redundancy.Add(exitFrom[global]("redundancy configuration mode"))
	service := H{"service": "Modify use of network based services"}
	ip := H{"ip": ipHelp}
	logging := H{"logging": "Modify message logging facilities"}
	clock := H{"clock": "Configure time-of-day clock"}
	Global.addInert(
		inert(`version number:WORD`, H{"version": "version", "number": "Version number"}),
		inert(`boot-start-marker`, H{"boot-start-marker": "Start of boot commands"}),
		inert(`boot-end-marker`, H{"boot-end-marker": "End of boot commands"}),
		inert(`service pad`, with(service, H{"pad": "Enable PAD commands"})),
		inert(`service config`, with(service, H{"config": "TFTP load config files"})),
		inert(`service tcp-keepalives-in`, with(service, H{"tcp-keepalives-in": "Generate keepalives on idle incoming network connections"})),
		inert(`service tcp-keepalives-out`, with(service, H{"tcp-keepalives-out": "Generate keepalives on idle outgoing network connections"})),
		inert(`memory-size iomem percent:<1-50>`, H{"memory-size": "Adjust memory size by percentage", "iomem": "Adjust I/O memory size by percentage", "percent": "Percentage"}),
		inert(`clock timezone zone:WORD hours:HOURS [minutes:<0-59>]`, with(clock, H{"timezone": "Configure time zone", "zone": "name of time zone",
			"hours": "Hours offset from UTC", "minutes": "Minutes offset from UTC"})),
		inert(`clock summer-time zone:WORD recurring`, with(clock, H{"summer-time": "Configure summer (daylight savings) time", "zone": "name of time zone in summer",
			"recurring": "Configure recurring summer time"})),
		inert(`ip cef`, with(ip, H{"cef": "Cisco Express Forwarding"})),
		inert(`ipv6 cef`, H{"ipv6": "Global IPv6 configuration commands", "cef": "Cisco Express Forwarding for IPv6"}),
		inert(`ip routing`, with(ip, H{"routing": "Enable IP routing"})),
		inert(`ip subnet-zero`, with(ip, H{"subnet-zero": "Allow 'subnet zero' subnets"})),
		inert(`ip classless`, with(ip, H{"classless": "Follow classless routing forwarding rules"})),
		inert(`ip source-route`, with(ip, H{"source-route": "Process packets with source routing header options"})),
		inert(`ip bootp server`, with(ip, H{"bootp": "Config BOOTP services", "server": "Enable BOOTP server"})),
		inertList(`ip domain list domain:WORD`, with(ip, H{"domain": "IP DNS Resolver", "ip/domain": "IP DNS Resolver", "list": "Domain name to complete unqualified host names.", "list/domain": "A domain name"})),
		inert(`ip ssh version number:<1-2>`, with(ip, H{"ssh": "Configure ssh options", "version": "Specify protocol version to be supported", "number": "Protocol version"})),
		inert(`ip forward-protocol nd`, with(ip, H{"forward-protocol": "Controls forwarding of physical and directed IP broadcasts", "nd": "Sun's Network Disk protocol"})),
		inert(`ip http server`, with(ip, H{"http": "HTTP server configuration", "server": "Enable http server"})),
		inert(`ip http secure-server`, with(ip, H{"http": "HTTP server configuration", "secure-server": "Enable HTTP secure server"})),
		inert(`multilink bundle-name {authenticated | both | endpoint}`, H{"multilink": "PPP multilink global configuration", "bundle-name": "Select method for naming multilink bundles",
			"authenticated": "Use authenticated name", "both": "Use endpoint discriminator and authenticated name", "endpoint": "Use endpoint discriminator"}),
		inertCommand{syntax: `redundancy`, help: H{"redundancy": "Enter redundancy mode"}, enter: Redundancy},
		inertCommand{syntax: `control-plane`, help: H{"control-plane": "Configure control plane services"}, enter: ControlPlane},
		inert(`scheduler allocate interrupt:<400-60000> process:<100-4000>`, H{"scheduler": "Scheduler parameters", "allocate": "Guarantee CPU time for processes",
			"interrupt": "Microseconds handling network interrupts", "process": "Microseconds running processes"}),
		inertList(`ntp server addr:A.B.C.D`, H{"ntp": "Configure NTP", "server": "Configure NTP server", "addr": "IP address of peer"}),
		inertList(`logging host addr:A.B.C.D`, with(logging, H{"host": "Set syslog server IP address and parameters", "addr": "IP address of the syslog server"})),
		inertList(`logging addr:HOST`, with(logging, H{"addr": "IP address of the logging host"})),
		inert(`logging trap level:LEVEL`, with(logging, H{"trap": "Set syslog server logging level"})),
		inert(`logging source-interface interface:INTERFACE`, with(logging, H{"source-interface": "Specify interface for source address in logging transactions"})),
		inert(`logging rate-limit messages:<1-10000>`, with(logging, H{"rate-limit": "Set messages per second limit", "messages": "Messages per second"})),
		inert(`crypto isakmp fragmentation`, isakmpHelp(H{"fragmentation": "IKE Fragmentation enabled if required"})),
		inert(`crypto ipsec df-bit {clear | copy | set}`, ipsecHelp(H{"df-bit": "Handling of encapsulated DF bit.", "clear": "Clear DF bit in outer IP header",
			"copy": "Copy DF bit from inner header", "set": "Set DF bit in outer IP header"})),
		inert(`crypto ipsec fragmentation {after-encryption | before-encryption}`, ipsecHelp(H{"fragmentation": "Handling of fragmentation of near-MTU sized packets",
			"after-encryption": "Fragment after encryption", "before-encryption": "Fragment before encryption"})),
		inert(`crypto ipsec nat-transparency {spi-matching | udp-encapsulation}`, ipsecHelp(H{"nat-transparency": "IPsec NAT transparency model",
			"spi-matching": "Match inbound SPI to outbound SPI for IPsec aware NAT", "udp-encapsulation": "UDP encapsulation of IPsec protocols"})),
		inert(`crypto ipsec security-association replay {disable | window-size packets:<64-1024>}`, ipsecHelp(H{"security-association": "Security association parameters",
			"replay": "Set replay checking.", "disable": "Disable replay checking", "window-size": "Set replay window size.", "packets": "Window size"})),
		inertList(`alias exec name:WORD command:LINE`, H{"alias": "Create command alias", "exec": "Exec mode", "name": "Alias name", "command": "Command to be aliased"}),
		inertList(`snmp-server rest:LINE`, H{"snmp-server": "Modify SNMP engine parameters", "rest": "SNMP parameters"}),
		inert(`cdp run`, H{"cdp": "Global CDP configuration subcommands", "run": "Enable CDP"}),
		inert(`license udi pid product:WORD sn serial:WORD`, H{"license": "Configure license features", "udi": "Specify udi information", "pid": "Specify pid information",
			"product": "Product id", "sn": "Specify serial number", "serial": "Serial number"}),
	)
}
