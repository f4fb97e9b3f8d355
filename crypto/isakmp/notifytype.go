package isakmp

import (
	"fmt"
	"strings"
)

// A NotifyType is what a notification says. Below 16384 they are errors.
type NotifyType uint16

const (
	// Errors, RFC 2408 section 3.14.1.
	NotifyInvalidPayloadType      NotifyType = 1
	NotifyDOINotSupported         NotifyType = 2
	NotifySituationNotSupported   NotifyType = 3
	NotifyInvalidCookie           NotifyType = 4
	NotifyInvalidMajorVersion     NotifyType = 5
	NotifyInvalidMinorVersion     NotifyType = 6
	NotifyInvalidExchangeType     NotifyType = 7
	NotifyInvalidFlags            NotifyType = 8
	NotifyInvalidMessageID        NotifyType = 9
	NotifyInvalidProtocolID       NotifyType = 10
	NotifyInvalidSPI              NotifyType = 11
	NotifyInvalidTransformID      NotifyType = 12
	NotifyAttributesNotSupported  NotifyType = 13
	NotifyNoProposalChosen        NotifyType = 14
	NotifyBadProposalSyntax       NotifyType = 15
	NotifyPayloadMalformed        NotifyType = 16
	NotifyInvalidKeyInformation   NotifyType = 17
	NotifyInvalidIDInformation    NotifyType = 18
	NotifyInvalidCertEncoding     NotifyType = 19
	NotifyInvalidCertificate      NotifyType = 20
	NotifyCertTypeUnsupported     NotifyType = 21
	NotifyInvalidCertAuthority    NotifyType = 22
	NotifyInvalidHashInformation  NotifyType = 23
	NotifyAuthenticationFailed    NotifyType = 24
	NotifyInvalidSignature        NotifyType = 25
	NotifyAddressNotification     NotifyType = 26
	NotifySALifetime              NotifyType = 27
	NotifyCertificateUnavailable  NotifyType = 28
	NotifyUnsupportedExchangeType NotifyType = 29
	NotifyUnequalPayloadLengths   NotifyType = 30
	notifyFirstStatus             NotifyType = 16384
	NotifyConnected               NotifyType = 16384 // RFC 2408
	NotifyResponderLifetime       NotifyType = 24576 // RFC 2407 section 4.6.3.1
	NotifyReplayStatus            NotifyType = 24577 // 4.6.3.2
	NotifyInitialContact          NotifyType = 24578 // 4.6.3.3
	NotifyCiscoHello              NotifyType = 30000 // VPN 3000 client
	NotifyCiscoWWTEBR             NotifyType = 30001
	NotifyCiscoShutUp             NotifyType = 30002
	NotifyKeepalive               NotifyType = 32768 // IOS, before RFC 3706
	NotifyKeepaliveAck            NotifyType = 32769
	NotifyRUThere                 NotifyType = 36136 // RFC 3706 section 5.1
	NotifyRUThereAck              NotifyType = 36137
	NotifyUnityLoadBalance        NotifyType = 40501
	NotifyUnityUnknown            NotifyType = 40502
	NotifyUnityGroupHash          NotifyType = 40503
)

var notifyNames = map[NotifyType]string{
	NotifyInvalidPayloadType:      "INVALID-PAYLOAD-TYPE",
	NotifyDOINotSupported:         "DOI-NOT-SUPPORTED",
	NotifySituationNotSupported:   "SITUATION-NOT-SUPPORTED",
	NotifyInvalidCookie:           "INVALID-COOKIE",
	NotifyInvalidMajorVersion:     "INVALID-MAJOR-VERSION",
	NotifyInvalidMinorVersion:     "INVALID-MINOR-VERSION",
	NotifyInvalidExchangeType:     "INVALID-EXCHANGE-TYPE",
	NotifyInvalidFlags:            "INVALID-FLAGS",
	NotifyInvalidMessageID:        "INVALID-MESSAGE-ID",
	NotifyInvalidProtocolID:       "INVALID-PROTOCOL-ID",
	NotifyInvalidSPI:              "INVALID-SPI",
	NotifyInvalidTransformID:      "INVALID-TRANSFORM-ID",
	NotifyAttributesNotSupported:  "ATTRIBUTES-NOT-SUPPORTED",
	NotifyNoProposalChosen:        "NO-PROPOSAL-CHOSEN",
	NotifyBadProposalSyntax:       "BAD-PROPOSAL-SYNTAX",
	NotifyPayloadMalformed:        "PAYLOAD-MALFORMED",
	NotifyInvalidKeyInformation:   "INVALID-KEY-INFORMATION",
	NotifyInvalidIDInformation:    "INVALID-ID-INFORMATION",
	NotifyInvalidCertEncoding:     "INVALID-CERT-ENCODING",
	NotifyInvalidCertificate:      "INVALID-CERTIFICATE",
	NotifyCertTypeUnsupported:     "CERT-TYPE-UNSUPPORTED",
	NotifyInvalidCertAuthority:    "INVALID-CERT-AUTHORITY",
	NotifyInvalidHashInformation:  "INVALID-HASH-INFORMATION",
	NotifyAuthenticationFailed:    "AUTHENTICATION-FAILED",
	NotifyInvalidSignature:        "INVALID-SIGNATURE",
	NotifyAddressNotification:     "ADDRESS-NOTIFICATION",
	NotifySALifetime:              "NOTIFY-SA-LIFETIME",
	NotifyCertificateUnavailable:  "CERTIFICATE-UNAVAILABLE",
	NotifyUnsupportedExchangeType: "UNSUPPORTED-EXCHANGE-TYPE",
	NotifyUnequalPayloadLengths:   "UNEQUAL-PAYLOAD-LENGTHS",
	NotifyConnected:               "CONNECTED",
	NotifyResponderLifetime:       "RESPONDER-LIFETIME",
	NotifyReplayStatus:            "REPLAY-STATUS",
	NotifyInitialContact:          "INITIAL-CONTACT",
	NotifyKeepalive:               "KEEPALIVE",
	NotifyKeepaliveAck:            "KEEPALIVE-ACK",
	NotifyRUThere:                 "R-U-THERE",
	NotifyRUThereAck:              "R-U-THERE-ACK",
}

// String is the RFC's name, or the number.
func (t NotifyType) String() string {
	if name := notifyNames[t]; name != "" {
		return name
	}
	return fmt.Sprintf("notify type %d", uint16(t))
}

// ParseNotifyType finds a type by the RFC's name, in any case, with hyphens or underscores.
func ParseNotifyType(name string) (NotifyType, bool) {
	name = strings.ReplaceAll(name, "_", "-")
	for t, known := range notifyNames {
		if strings.EqualFold(known, name) {
			return t, true
		}
	}
	return 0, false
}

// IsError reports whether the notification tells of an error and not of a state.
func (t NotifyType) IsError() bool { return t < notifyFirstStatus }
