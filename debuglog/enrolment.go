package debuglog

// What a client of an authority says. The log messages are those of the reference, seen in transcripts but for CERTREJECT, which is
// recalled; the lines of `debug crypto pki transactions` and `messages` are recalled from many logs of 12.4 and 15. XE begins its
// lines with PKI: instead, as it has renamed the subsystem: guessed but for those of CRLs.

func clientPhrase(args, spelling string) phrase {
	return phrase{sw: CryptoPKITransactions, args: args, ios124: "CRYPTO_PKI: " + spelling, ios15: same, iosxe: same}
}

var (
	certificateReturned = phrase{sw: Always, ios124: "%PKI-6-CERTRET: Certificate received from Certificate Authority", ios15: same}
	// Recalled.
	certificateRejected = phrase{sw: Always,
		ios124: "%PKI-6-CERTREJECT: Certificate enrollment request was rejected by Certificate Authority", ios15: same, iosxe: same}
	cannotSendToCA = phrase{sw: Always, ios124: "%PKI-3-SOCKETSEND: Failed to send out message to CA server.", ios15: same, iosxe: same}
	// Seen on XE; 15 is the same by analogy.
	listFetchFailed = phrase{sw: Always, pace: oncePerMinute, args: "trustpoint why",
		ios15: "%PKI-3-CRL_FETCH_FAIL: CRL fetch for trustpoint <trustpoint> failed\n                      Reason : <why>", iosxe: same}

	clientSends       = clientPhrase("what", "Sending <what> Request: ")
	clientOpened      = clientPhrase("", "http connection opened")
	clientReplyHeader = clientPhrase("header", "Reply HTTP header:\n<header>\n")
	clientCompleted   = clientPhrase("what", "transaction <what> completed")
	clientStatus      = clientPhrase("code what", "status = <code>: <what>")
	clientHolds       = clientPhrase("certificates lists", "The PKCS #7 message contains <certificates> certs and <lists> crls.")
	clientResends     = clientPhrase("count", "resend GetCertInitial, <count>")
	clientIssued      = clientPhrase("issuer serial", "Newly-issued Router Cert: issuer=<issuer> serial=<serial>")
	clientStart       = clientPhrase("date", "start date: <date>")
	clientEnd         = clientPhrase("date", "end date: <date>")
	clientNow         = clientPhrase("date", "Router date: <date>")
	clientReceived    = clientPhrase("", "Received router cert from CA")
	clientAuthority   = clientPhrase("bytes", "Received <bytes> bytes from server as CA certificate:")
	clientListAsked   = clientPhrase("how", "Retrieve CRL using <how>")
	clientListTaken   = clientPhrase("", "CRL has been retrieved and inserted into the CRL cache")
	responderAsked    = clientPhrase("url", "OCSP server URL is <url>")
	responderStatus   = clientPhrase("status", "OCSP response status - <status>.")
	responderDecoded  = clientPhrase("status", "OCSP decoded status is <status>.")
	responderVerified = clientPhrase("", "OCSP Validation DONE")
	clientClosed      = clientPhrase("trustpoint", "All sockets are closed for trustpoint <trustpoint>.")
	// Guessed.
	clientFailed  = clientPhrase("why", "the answer of the server is not taken: <why>")
	clientMessage = phrase{sw: CryptoPKIMessages, args: "what text", ios124: "CRYPTO_PKI: <what>\n<text>\n", ios15: same, iosxe: same}
)

// CertificateReturned is logged when a router has got its certificate; XE says CertificateInstalled alone.
func CertificateReturned() Line { return certificateReturned.line(Conn{}) }

// CertificateRejected is logged when the authority has refused.
func CertificateRejected() Line { return certificateRejected.line(Conn{}) }

// CannotSendToCA is logged when the authority's server is not reached.
func CannotSendToCA() Line { return cannotSendToCA.line(Conn{}) }

// ListFetchFailed is logged when a revocation list is not got.
func ListFetchFailed(trustpoint, why string) Line {
	return listFetchFailed.line(Conn{}, text(trustpoint), text(why))
}

// ClientSends is what leaves for the authority: its words, and with `messages` the request itself.
func ClientSends(what, request string) []Line {
	return []Line{clientSends.line(Conn{}, text(what)), clientMessage.line(Conn{}, text("Sending HTTP message"), ownLines(request))}
}

// ClientOpened: the connection to its server is open.
func ClientOpened() Line { return clientOpened.line(Conn{}) }

// ClientReplyHeader is the head of its answer, ClientCompleted that the answer is whole.
func ClientReplyHeader(header string) Line { return clientReplyHeader.line(Conn{}, ownLines(header)) }
func ClientCompleted(what string) Line     { return clientCompleted.line(Conn{}, text(what)) }

// A ClientState is what became of a request for a certificate.
type ClientState uint16

// The numbers by which IOS calls them.
const (
	ClientGranted     ClientState = 100
	ClientRejected    ClientState = 101
	ClientPending     ClientState = 102
	ClientUnreachable ClientState = 266
)

var clientStates = map[ClientState]string{ClientGranted: "certificate is granted", ClientRejected: "certificate request is rejected",
	ClientPending: "certificate request pending", ClientUnreachable: "failed to open http connection"}

// ClientStatus says it.
func ClientStatus(s ClientState) Line {
	return clientStatus.line(Conn{}, number(int(s)), text(clientStates[s]))
}

// ClientHolds is how many certificates and lists an answer has.
func ClientHolds(certificates, lists int) Line {
	return clientHolds.line(Conn{}, number(certificates), number(lists))
}

// ClientResends: it is asked once more whether the request has been granted.
func ClientResends(count int) Line { return clientResends.line(Conn{}, number(count)) }

// ClientIssued is the certificate that came, and its dates beside the router's.
func ClientIssued(issuer, serial, start, end, now string) []Line {
	return []Line{clientIssued.line(Conn{}, ownLines(issuer), text(serial)), clientStart.line(Conn{}, text(start)),
		clientEnd.line(Conn{}, text(end)), clientNow.line(Conn{}, text(now)), clientReceived.line(Conn{})}
}

// ClientAuthority: so much came as the authority's certificate.
func ClientAuthority(bytes int) Line { return clientAuthority.line(Conn{}, number(bytes)) }

// ClientListAsked is how a revocation list is got: HTTP or SCEP. ClientListTaken: it is there.
func ClientListAsked(how string) Line { return clientListAsked.line(Conn{}, text(how)) }
func ClientListTaken() Line           { return clientListTaken.line(Conn{}) }

// ResponderAsked: a responder is asked whether a certificate was revoked. ResponderStatus is how it took the question.
func ResponderAsked(url string) Line     { return responderAsked.line(Conn{}, text(url)) }
func ResponderStatus(status string) Line { return responderStatus.line(Conn{}, text(status)) }

// ResponderSays is an answer that was found right.
func ResponderSays(revoked bool) []Line {
	status := "GOOD"
	if revoked {
		status = "REVOKED"
	}
	return []Line{ResponderStatus("successful"), responderDecoded.line(Conn{}, text(status)), responderVerified.line(Conn{})}
}

// ClientClosed: nothing goes on with the trustpoint's server any more.
func ClientClosed(trustpoint string) Line { return clientClosed.line(Conn{}, text(trustpoint)) }

// ClientFailed is why an answer is not taken.
func ClientFailed(why string) Line { return clientFailed.line(Conn{}, text(why)) }
