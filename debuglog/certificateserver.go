package debuglog

// What a certificate server says. The log messages are seen in transcripts but for CS_DISABLED, which is recalled; the lines of
// `debug crypto pki server` are recalled from its chapter of the PKI guide and hold for 12.4 and 15 alike. What the guide does not
// show, because its example goes well, is guessed and marked so.

func serverPhrase(args, spelling string) phrase {
	return phrase{sw: CryptoPKIServer, args: args, ios124: "CRYPTO_CS: " + spelling, ios15: same, iosxe: same}
}

var (
	serverEnabled = phrase{sw: Always, ios124: "%PKI-6-CS_ENABLED: Certificate server now enabled.", ios15: same, iosxe: same}
	// Recalled.
	serverDisabled  = phrase{sw: Always, ios124: "%PKI-6-CS_DISABLED: Certificate server now disabled.", ios15: same, iosxe: same}
	serverGrantsAll = phrase{sw: Always, ios124: "%PKI-6-CS_GRANT_AUTO: All enrollment requests will be automatically granted. ",
		ios15: same, iosxe: same}

	serverEnters             = serverPhrase("state signal", "enter FSM: input state <state>, input signal <signal>")
	serverLeaves             = serverPhrase("state", "exit FSM: new state <state>")
	serverCertificateCreated = serverPhrase("", "CA certificate created")
	serverListCreated        = serverPhrase("", "CRL created")
	serverPublishesList      = serverPhrase("", "publishing the CRL")
	serverAsked              = serverPhrase("what", "received a SCEP <what> request")
	// Recalled, of late 15 and XE.
	scepServerAsked       = phrase{sw: CryptoPKISCEP, args: "what", ios15: "CRYPTO_PKI_SCEP: CS received SCEP <what> request", iosxe: same}
	serverCertificateSent = serverPhrase("", "CA certificate sent")
	serverReceives        = serverPhrase("bytes", "received a SCEP request, <bytes> bytes")
	serverMessageType     = serverPhrase("type", "scep msg type - <type>")
	serverTransaction     = serverPhrase("transaction", "trans id - <transaction>")
	serverReceivesRequest = serverPhrase("", "received an enrollment request")
	serverChecksPolicy    = serverPhrase("request", "checking policy for enrollment request ID=<request>")
	serverAuthorized      = serverPhrase("transaction", "request has been authorized, transaction id=<transaction>")
	serverValidity        = serverPhrase("start end", "Validity: <start>-<end>")
	serverWritesSerial    = serverPhrase("serial", "writing serial number 0x<serial>.")
	serverGranted         = serverPhrase("request fingerprint", "reqID=<request> granted, fingerprint=<fingerprint>")
	serverSends           = serverPhrase("", "Certificate generated and sent to requestor")
	// Guessed.
	serverRejected    = serverPhrase("request fingerprint", "reqID=<request> rejected, fingerprint=<fingerprint>")
	serverRevoked     = serverPhrase("serial", "certificate 0x<serial> revoked")
	serverCannotRead  = serverPhrase("why", "failed to read the SCEP request: <why>")
	serverCannotIssue = serverPhrase("why", "failed to issue a certificate: <why>")
)

// ServerOnOff is logged when a certificate server is up, or no more.
func ServerOnOff(on bool) Line {
	if on {
		return serverEnabled.line(Conn{})
	}
	return serverDisabled.line(Conn{})
}

// ServerGrantsAll is logged when `grant auto` begins to count.
func ServerGrantsAll() Line { return serverGrantsAll.line(Conn{}) }

// ServerEnters and ServerLeaves: something was wanted of the server, and what it is now.
func ServerEnters(state, signal string) Line {
	return serverEnters.line(Conn{}, text(state), text(signal))
}
func ServerLeaves(state string) Line { return serverLeaves.line(Conn{}, text(state)) }

// ServerCertificateCreated: the authority has its own certificate.
func ServerCertificateCreated() Line { return serverCertificateCreated.line(Conn{}) }

// ServerListCreated: a revocation list is signed; ServerPublishesList: it is written.
func ServerListCreated() Line   { return serverListCreated.line(Conn{}) }
func ServerPublishesList() Line { return serverPublishesList.line(Conn{}) }

// ServerAsked: somebody wants the authority's certificate (GetCACert) or the like.
func ServerAsked(what string) []Line {
	return []Line{serverAsked.line(Conn{}, text(what)), scepServerAsked.line(Conn{}, text(what))}
}

// ServerCertificateSent: somebody has got it.
func ServerCertificateSent() Line { return serverCertificateSent.line(Conn{}) }

// ServerReceives: a message has come; ServerMessageType and ServerTransaction are what stands in it.
func ServerReceives(bytes int) Line       { return serverReceives.line(Conn{}, number(bytes)) }
func ServerMessageType(kind string) Line  { return serverMessageType.line(Conn{}, text(kind)) }
func ServerTransaction(id string) Line    { return serverTransaction.line(Conn{}, text(id)) }
func ServerReceivesRequest() Line         { return serverReceivesRequest.line(Conn{}) }
func ServerChecksPolicy(request int) Line { return serverChecksPolicy.line(Conn{}, number(request)) }
func ServerAuthorized(id string) Line     { return serverAuthorized.line(Conn{}, text(id)) }
func ServerValidity(start, end string) Line {
	return serverValidity.line(Conn{}, text(start), text(end))
}

// ServerWritesSerial: the serial number that was given goes into its file.
func ServerWritesSerial(serial string) Line { return serverWritesSerial.line(Conn{}, text(serial)) }

// ServerGranted and ServerRejected: what was decided of a request.
func ServerGranted(request int, fingerprint string) Line {
	return serverGranted.line(Conn{}, number(request), text(fingerprint))
}

func ServerRejected(request int, fingerprint string) Line {
	return serverRejected.line(Conn{}, number(request), text(fingerprint))
}

// ServerSends: the answer with what was wanted leaves.
func ServerSends() Line { return serverSends.line(Conn{}) }

// ServerRevoked: a certificate is on the list.
func ServerRevoked(serial string) Line { return serverRevoked.line(Conn{}, text(serial)) }

// ServerCannotRead and ServerCannotIssue: why nothing comes of a message.
func ServerCannotRead(why string) Line  { return serverCannotRead.line(Conn{}, text(why)) }
func ServerCannotIssue(why string) Line { return serverCannotIssue.line(Conn{}, text(why)) }
