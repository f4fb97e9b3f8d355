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
	ahNames  = names{2: "AH_MD5", 3: "AH_SHA", 5: "AH_SHA256", 6: "AH_SHA384", 7: "AH_SHA512"}
	espNames = names{2: "ESP_DES", 3: "ESP_3DES", 11: "ESP_NULL", 12: "ESP_AES "}
)

var encryptionAttribute = phrase{
	args:   "algorithm",
	ios124: "ISAKMP:      encryption <algorithm>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):      encryption <algorithm>",
}

// EncryptionAttribute takes the number of RFC 2409 appendix A, as the functions below do.
func (v *Voice) EncryptionAttribute(algorithm uint16) {
	v.say(&encryptionAttribute, encryptionNames.arg(algorithm))
}

var keyLengthAttribute = phrase{
	args:   "bits",
	ios124: "ISAKMP:      keylength of <bits>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):      keylength of <bits>",
}

func (v *Voice) KeyLengthAttribute(bits uint16) {
	v.say(&keyLengthAttribute, decimal(uint64(bits)))
}

var hashAttribute = phrase{
	args:   "algorithm",
	ios124: "ISAKMP:      hash <algorithm>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):      hash <algorithm>",
}

func (v *Voice) HashAttribute(algorithm uint16) {
	v.say(&hashAttribute, hashNames.arg(algorithm))
}

var groupAttribute = phrase{
	args:   "group",
	ios124: "ISAKMP:      default group <group>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):      default group <group>",
}

func (v *Voice) GroupAttribute(group uint16) {
	v.say(&groupAttribute, decimal(uint64(group)))
}

var authAttribute = phrase{
	args:   "method",
	ios124: "ISAKMP:      auth <method>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):      auth <method>",
}

func (v *Voice) AuthAttribute(method uint16) { v.say(&authAttribute, authNames.arg(method)) }

var lifeTypeAttribute = phrase{
	args:   "type",
	ios124: "ISAKMP:      life type in <type>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):      life type in <type>",
}

// LifeTypeAttribute takes 1 for seconds, 2 for kilobytes.
func (v *Voice) LifeTypeAttribute(lifeType uint16) {
	v.say(&lifeTypeAttribute, lifeTypeNames.arg(lifeType))
}

var lifeDurationBasic = phrase{
	args:   "duration",
	ios124: "ISAKMP:      life duration (basic) of <duration>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):      life duration (basic) of <duration>",
}

var lifeDurationVPI = phrase{
	args:   "bytes",
	ios124: "ISAKMP:      life duration (VPI) of  <bytes> ",
	ios15:  same,
	iosxe:  same,
}

// LifeDurationBasic is a lifetime that came as a two-byte value.
func (v *Voice) LifeDurationBasic(duration uint16) {
	v.say(&lifeDurationBasic, decimal(uint64(duration)))
}

// LifeDurationVPI is a lifetime that came as a variable-precision integer, value being its bytes.
func (v *Voice) LifeDurationVPI(value []byte) { v.say(&lifeDurationVPI, hexBytes(value)) }

// Lifetimes are settled after the attributes (15.x and XE only).

var (
	actualLife = phrase{
		args:  "seconds",
		ios15: "ISAKMP:(<id>):Acceptable atts:actual life: <seconds>",
		iosxe: "ISAKMP: (<id>):Acceptable atts:actual life: <seconds>",
	}
	acceptableLife = phrase{
		ios15: "ISAKMP:(<id>):Acceptable atts:life: 0",
		iosxe: "ISAKMP: (<id>):Acceptable atts:life: 0",
	}
	basicLife = phrase{
		args:  "seconds",
		ios15: "ISAKMP:(<id>):Basic life_in_seconds:<seconds>",
		iosxe: "ISAKMP: (<id>):Basic life_in_seconds:<seconds>",
	}
	vpiLength = phrase{
		ios15: "ISAKMP:(<id>):Fill atts in sa vpi_length:4",
		iosxe: "ISAKMP: (<id>):Fill atts in sa vpi_length:4",
	}
	vpiLife = phrase{
		args:  "seconds",
		ios15: "ISAKMP:(<id>):Fill atts in sa life_in_seconds:<seconds>",
		iosxe: "ISAKMP: (<id>):Fill atts in sa life_in_seconds:<seconds>",
	}
	returningLife = phrase{
		args:  "seconds",
		ios15: "ISAKMP:(<id>):Returning Actual lifetime: <seconds>",
		iosxe: "ISAKMP: (<id>):Returning Actual lifetime: <seconds>",
	}
	startedLifeTimer = phrase{
		args:  "seconds",
		ios15: "ISAKMP:(<id>)::Started lifetime timer: <seconds>.\n",
		iosxe: "ISAKMP: (<id>):Started lifetime timer: <seconds>.\n",
	}
)

// Lifetimes says how the lifetime of phase 1 was settled, in seconds: own is the responder's
// configured one (0 for the initiator, or if it is the default), offered the peer's, vpi
// whether that came as a variable-precision integer, and result the one that counts.
func (v *Voice) Lifetimes(own, offered, result uint32, vpi bool) {
	v.say(&actualLife, decimal(uint64(own)))
	v.say(&acceptableLife)
	if vpi {
		v.say(&vpiLength)
		v.say(&vpiLife, decimal(uint64(offered)))
	} else {
		v.say(&basicLife, decimal(uint64(offered)))
	}
	v.say(&returningLife, decimal(uint64(result)))
	v.say(&startedLifeTimer, decimal(uint64(result)))
}

// Quick mode.

var transform = phrase{
	args:   "number esp",
	ios124: "ISAKMP: transform <number>, <esp>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):transform <number>, <esp>",
}

var attributesInTransform = phrase{
	ios124: "ISAKMP:   attributes in transform:",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):   attributes in transform:",
}

// HeaderTransform opens the attributes of an AH transform (RFC 2407 section 4.4.3 numbers).
func (v *Voice) HeaderTransform(n int, ah uint16) {
	v.say(&transform, number(n), ahNames.arg(ah))
	v.say(&attributesInTransform)
}

// Transform opens the attributes of an ESP transform (RFC 2407 section 4.4.4 numbers).
func (v *Voice) Transform(n int, esp uint16) {
	v.say(&transform, number(n), espNames.arg(esp))
	v.say(&attributesInTransform)
}

var encapsAttribute = phrase{
	args:   "mode",
	ios124: "ISAKMP:      encaps is <mode>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):      encaps is <mode>",
}

// EncapsAttribute takes 1 for tunnel, 2 for transport, 3 and 4 for the same in UDP.
func (v *Voice) EncapsAttribute(mode uint16) { v.say(&encapsAttribute, encapsNames.arg(mode)) }

var saLifeTypeAttribute = phrase{
	args:   "type",
	ios124: "ISAKMP:      SA life type in <type>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):      SA life type in <type>",
}

func (v *Voice) SALifeTypeAttribute(lifeType uint16) {
	v.say(&saLifeTypeAttribute, lifeTypeNames.arg(lifeType))
}

var saLifeDurationBasic = phrase{
	args:   "duration",
	ios124: "ISAKMP:      SA life duration (basic) of <duration>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):      SA life duration (basic) of <duration>",
}

var saLifeDurationVPI = phrase{
	args:   "bytes",
	ios124: "ISAKMP:      SA life duration (VPI) of  <bytes> ",
	ios15:  same,
	iosxe:  same,
}

func (v *Voice) SALifeDurationBasic(duration uint16) {
	v.say(&saLifeDurationBasic, decimal(uint64(duration)))
}

func (v *Voice) SALifeDurationVPI(value []byte) { v.say(&saLifeDurationVPI, hexBytes(value)) }

var authenticatorAttribute = phrase{
	args:   "algorithm",
	ios124: "ISAKMP:      authenticator is <algorithm>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):      authenticator is <algorithm>",
}

func (v *Voice) AuthenticatorAttribute(algorithm uint16) {
	v.say(&authenticatorAttribute, authenticatorNames.arg(algorithm))
}

var saKeyLengthAttribute = phrase{
	args:   "bits",
	ios124: "ISAKMP:      key length is <bits>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):      key length is <bits>",
}

func (v *Voice) SAKeyLengthAttribute(bits uint16) {
	v.say(&saKeyLengthAttribute, decimal(uint64(bits)))
}

var saGroupAttribute = phrase{
	args:   "group",
	ios124: "ISAKMP:      group is <group>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):      group is <group>",
}

func (v *Voice) SAGroupAttribute(group uint16) {
	v.say(&saGroupAttribute, decimal(uint64(group)))
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
var nameWords = map[int]string{2: "FQDN name    ", 3: "USER FQDN    ", 11: "group id     "}

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
		ios124: "ISAKMP (<num>): ID payload \n\tnext-payload : <next>\n\ttype         : <type> \n\t<value> \n" +
			"\tprotocol     : <protocol> \n\tport         : <port> \n\tlength       : <length>",
		ios15: same,
		iosxe: "ISAKMP: (<id>):ID payload \n        next-payload : <next>\n        type         : <type>",
	}
	idPayloadValue = phrase{ // XE makes three messages of it
		args:  "value",
		iosxe: "ISAKMP: (<id>):\t<value>",
	}
	idPayloadProtocol = phrase{
		args:  "protocol port length",
		iosxe: "ISAKMP: (<id>):\tprotocol     : <protocol> \n        port         : <port> \n        length       : <length>",
	}
)

// IDPayload shows an ID payload: our own before it is sent, the peer's when it is processed.
func (v *Voice) IDPayload(id Identity) {
	value := text(id.value())
	protocol, portNumber, length := number(id.Protocol), number(id.Port), number(id.Length)
	v.say(&idPayload, number(id.NextPayload), number(id.Type), value, protocol, portNumber, length)
	v.say(&idPayloadValue, value)
	v.say(&idPayloadProtocol, protocol, portNumber, length)
}
