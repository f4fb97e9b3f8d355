package isakmp

import (
	"encoding/binary"
	"fmt"
)

// A ConfigurationType is what a message of mode configuration wants, draft-ietf-ipsec-isakmp-mode-cfg-05 section 3.2.
type ConfigurationType uint8

const (
	ConfigurationRequest ConfigurationType = 1
	ConfigurationReply   ConfigurationType = 2
	ConfigurationSet     ConfigurationType = 3
	ConfigurationAck     ConfigurationType = 4
)

// String is the word IOS uses in its debug lines.
func (t ConfigurationType) String() string {
	switch t {
	case ConfigurationRequest:
		return "REQUEST"
	case ConfigurationReply:
		return "REPLY"
	case ConfigurationSet:
		return "SET"
	case ConfigurationAck:
		return "ACK"
	}
	return fmt.Sprint(uint8(t))
}

// Attributes of mode configuration: draft-dukes-ike-mode-cfg-02 section 4.1.
const (
	InternalIP4Address  = 1
	InternalIP4Netmask  = 2
	InternalIP4DNS      = 3
	InternalIP4NBNS     = 4
	InternalExpiry      = 5 // seconds, in 4 bytes
	InternalIP4DHCP     = 6
	ApplicationVersion  = 7
	InternalIP4Subnet   = 13
	SupportedAttributes = 14
)

// Attributes of XAUTH: draft-beaulieu-ike-xauth-02 section 3.2.
const (
	XAuthType         = 16520 // 0 = a name and a password
	XAuthUserName     = 16521
	XAuthUserPassword = 16522
	XAuthPasscode     = 16523
	XAuthMessage      = 16524
	XAuthChallenge    = 16525
	XAuthDomain       = 16526
	XAuthStatus       = 16527 // 1 = authenticated, 0 = not
	XAuthNextPIN      = 16528
	XAuthAnswer       = 16529
)

// Attributes of Cisco's clients (Unity), as several free clients list them.
const (
	UnityBanner       = 28672
	UnitySavePassword = 28673
	UnityDomain       = 28674
	UnitySplitDNS     = 28675
	UnitySplitInclude = 28676 // 14 bytes each: address, mask, protocol, ports
	UnityNATTPort     = 28677
	UnityLocalLAN     = 28678
	UnityPFS          = 28679
	UnityFirewall     = 28680
	UnityBackup       = 28681
	UnityDDNSHostname = 28682
)

// Configuration carries attributes of mode configuration or XAUTH: the ATTR payload.
type Configuration struct {
	Type       ConfigurationType
	Identifier uint16 // an answer has that of what it answers
	Attributes []Attribute
}

func (c *Configuration) PayloadType() PayloadType { return PayloadAttributes }

// mostConfigured bounds the attributes of one payload: an attribute may be four bytes, and a list of them many times that.
const mostConfigured = 256

func parseConfiguration(r *reader) *Configuration {
	c := &Configuration{Type: ConfigurationType(r.u8())}
	if reserved := r.u8(); r.err == nil && reserved != 0 {
		r.fail(Malformed, "a reserved byte of %d", reserved)
	}
	c.Identifier = r.u16()
	for r.err == nil && len(r.b) > 0 {
		if len(c.Attributes) == mostConfigured {
			r.fail(Malformed, "more than %d attributes", mostConfigured)
			break
		}
		c.Attributes = append(c.Attributes, parseAttribute(r))
	}
	return c
}

func (c *Configuration) appendBody(dst []byte) []byte {
	dst = append(dst, uint8(c.Type), 0)
	dst = binary.BigEndian.AppendUint16(dst, c.Identifier)
	for _, a := range c.Attributes {
		dst = a.append(dst)
	}
	return dst
}

// Attribute finds the first attribute of a type.
func (c *Configuration) Attribute(t uint16) (Attribute, bool) {
	for _, a := range c.Attributes {
		if a.Type == t {
			return a, true
		}
	}
	return Attribute{}, false
}
