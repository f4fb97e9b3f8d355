package debuglog

import "strings"

// A Switch is what lets a line out: a debug command, or nothing at all.
type Switch int

const (
	ISAKMP                Switch = iota // debug crypto isakmp
	ISAKMPError                         // debug crypto isakmp error: the failures among ISAKMP's lines
	ISAKMPDPD                           // debug crypto isakmp dpd, which no Cisco router has: those about dead peer detection
	IPsec                               // debug crypto ipsec
	CryptoEngine                        // debug crypto engine
	ISAKMPAAA                           // debug crypto isakmp aaa; from here on: of what does not happen here, so that they say nothing
	ISAKMPHA                            // debug crypto isakmp ha
	CryptoHA                            // debug crypto ha
	CryptoKMI                           // debug crypto kmi
	CryptoMIB                           // debug crypto mib
	CryptoPKISCEP                       // debug crypto pki scep
	CryptoPKIServer                     // debug crypto pki server
	CryptoPKIMessages                   // debug crypto pki messages
	CryptoPKITransactions               // debug crypto pki transactions
	CryptoPKIValidation                 // debug crypto pki validation
	CryptoPKIAPI                        // debug crypto pki api
	CryptoPKICallbacks                  // debug crypto pki callbacks
	CryptoRouting                       // debug crypto routing
	CryptoSocket                        // debug crypto socket
	CryptoVerbose                       // debug crypto verbose
	IPPacket                            // debug ip packet
	IPICMP                              // debug ip icmp
	ARP                                 // debug arp
	IPRouting                           // debug ip routing
	AAAAuthentication                   // debug aaa authentication
	SSH                                 // debug ip ssh
	NTPEvents                           // debug ntp events
	NTPPackets                          // debug ntp packets
	IPNAT                               // debug ip nat
	IPNATDetailed                       // debug ip nat detailed
	HSRP                                // debug standby: all that the next three let out
	HSRPErrors                          // debug standby errors
	HSRPEvents                          // debug standby events
	HSRPPackets                         // debug standby packets
	HSRPTerse                           // debug standby terse: all but hellos
	EzVPN                               // debug crypto ipsec client ezvpn
	RADIUS                              // debug radius
	Track                               // debug track
	SLATrace                            // debug ip sla trace
	NHRPProtocol                        // debug nhrp
	NHRPPackets                         // debug nhrp packet
	NHRPCache                           // debug nhrp cache
	NHRPExtensions                      // debug nhrp extension
	NHRPErrors                          // debug nhrp error
	TunnelKeepalive                     // debug tunnel keepalive
	IPPolicy                            // debug ip policy
	Always                              // log messages
	HSRPCoups                           // the messages of HSRP that are no hellos
	DPDTrace                            // what debug crypto isakmp dpd adds of its own
	EzVPNPrompt                         // what an Easy VPN client says whether it is debugged or not
	firstSilent                         // from here on: those of silentDebugs
)

var switchNames = [...]string{
	ISAKMP:                "Crypto ISAKMP",
	ISAKMPError:           "Crypto ISAKMP Error",
	ISAKMPDPD:             "Crypto ISAKMP DPD",
	IPsec:                 "Crypto IPSEC",
	CryptoEngine:          "Crypto Engine",
	ISAKMPAAA:             "Crypto ISAKMP AAA",
	ISAKMPHA:              "Crypto ISAKMP High Availability",
	CryptoHA:              "Crypto High Availability",
	CryptoKMI:             "Crypto Key Management Interface",
	CryptoMIB:             "IPSEC Management Transactions",
	CryptoPKISCEP:         "Crypto PKI SCEP",
	CryptoPKIServer:       "Crypto PKI Certificate Server",
	CryptoPKIMessages:     "Crypto PKI Msg",
	CryptoPKITransactions: "Crypto PKI Trans",
	CryptoPKIValidation:   "Crypto PKI Validation Path",
	CryptoPKIAPI:          "Crypto PKI API",
	CryptoPKICallbacks:    "Crypto PKI Callbacks",
	CryptoRouting:         "Crypto IPSEC Route Events",
	CryptoSocket:          "Crypto Secure Socket",
	CryptoVerbose:         "verbose debug output",
	IPPacket:              "IP packet",
	IPICMP:                "ICMP packet",
	ARP:                   "ARP packet",
	IPRouting:             "IP routing",
	AAAAuthentication:     "AAA Authentication",
	SSH:                   "Incoming SSH",
	NTPEvents:             "NTP events",
	NTPPackets:            "NTP packets",
	IPNAT:                 "IP NAT",
	IPNATDetailed:         "IP NAT detailed",
	HSRP:                  "HSRP",
	HSRPErrors:            "HSRP Errors",
	HSRPEvents:            "HSRP Events",
	HSRPPackets:           "HSRP Packets",
	HSRPTerse:             "HSRP Terse",
	EzVPN:                 "EzVPN",
	RADIUS:                "Radius protocol",
	Track:                 "Track",
	TunnelKeepalive:       "Tunnel keepalive",
	IPPolicy:              "Policy routing",
	SLATrace:              "IP SLAs TRACE debugging for all operations is %",
	NHRPProtocol:          "NHRP protocol",
	NHRPPackets:           "NHRP activity",
	NHRPCache:             "NHRP cache",
	NHRPExtensions:        "NHRP extension processing",
	NHRPErrors:            "NHRP errors",
}

// subsystems head the lists of "show debugging", in this order. Those of the switches above have
// the names that their constants stand under; the silent ones name theirs.
var subsystems = [...]string{"General OS", "Generic IP", "ARP", "TCP", "DNS", "SSH", "HTTP Server", "CDP", "NTP", "SNMP", "TFTP", "DHCP",
	"IP routing", "IP multicast", "Policy routing", "IP NAT", "IP Inspect", "HSRP", "VRRP", "GLBP", "Generic IPv6", "IPv6 routing",
	"NHRP", "IP Tunnel", "Track", "IP SLAs", "Serial", "PPP", "Frame Relay", "ISDN", "Dial on demand", "ATM", "VPDN", "Virtual LAN",
	"Ethernet", "MPLS", "QoS", cryptographicSubsystem}

const cryptographicSubsystem = "Cryptographic Subsystem"

// subsystem is what heads the switch's line in "show debugging".
func (s Switch) subsystem() string {
	switch s {
	case IPPacket, IPICMP:
		return "Generic IP"
	case ARP:
		return "ARP"
	case IPRouting:
		return "IP routing"
	case AAAAuthentication, RADIUS:
		return "General OS"
	case SSH:
		return "SSH"
	case NTPEvents, NTPPackets:
		return "NTP"
	case IPNAT, IPNATDetailed:
		return "IP NAT"
	case Track:
		return "Track"
	case TunnelKeepalive:
		return "IP Tunnel"
	case IPPolicy:
		return "Policy routing"
	case SLATrace:
		return "IP SLAs"
	case NHRPProtocol, NHRPPackets, NHRPCache, NHRPExtensions, NHRPErrors:
		return "NHRP"
	case HSRP, HSRPErrors, HSRPEvents, HSRPPackets, HSRPTerse:
		return "HSRP"
	}
	if s > firstSilent-1 {
		return silentDebugs[s-firstSilent].Subsystem
	}
	return cryptographicSubsystem
}

// Name is what "show debugging" calls the switch, "" if it is no debug's.
func (s Switch) Name() string {
	switch {
	case s == DPDTrace:
		return switchNames[ISAKMPDPD]
	case s == HSRPCoups:
		return switchNames[HSRPPackets]
	case s == EzVPNPrompt:
		return switchNames[EzVPN]
	case !s.isDebug():
		return ""
	case s >= firstSilent:
		return silentDebugs[s-firstSilent].Title
	}
	return switchNames[s]
}

// isDebug says whether a command moves the switch.
func (s Switch) isDebug() bool {
	return s >= 0 && s < Always || s >= firstSilent && s < firstSilent+Switch(len(silentDebugs))
}

// The answers of "undebug all" and "debug all".
const (
	AllOffText = "All possible debugging has been turned off"
	AllOnText  = "All possible debugging has been turned on"
)

// Confirmation is what the command that moves the switch answers, and what "show debugging"
// prints for it: "Crypto ISAKMP debugging is on".
func (s Switch) Confirmation(on bool) string {
	if !s.isDebug() {
		return ""
	}
	state := "off"
	if on {
		state = "on"
	}
	name := s.Name()
	if strings.Contains(name, "%") {
		return strings.Replace(name, "%", state, 1)
	}
	return name + " debugging is " + state
}

// Switches are the debugs that are on. The zero Switches are all off.
type Switches struct {
	on        [(int(firstSilent) + len(silentDebugs) + 63) / 64]uint64
	Condition Condition    // what `debug crypto condition` asks for
	Packets   PacketFilter // what `debug ip packet` asks for
}

// A PacketFilter is which packets "debug ip packet" tells of, and how much.
type PacketFilter struct {
	List   string // an access list; "" = all packets
	Detail bool
}

// Text is what the filter adds to the confirmation.
func (f PacketFilter) Text() (text string) {
	if f.Detail {
		text = " (detailed)"
	}
	if f.List != "" {
		text += " for access list " + f.List
	}
	return text
}

// On turns a debug on and returns the confirmation.
func (s *Switches) On(sw Switch) string {
	if sw.isDebug() {
		s.on[sw/64] |= 1 << (sw % 64)
	}
	return s.confirmation(sw, true)
}

// Off turns a debug off and returns the confirmation.
func (s *Switches) Off(sw Switch) string {
	text := s.confirmation(sw, false)
	if sw.isDebug() {
		s.on[sw/64] &^= 1 << (sw % 64)
	}
	if sw == IPPacket {
		s.Packets = PacketFilter{}
	}
	return text
}

func (s *Switches) confirmation(sw Switch, on bool) string {
	text := sw.Confirmation(on)
	if sw == IPPacket {
		text += s.Packets.Text()
	}
	return text
}

// AllOn is "debug all": whatever the release can debug.
func (s *Switches) AllOn(r Release) string {
	for sw := range Always {
		s.On(sw)
	}
	for i, d := range silentDebugs {
		if d.In(r) {
			s.On(firstSilent + Switch(i))
		}
	}
	return AllOnText
}

// AllOff is "undebug all".
func (s *Switches) AllOff() string {
	clear(s.on[:])
	s.Packets = PacketFilter{}
	return AllOffText
}

// IsOn reports whether the debug itself is on.
func (s Switches) IsOn(sw Switch) bool { return sw.isDebug() && s.on[sw/64]&(1<<(sw%64)) != 0 }

// Prints reports whether a line of the switch may be said: log messages always, and the lines of
// ISAKMPError and ISAKMPDPD under "debug crypto isakmp" too; those of DPDTrace only under
// "debug crypto isakmp dpd".
func (s Switches) Prints(sw Switch) bool {
	switch sw {
	case Always, EzVPNPrompt:
		return true
	case ISAKMPError, ISAKMPDPD:
		return s.IsOn(sw) || s.IsOn(ISAKMP)
	case DPDTrace:
		return s.IsOn(ISAKMPDPD)
	case HSRPErrors, HSRPEvents:
		return s.IsOn(sw) || s.IsOn(HSRP) || s.IsOn(HSRPTerse)
	case HSRPPackets:
		return s.IsOn(sw) || s.IsOn(HSRP)
	case NHRPErrors:
		return s.IsOn(sw) || s.IsOn(NHRPProtocol)
	case HSRPCoups:
		return s.IsOn(HSRPPackets) || s.IsOn(HSRP) || s.IsOn(HSRPTerse)
	default:
		return s.IsOn(sw)
	}
}

// Lines is the output of "show debugging": nothing if all is off. (12.4 and 15.x print an empty
// line before it.)
func (s *Switches) Lines() (lines []string) {
	for _, subsystem := range subsystems {
		first := true
		for sw := range firstSilent + Switch(len(silentDebugs)) {
			if !s.IsOn(sw) || sw.subsystem() != subsystem {
				continue
			}
			if first {
				lines, first = append(lines, subsystem+":"), false
			}
			lines = append(lines, "  "+s.confirmation(sw, true))
		}
	}
	return lines
}
