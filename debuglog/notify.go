package debuglog

import (
	"strconv"
	"strings"
)

// Informational exchanges with a notification (RFC 2408 section 3.14).

// notifyNames are the notifications as IOS prints them. Type 14 is NO-PROPOSAL-CHOSEN in the RFC. Logs show few of them; the
// others are RFC 2408's names (section 3.14.1), written as those are.
var notifyNames = map[uint16]string{
	1:     "INVALID_PAYLOAD_TYPE",
	2:     "DOI_NOT_SUPPORTED",
	3:     "SITUATION_NOT_SUPPORTED",
	4:     "INVALID_COOKIE",
	5:     "INVALID_MAJOR_VERSION",
	6:     "INVALID_MINOR_VERSION",
	7:     "INVALID_EXCHANGE_TYPE",
	8:     "INVALID_FLAGS",
	9:     "INVALID_MESSAGE_ID",
	10:    "INVALID_PROTOCOL_ID",
	11:    "INVALID_SPI",
	12:    "INVALID_TRANSFORM_ID",
	13:    "ATTRIBUTES_NOT_SUPPORTED",
	14:    "PROPOSAL_NOT_CHOSEN",
	15:    "BAD_PROPOSAL_SYNTAX",
	16:    "PAYLOAD_MALFORMED",
	17:    "INVALID_KEY_INFORMATION",
	18:    "INVALID_ID_INFORMATION",
	19:    "INVALID_CERT_ENCODING",
	20:    "INVALID_CERTIFICATE",
	21:    "CERT_TYPE_UNSUPPORTED",
	22:    "INVALID_CERT_AUTHORITY",
	23:    "INVALID_HASH_INFORMATION",
	24:    "AUTHENTICATION_FAILED",
	25:    "INVALID_SIGNATURE",
	26:    "ADDRESS_NOTIFICATION",
	27:    "NOTIFY_SA_LIFETIME",
	28:    "CERTIFICATE_UNAVAILABLE",
	29:    "UNSUPPORTED_EXCHANGE_TYPE",
	30:    "UNEQUAL_PAYLOAD_LENGTHS",
	16384: "CONNECTED",
	24576: "RESPONDER_LIFETIME",
	24577: "REPLAY_STATUS",
	24578: "INITIAL_CONTACT",
	32768: "KEEP_ALIVE",
	32769: "KEEP_ALIVE_ACK",
	36136: "DPD/R_U_THERE",
	36137: "DPD/R_U_THERE_ACK",
}

// notifyName is the name of a notify message type, the number itself if it has none.
func notifyName(notifyType uint16) string {
	if name, ok := notifyNames[notifyType]; ok {
		return name
	}
	return strconv.Itoa(int(notifyType))
}

// appendNotify writes a notification's name; 12.4 leaves out the "DPD/" of the two of DPD.
func appendNotify(dst []byte, name string, r Release) []byte {
	if r == IOS124 {
		name = strings.TrimPrefix(name, "DPD/")
	}
	return append(dst, name...)
}

var processingNotify = phrase{
	args:   "name protocol spi node sa",
	ios124: "ISAKMP:(<id>): processing NOTIFY <name> protocol <protocol>\n\tspi <spi>, message ID = <node>, sa = <sa>",
	ios15:  "ISAKMP:(<id>): processing NOTIFY <name> protocol <protocol>\n\tspi <spi>, message ID = <node>, sa = 0x<sa>",
	iosxe:  "ISAKMP: (<id>):processing NOTIFY <name> protocol <protocol>\n        spi <spi>, message ID = <node>, sa = 0x<sa>",
}

// ProcessingNotify is logged of a received notification: its type (RFC 2408 section 3.14.1), protocol
// (1 ISAKMP, 3 ESP) and SPI; IOS prints SPI 0 for protocol 1.
func (v *Voice) ProcessingNotify(notifyType uint16, protocol int, spi, messageID uint32, sa Pointer) {
	v.say(&processingNotify, notify(notifyType), number(protocol), decimal(uint64(spi)), wireID(messageID), pointer(sa))
}

var sendingNotify = phrase{
	args:   "name protocol spi node",
	ios124: "ISAKMP:(<id>):Sending NOTIFY <name> protocol <protocol>\n\tspi <spi>, message ID = <node>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Sending NOTIFY <name> protocol <protocol>\n        spi <spi>, message ID = <node>",
}

// SendingNotify precedes the SendingPacket of a notification other than DPD's. The spi is an
// address inside the router, which IOS prints in decimal.
func (v *Voice) SendingNotify(notifyType uint16, protocol int, spi uint64, messageID uint32) {
	v.say(&sendingNotify, notify(notifyType), number(protocol), decimal(spi), wireID(messageID))
}

var (
	processingResponderLifetime = phrase{
		ios124: "ISAKMP:(<id>): processing responder lifetime",
		ios15:  same,
		iosxe:  "ISAKMP: (<id>):processing responder lifetime",
	}
	startResponderLifetime = phrase{
		ios124: "ISAKMP:(<id>): start processing isakmp responder lifetime",
		ios15:  same,
		iosxe:  "ISAKMP: (<id>):start processing isakmp responder lifetime",
	}
	restartSATimer = phrase{
		args:   "seconds",
		ios124: "ISAKMP:(<id>): restart ike sa timer to <seconds> secs",
		ios15:  same,
		iosxe:  "ISAKMP: (<id>):restart ike sa timer to <seconds> secs",
	}
)

// ResponderLifetime follows ProcessingNotify of a RESPONDER_LIFETIME for phase 1.
func (v *Voice) ResponderLifetime(seconds uint32) {
	v.SAAuthenticationStatus()
	v.ProcessingResponderLifetime()
	v.say(&startResponderLifetime)
	v.say(&restartSATimer, decimal(uint64(seconds)))
}

// ProcessingResponderLifetime follows ProcessingNotify of a RESPONDER_LIFETIME for phase 2.
func (v *Voice) ProcessingResponderLifetime() { v.say(&processingResponderLifetime) }

var notifyHasNoHash = phrase{
	sw:     ISAKMPError,
	ios124: "ISAKMP:(<id>):Notify has no hash. Rejected.",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Notify has no hash. Rejected.",
}

// NotifyHasNoHash refuses a notification in clear text.
func (v *Voice) NotifyHasNoHash() { v.say(&notifyHasNoHash) }

var deletingSPI = phrase{
	args:   "spi node",
	ios124: "ISAKMP:(<id>):deleting spi <spi> message ID = <node>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):deleting spi <spi> message ID = <node>",
}

// DeletingSPI drops the SPI reserved for a quick mode that the peer has refused.
func (v *Voice) DeletingSPI(spi, messageID uint32) {
	v.say(&deletingSPI, decimal(uint64(spi)), wireID(messageID))
}
