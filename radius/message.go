package radius

import (
	"bytes"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	wire "layeh.com/radius"
	"layeh.com/radius/rfc2865"
	"layeh.com/radius/rfc2869"
)

// A Server is one that may be asked.
type Server struct {
	Addr     netip.AddrPort // where it takes questions about users
	AcctPort uint16         // where it takes accounts: it is only named so
	Key      string         // shared with it, in clear
	Timeout  time.Duration  // after which a question is repeated
	Repeats  int            // how often it is
}

func (s Server) String() string { return fmt.Sprintf("%v,%d", s.Addr, s.AcctPort) }

// A Question is about one user.
type Question struct {
	User, Password string
	NAS            netip.Addr // our address; invalid: it is left out
	Line           int        // number of the user's line; -1: there is none
	Calling        string     // where the user comes from; "" = unknown
}

// MaxPassword is the longest password that a question can hold, in bytes (RFC 2865 section 5.2).
const MaxPassword = 128

// maxUser is the longest name, in bytes (section 5: the value of an attribute).
const maxUser = 253

// encode makes the Access-Request with an identifier and 16 bytes of randomness.
func (q Question) encode(s Server, id byte, authenticator [16]byte) ([]byte, error) {
	p := &wire.Packet{Code: wire.CodeAccessRequest, Identifier: id, Authenticator: authenticator, Secret: []byte(s.Key)}
	if err := rfc2865.UserName_SetString(p, q.User); err != nil {
		return nil, err
	}
	if err := rfc2865.UserPassword_SetString(p, q.Password); err != nil {
		return nil, err
	}
	if q.Line >= 0 {
		if err := rfc2865.NASPort_Set(p, rfc2865.NASPort(q.Line)); err != nil {
			return nil, err
		}
		if err := rfc2869.NASPortID_SetString(p, "tty"+strconv.Itoa(q.Line)); err != nil {
			return nil, err
		}
	}
	if err := rfc2865.NASPortType_Set(p, rfc2865.NASPortType_Value_Virtual); err != nil {
		return nil, err
	}
	if q.Calling != "" {
		if err := rfc2865.CallingStationID_SetString(p, q.Calling); err != nil {
			return nil, err
		}
	}
	if q.NAS.Is4() {
		if err := rfc2865.NASIPAddress_Set(p, q.NAS.AsSlice()); err != nil {
			return nil, err
		}
	}
	return p.Encode()
}

// An Outcome is what came of a question.
type Outcome int

const (
	Silent   Outcome = iota // no server answered
	Accepted                // the user is who they say
	Rejected                // or not; a challenge counts as that, for nobody can be asked it here
)

// A Reply is what a server said about a user.
type Reply struct {
	Outcome Outcome
	Level   int        // privilege level for an EXEC, 0 to 15; -1: nothing was said
	Address netip.Addr // for the user; invalid: none was given
	Message string     // for the user, as it came
}

// ciscoVendor is the number of the vendor whose pairs say privilege levels (cisco-avpair).
const ciscoVendor = 9

// readReply takes an answer apart whose authenticator was right.
func readReply(p *wire.Packet) Reply {
	r := Reply{Outcome: Rejected, Level: -1, Message: rfc2865.ReplyMessage_GetString(p)}
	if p.Code != wire.CodeAccessAccept {
		return r
	}
	r.Outcome = Accepted
	if rfc2865.ServiceType_Get(p) == rfc2865.ServiceType_Value_AdministrativeUser {
		r.Level = maxLevel
	}
	if ip, err := rfc2865.FramedIPAddress_Lookup(p); err == nil {
		if a, ok := netip.AddrFromSlice(ip.To4()); ok && a != netip.AddrFrom4([4]byte{255, 255, 255, 254}) { // which says: choose one
			r.Address = a
		}
	}
	for _, pair := range ciscoPairs(p) {
		for _, form := range []string{"shell:priv-lvl=", "shell:priv-lvl*"} {
			if text, ok := strings.CutPrefix(pair, form); ok {
				if n, err := strconv.Atoi(text); err == nil && n >= 0 && n <= maxLevel {
					r.Level = n
				}
			}
		}
	}
	return r
}

const maxLevel = 15

// ciscoPairs are the values of the vendor's first attribute.
func ciscoPairs(p *wire.Packet) (pairs []string) {
	for _, a := range p.Attributes {
		if a.Type != rfc2865.VendorSpecific_Type {
			continue
		}
		vendor, value, err := wire.VendorSpecific(a.Attribute)
		if err != nil || vendor != ciscoVendor {
			continue
		}
		for len(value) >= 2 && int(value[1]) >= 2 && int(value[1]) <= len(value) {
			if value[0] == 1 {
				pairs = append(pairs, string(value[2:value[1]]))
			}
			value = value[value[1]:]
		}
	}
	return pairs
}

// An Attribute is one of a packet, as "debug radius" prints it.
type Attribute struct {
	Type   byte
	Length int    // with type and length, in bytes
	Value  string // "*" of a password
}

// Attributes are those of a packet, in its order; nil of what is none.
func Attributes(packet []byte) (list []Attribute) {
	p, err := wire.Parse(packet, []byte{0})
	if err != nil {
		return nil
	}
	for _, a := range p.Attributes {
		list = append(list, Attribute{byte(a.Type), len(a.Attribute) + 2, valueText(a.Type, a.Attribute)})
	}
	return list
}

func valueText(kind wire.Type, value wire.Attribute) string {
	switch kind {
	case rfc2865.UserPassword_Type, rfc2865.CHAPPassword_Type, rfc2869.MessageAuthenticator_Type:
		return "*"
	case rfc2865.NASIPAddress_Type, rfc2865.FramedIPAddress_Type, rfc2865.FramedIPNetmask_Type:
		if a, ok := netip.AddrFromSlice(value); ok {
			return a.String()
		}
	case rfc2865.NASPort_Type, rfc2865.ServiceType_Type, rfc2865.NASPortType_Type, rfc2865.FramedProtocol_Type,
		rfc2865.SessionTimeout_Type, rfc2865.IdleTimeout_Type, rfc2865.FramedMTU_Type:
		if n, err := wire.Integer(value); err == nil {
			return strconv.Itoa(int(n))
		}
	case rfc2865.UserName_Type, rfc2865.ReplyMessage_Type, rfc2865.CallingStationID_Type, rfc2865.CalledStationID_Type,
		rfc2869.NASPortID_Type, rfc2865.NASIdentifier_Type, rfc2865.Class_Type:
		return strconv.Quote(string(value))
	}
	var b bytes.Buffer
	for i, c := range value {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%02X", c)
	}
	return b.String()
}

// CodeName is what a packet is, as RFC 2865 section 3 names it.
func CodeName(packet []byte) string {
	if len(packet) == 0 {
		return ""
	}
	return wire.Code(packet[0]).String()
}
