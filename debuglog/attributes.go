package debuglog

import (
	"net/netip"
	"strconv"
)

// The attributes of an offered transform, in the order in which they come on the wire.

// names prints a number from a protocol as IOS names it; unknown numbers print as numbers.
type names map[uint16]string

func (n names) arg(value uint16) arg {
	if s, ok := n[value]; ok {
		return text(s)
	}
	return decimal(uint64(value))
}

// RFC 2409 appendix A, with the later assignments of the IANA registry.
var (
	encryptionNames = names{1: "DES-CBC", 5: "3DES-CBC", 7: "AES-CBC"}
	hashNames       = names{1: "MD5", 2: "SHA", 4: "SHA256", 5: "SHA384", 6: "SHA512"}
	authNames       = names{1: "pre-share", 3: "RSA sig", 4: "RSA encr", 65001: "XAUTHInitPreShared"}
	lifeTypeNames   = names{1: "seconds", 2: "kilobytes"}
)

// RFC 2407 section 4.5; the encapsulations that RFC 3947 added.
var (
	authenticatorNames = names{1: "HMAC-MD5", 2: "HMAC-SHA", 5: "HMAC-SHA256", 6: "HMAC-SHA384", 7: "HMAC-SHA512"}
	encapsNames        = names{1: "1 (Tunnel)", 2: "2 (Transport)", 3: "3 (Tunnel-UDP)", 4: "4 (Transport-UDP)"}
	// IOS leaves a blank after ESP_AES and none after the others.
	espNames = names{2: "ESP_DES", 3: "ESP_3DES", 11: "ESP_NULL", 12: "ESP_AES "}
)

var encryptionAttribute = phrase{
	args: "algorithm",
	g2:   "ISAKMP:      encryption <algorithm>",
	g3:   same,
	g4:   "ISAKMP: (<id>):      encryption <algorithm>",
}

// EncryptionAttribute takes the number of RFC 2409 appendix A, as the functions below do.
func EncryptionAttribute(c Conn, algorithm uint16) Line {
	return encryptionAttribute.say(c, encryptionNames.arg(algorithm))
}

var keyLengthAttribute = phrase{
	args: "bits",
	g2:   "ISAKMP:      keylength of <bits>",
	g3:   same,
	g4:   "ISAKMP: (<id>):      keylength of <bits>",
}

func KeyLengthAttribute(c Conn, bits uint16) Line {
	return keyLengthAttribute.say(c, decimal(uint64(bits)))
}

var hashAttribute = phrase{
	args: "algorithm",
	g2:   "ISAKMP:      hash <algorithm>",
	g3:   same,
	g4:   "ISAKMP: (<id>):      hash <algorithm>",
}

func HashAttribute(c Conn, algorithm uint16) Line {
	return hashAttribute.say(c, hashNames.arg(algorithm))
}

var groupAttribute = phrase{
	args: "group",
	g2:   "ISAKMP:      default group <group>",
	g3:   same,
	g4:   "ISAKMP: (<id>):      default group <group>",
}

func GroupAttribute(c Conn, group uint16) Line {
	return groupAttribute.say(c, decimal(uint64(group)))
}

var authAttribute = phrase{
	args: "method",
	g2:   "ISAKMP:      auth <method>",
	g3:   same,
	g4:   "ISAKMP: (<id>):      auth <method>",
}

func AuthAttribute(c Conn, method uint16) Line { return authAttribute.say(c, authNames.arg(method)) }

var lifeTypeAttribute = phrase{
	args: "type",
	g2:   "ISAKMP:      life type in <type>",
	g3:   same,
	g4:   "ISAKMP: (<id>):      life type in <type>",
}

// LifeTypeAttribute takes 1 for seconds, 2 for kilobytes.
func LifeTypeAttribute(c Conn, lifeType uint16) Line {
	return lifeTypeAttribute.say(c, lifeTypeNames.arg(lifeType))
}

var lifeDurationBasic = phrase{
	args: "duration",
	g2:   "ISAKMP:      life duration (basic) of <duration>",
	g3:   same,
	g4:   "ISAKMP: (<id>):      life duration (basic) of <duration>",
}

var lifeDurationVPI = phrase{
	args: "bytes",
	g2:   "ISAKMP:      life duration (VPI) of  <bytes> ",
	g3:   same,
	g4:   same,
}

// LifeDurationBasic is a lifetime that came as a two-byte value.
func LifeDurationBasic(c Conn, duration uint16) Line {
	return lifeDurationBasic.say(c, decimal(uint64(duration)))
}

// LifeDurationVPI is a lifetime that came as a variable-precision integer, value being its bytes.
func LifeDurationVPI(c Conn, value []byte) Line { return lifeDurationVPI.say(c, hexBytes(value)) }

// Lifetimes are settled after the attributes (15.x and XE only).

var (
	actualLife = phrase{
		args: "seconds",
		g3:   "ISAKMP:(<id>):Acceptable atts:actual life: <seconds>",
		g4:   "ISAKMP: (<id>):Acceptable atts:actual life: <seconds>",
	}
	acceptableLife = phrase{
		g3: "ISAKMP:(<id>):Acceptable atts:life: 0",
		g4: "ISAKMP: (<id>):Acceptable atts:life: 0",
	}
	basicLife = phrase{
		args: "seconds",
		g3:   "ISAKMP:(<id>):Basic life_in_seconds:<seconds>",
		g4:   "ISAKMP: (<id>):Basic life_in_seconds:<seconds>",
	}
	vpiLength = phrase{
		g3: "ISAKMP:(<id>):Fill atts in sa vpi_length:4",
		g4: "ISAKMP: (<id>):Fill atts in sa vpi_length:4",
	}
	vpiLife = phrase{
		args: "seconds",
		g3:   "ISAKMP:(<id>):Fill atts in sa life_in_seconds:<seconds>",
		g4:   "ISAKMP: (<id>):Fill atts in sa life_in_seconds:<seconds>",
	}
	returningLife = phrase{
		args: "seconds",
		g3:   "ISAKMP:(<id>):Returning Actual lifetime: <seconds>",
		g4:   "ISAKMP: (<id>):Returning Actual lifetime: <seconds>",
	}
	startedLifeTimer = phrase{
		args: "seconds",
		g3:   "ISAKMP:(<id>)::Started lifetime timer: <seconds>.\n",
		g4:   "ISAKMP: (<id>):Started lifetime timer: <seconds>.\n",
	}
)

// Lifetimes says how the lifetime of phase 1 was settled, in seconds: own is the responder's
// configured one (0 for the initiator, or if it is the default), offered the peer's, vpi
// whether that came as a variable-precision integer, and result the one that counts.
func Lifetimes(c Conn, own, offered, result uint32, vpi bool) []Line {
	lines := []Line{actualLife.say(c, decimal(uint64(own))), acceptableLife.say(c)}
	if vpi {
		lines = append(lines, vpiLength.say(c), vpiLife.say(c, decimal(uint64(offered))))
	} else {
		lines = append(lines, basicLife.say(c, decimal(uint64(offered))))
	}
	return append(lines, returningLife.say(c, decimal(uint64(result))), startedLifeTimer.say(c, decimal(uint64(result))))
}

// Quick mode.

var transform = phrase{
	args: "number esp",
	g2:   "ISAKMP: transform <number>, <esp>",
	g3:   same,
	g4:   "ISAKMP: (<id>):transform <number>, <esp>",
}

var attributesInTransform = phrase{
	g2: "ISAKMP:   attributes in transform:",
	g3: same,
	g4: "ISAKMP: (<id>):   attributes in transform:",
}

// Transform opens the attributes of an ESP transform (RFC 2407 section 4.4.4 numbers).
func Transform(c Conn, n int, esp uint16) []Line {
	return []Line{transform.say(c, number(n), espNames.arg(esp)), attributesInTransform.say(c)}
}

var encapsAttribute = phrase{
	args: "mode",
	g2:   "ISAKMP:      encaps is <mode>",
	g3:   same,
	g4:   "ISAKMP: (<id>):      encaps is <mode>",
}

// EncapsAttribute takes 1 for tunnel, 2 for transport, 3 and 4 for the same in UDP.
func EncapsAttribute(c Conn, mode uint16) Line { return encapsAttribute.say(c, encapsNames.arg(mode)) }

var saLifeTypeAttribute = phrase{
	args: "type",
	g2:   "ISAKMP:      SA life type in <type>",
	g3:   same,
	g4:   "ISAKMP: (<id>):      SA life type in <type>",
}

func SALifeTypeAttribute(c Conn, lifeType uint16) Line {
	return saLifeTypeAttribute.say(c, lifeTypeNames.arg(lifeType))
}

var saLifeDurationBasic = phrase{
	args: "duration",
	g2:   "ISAKMP:      SA life duration (basic) of <duration>",
	g3:   same,
	g4:   "ISAKMP: (<id>):      SA life duration (basic) of <duration>",
}

var saLifeDurationVPI = phrase{
	args: "bytes",
	g2:   "ISAKMP:      SA life duration (VPI) of  <bytes> ",
	g3:   same,
	g4:   same,
}

func SALifeDurationBasic(c Conn, duration uint16) Line {
	return saLifeDurationBasic.say(c, decimal(uint64(duration)))
}

func SALifeDurationVPI(c Conn, value []byte) Line { return saLifeDurationVPI.say(c, hexBytes(value)) }

var authenticatorAttribute = phrase{
	args: "algorithm",
	g2:   "ISAKMP:      authenticator is <algorithm>",
	g3:   same,
	g4:   "ISAKMP: (<id>):      authenticator is <algorithm>",
}

func AuthenticatorAttribute(c Conn, algorithm uint16) Line {
	return authenticatorAttribute.say(c, authenticatorNames.arg(algorithm))
}

var saKeyLengthAttribute = phrase{
	args: "bits",
	g2:   "ISAKMP:      key length is <bits>",
	g3:   same,
	g4:   "ISAKMP: (<id>):      key length is <bits>",
}

func SAKeyLengthAttribute(c Conn, bits uint16) Line {
	return saKeyLengthAttribute.say(c, decimal(uint64(bits)))
}

var saGroupAttribute = phrase{
	args: "group",
	g2:   "ISAKMP:      group is <group>",
	g3:   same,
	g4:   "ISAKMP: (<id>):      group is <group>",
}

func SAGroupAttribute(c Conn, group uint16) Line {
	return saGroupAttribute.say(c, decimal(uint64(group)))
}

// An Identity is the ID payload (RFC 2407 section 4.6.2) of either side.
type Identity struct {
	NextPayload int        // 8 (HASH) with pre-shared keys
	Type        int        // 1 is an address, 2 a host name, 3 user@host name
	Addr        netip.Addr // type 1
	Name        string     // types 2 and 3
	Protocol    int
	Port        int
	Length      int // of the payload, in bytes: 12 for an IPv4 address
}

// nameWords are the field names of an identity that is not an address.
var nameWords = map[int]string{2: "FQDN name    ", 3: "USER FQDN    "}

// value is the line of the block that holds the address or the name.
func (id Identity) value() string {
	switch {
	case id.Type == 1:
		return "address      : " + id.Addr.String()
	case nameWords[id.Type] != "":
		return nameWords[id.Type] + ": " + id.Name
	default:
		return "type " + strconv.Itoa(id.Type) + "       : " + id.Name
	}
}

var (
	idPayload = phrase{
		args: "next type value protocol port length",
		g2: "ISAKMP (<num>): ID payload \n\tnext-payload : <next>\n\ttype         : <type> \n\t<value> \n" +
			"\tprotocol     : <protocol> \n\tport         : <port> \n\tlength       : <length>",
		g3: same,
		g4: "ISAKMP: (<id>):ID payload \n        next-payload : <next>\n        type         : <type>",
	}
	idPayloadValue = phrase{ // XE makes three messages of it
		args: "value",
		g4:   "ISAKMP: (<id>):\t<value>",
	}
	idPayloadProtocol = phrase{
		args: "protocol port length",
		g4:   "ISAKMP: (<id>):\tprotocol     : <protocol> \n        port         : <port> \n        length       : <length>",
	}
)

// IDPayload shows an ID payload: our own before it is sent, the peer's when it is processed.
func IDPayload(c Conn, id Identity) []Line {
	value := text(id.value())
	protocol, portNumber, length := number(id.Protocol), number(id.Port), number(id.Length)
	return []Line{
		idPayload.say(c, number(id.NextPayload), number(id.Type), value, protocol, portNumber, length),
		idPayloadValue.say(c, value),
		idPayloadProtocol.say(c, protocol, portNumber, length),
	}
}
