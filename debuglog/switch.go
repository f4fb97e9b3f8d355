package debuglog

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
	CryptoPKIMessages                   // debug crypto pki messages
	CryptoPKITransactions               // debug crypto pki transactions
	CryptoRouting                       // debug crypto routing
	CryptoSocket                        // debug crypto socket
	CryptoVerbose                       // debug crypto verbose
	Always                              // log messages
	DPDTrace                            // what debug crypto isakmp dpd adds of its own
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
	CryptoPKIMessages:     "Crypto PKI Msg",
	CryptoPKITransactions: "Crypto PKI Trans",
	CryptoRouting:         "Crypto IPSEC Route Events",
	CryptoSocket:          "Crypto Secure Socket",
	CryptoVerbose:         "verbose debug output",
}

// The answers of "undebug all" and "debug all".
const (
	AllOffText = "All possible debugging has been turned off"
	AllOnText  = "All possible debugging has been turned on"
)

// Confirmation is what the command that moves the switch answers, and what "show debugging"
// prints for it: "Crypto ISAKMP debugging is on".
func (s Switch) Confirmation(on bool) string {
	if s < 0 || s >= Always {
		return ""
	}
	if on {
		return switchNames[s] + " debugging is on"
	}
	return switchNames[s] + " debugging is off"
}

// Switches are the debugs that are on. The zero Switches are all off.
type Switches struct {
	on        uint32
	Condition Condition // what `debug crypto condition` asks for
}

// On turns a debug on and returns the confirmation.
func (s *Switches) On(sw Switch) string {
	if sw >= 0 && sw < Always {
		s.on |= 1 << sw
	}
	return sw.Confirmation(true)
}

// Off turns a debug off and returns the confirmation.
func (s *Switches) Off(sw Switch) string {
	if sw >= 0 && sw < Always {
		s.on &^= 1 << sw
	}
	return sw.Confirmation(false)
}

// AllOn is "debug all".
func (s *Switches) AllOn() string {
	s.on = 1<<Always - 1
	return AllOnText
}

// AllOff is "undebug all".
func (s *Switches) AllOff() string {
	s.on = 0
	return AllOffText
}

// IsOn reports whether the debug itself is on.
func (s Switches) IsOn(sw Switch) bool { return sw >= 0 && sw < Always && s.on&(1<<sw) != 0 }

// Prints reports whether a line of the switch may be said: log messages always, and the lines of
// ISAKMPError and ISAKMPDPD under "debug crypto isakmp" too; those of DPDTrace only under
// "debug crypto isakmp dpd".
func (s Switches) Prints(sw Switch) bool {
	switch sw {
	case Always:
		return true
	case ISAKMPError, ISAKMPDPD:
		return s.IsOn(sw) || s.IsOn(ISAKMP)
	case DPDTrace:
		return s.IsOn(ISAKMPDPD)
	default:
		return s.IsOn(sw)
	}
}

// Lines is the output of "show debugging": nothing if all is off. (12.4 and 15.x print an empty
// line before it.)
func (s Switches) Lines() []string {
	if s.on == 0 {
		return nil
	}
	lines := []string{"Cryptographic Subsystem:"}
	for sw := range Always {
		if s.IsOn(sw) {
			lines = append(lines, "  "+sw.Confirmation(true))
		}
	}
	return lines
}
