package fault

import (
	"strings"

	"ruthere/crypto/isakmp"
)

// The words of the grammar in tables: what is read and what is written are the same.

// payloadNames are those of isakmp.PayloadType, in one word each.
var payloadNames = []struct {
	name string
	kind isakmp.PayloadType
}{
	{"SA", isakmp.PayloadSA}, {"KE", isakmp.PayloadKE}, {"ID", isakmp.PayloadID}, {"CERT", isakmp.PayloadCertificate},
	{"CERT_REQ", isakmp.PayloadCertificateRequest}, {"HASH", isakmp.PayloadHash}, {"SIG", isakmp.PayloadSignature},
	{"NONCE", isakmp.PayloadNonce}, {"NOTIFY", isakmp.PayloadNotification}, {"DELETE", isakmp.PayloadDelete},
	{"VENDOR", isakmp.PayloadVendorID}, {"NAT-D", isakmp.PayloadNATD}, {"NAT-OA", isakmp.PayloadNATOA},
}

func payloadNamed(word string) (isakmp.PayloadType, bool) {
	for _, p := range payloadNames {
		if strings.EqualFold(p.name, word) {
			return p.kind, true
		}
	}
	return 0, false
}

func payloadName(t isakmp.PayloadType) string {
	for _, p := range payloadNames {
		if p.kind == t {
			return p.name
		}
	}
	return ""
}

// A field is something that Rewrite can change.
type field struct {
	name, help string
	most       int64 // value
}

const most32 = 1<<32 - 1

var fields = []field{
	{"life", "the life in seconds, of each transform that is offered or chosen", most32},
	{"kilobytes", "the life in kilobytes, likewise", most32},
	{"encryption", "the cipher of each transform: of phase 1 by its attribute, of phase 2 by its identifier", 0xFFFF},
	{"hash", "the hash algorithm of each transform", 0xFFFF},
	{"authentication", "the method of authentication of each transform", 0xFFFF},
	{"group", "the Diffie-Hellman group of each transform", 0xFFFF},
	{"key-length", "the key length of each transform, in bits", 0xFFFF},
	{"encapsulation", "the mode of each transform of phase 2: 1 tunnel, 2 transport", 0xFFFF},
	{"spi", "the SPI of proposals, deletes and notifications of four bytes", most32},
	{"sequence", "the number of R_U_THERE and R_U_THERE_ACK", most32},
	{"address", "the address of the first identification", most32},
	{"notify-type", "the type of notifications", 0xFFFF},
	{"next-payload", "the first payload's type in the header", 0xFF},
	{"version", "the version in the header, 16 is 1.0", 0xFF},
	{"exchange", "the exchange type in the header", 0xFF},
	{"flags", "the flags in the header: 1 encryption, 2 commit, 4 authentication only", 0xFF},
	{"message-id", "the message ID in the header", most32},
	{"length", "the length in the header", most32},
	{"initiator-cookie", "the last four bytes of the initiator's cookie in the header", most32},
	{"responder-cookie", "the last four bytes of the responder's cookie in the header", most32},
	{"ttl", "the time to live of the IP packet", 0xFF},
	{"tos", "the type of service of the IP packet", 0xFF},
}

func fieldNamed(word string) (field, bool) {
	for _, f := range fields {
		if strings.EqualFold(f.name, word) {
			return f, true
		}
	}
	return field{}, false
}

// simpleSubjects are those that nothing follows.
var simpleSubjects = []struct {
	words string
	kind  SubjectKind
}{
	{"any", Any}, {"IKE", IKE}, {"informational", Informational}, {"ESP", ESP}, {"NAT-keepalive", NATKeepalive},
	{"ICMP echo-reply", EchoReply}, {"ICMP echo", Echo}, {"ICMP", ICMP},
}

// reserved are the words that end a name, or begin something else where a name may stand.
var reserved = []string{
	"of", "beside", "from", "to", "between", "and", "on", "link", "at", "once", "twice", "always", "the", "every", "for", "as", "main",
	"aggressive",
	"quick", "informational", "any", "ike", "esp", "icmp", "udp", "tcp", "protocol", "notify", "payload", "delete", "r_u_there",
	"r_u_there_ack", "nat-keepalive", "after", "one-way", "queue", "without", "saving", "sas", "by", "times", "percent",
}
