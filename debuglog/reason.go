package debuglog

// A Reason is why an ISAKMP SA goes, or why a crypto map entry turns to another peer.
type Reason uint8

const (
	ReasonNone              Reason = iota // there is none; prints nothing
	ReasonCleared                         // an operator deletes the SA
	ReasonDeletedByPeer                   // the peer does
	ReasonUnconfigured                    // the configuration does not want it any more
	ReasonInitialContact                  // the peer has no other SA any more
	ReasonPeersAlive                      // dead peer detection gave the peer up
	ReasonRetransmission                  // main mode was repeated in vain
	ReasonRetransmission2                 // quick mode was
	ReasonLifetimeExceeded                // of phase 1
	ReasonPolicyNotAccepted               // main mode found no policy that both sides have
	ReasonNoKey                           // nor a key, or any policy to offer
	ReasonIdleTime                        // nothing passed for the idle time; of peers only
	ReasonNameNotFound                    // a peer's name has no address; of peers only
	ReasonXAuthFailed                     // its user is not who they say, or says nothing; or there is no room for them (guessed)
	ReasonBadCertificate                  // its certificate is not taken, or this side cannot sign (guessed)
)

// The device has one text for several reasons.
const (
	noReason          = "No reason"
	policyNotAccepted = "Phase1 SA policy proposal not accepted"
)

var reasonWords = [...]string{
	ReasonCleared: noReason, ReasonDeletedByPeer: noReason, ReasonUnconfigured: noReason,
	ReasonInitialContact: "Receive initial contact", ReasonPeersAlive: "peers alive",
	ReasonRetransmission: "Death by retransmission P1", ReasonRetransmission2: "Death by retransmission P2",
	ReasonLifetimeExceeded:  "IKE SA Lifetime Exceeded",
	ReasonPolicyNotAccepted: policyNotAccepted, ReasonNoKey: policyNotAccepted,
	ReasonIdleTime: "idle time", ReasonNameNotFound: "name not found",
	ReasonXAuthFailed: "XAUTH failed", ReasonBadCertificate: noReason,
}

func (r Reason) String() string { return reasonWords[min(r, ReasonBadCertificate)] }

// A NodeReason is why an exchange under an ISAKMP SA is over.
type NodeReason uint8

const (
	NodeInformed        NodeReason = iota // an informational message has been dealt with
	NodeSADeleted                         // with its SA
	NodeQMRejected                        // quick mode cannot go on
	NodeRetransmitted                     // quick mode was repeated in vain
	NodeLarval                            // the peer refused quick mode
	NodeNoError                           // the initiator of quick mode is done
	NodeAwaited                           // and so is its responder
	NodeXAuthReplied                      // the peer has said who its user is
	NodeTransactionDone                   // it has taken what it was told
)

var nodeReasonWords = [...]string{
	"Informational (in) state 1", "IKE deleted", "QM rejected",
	"Death by retransmission P2", "Delete Larval", "No Error", "QM done (await)",
	"Done with xauth request/reply exchange", "Transaction mode done",
}

// text is the reason as release r writes it: 12.4 begins the first in lower case.
func (n NodeReason) text(r Release) string {
	if n == NodeInformed && r == IOS124 {
		return "informational (in) state 1"
	}
	return nodeReasonWords[min(n, NodeTransactionDone)]
}

// A Counter is what an error counter counts.
type Counter uint8

const (
	CountPeersAlive      Counter = iota // an answer to a probe that is missing
	CountRetransmission1                // of main mode
	CountRetransmission2                // of quick mode
	CountReset                          // a message that decrypts to nonsense
	CountConstruction                   // a refusal of phase 1
)

var counterWords = [...]string{
	"PEERS_ALIVE_TIMER", "retransmit phase 1", "retransmit phase 2", "reset_retransmission", "construct_fail_ag_init",
}

func (c Counter) String() string { return counterWords[min(c, CountConstruction)] }

// A Payload names the payload that is being processed.
type Payload uint8

const (
	PayloadSA Payload = iota
	PayloadKE
	PayloadNonce
	PayloadID
	PayloadHash
	PayloadDelete
	PayloadCert
	PayloadCertRequest
	PayloadSignature
)

var payloadWords = [...]string{"SA", "KE", "NONCE", "ID", "HASH", "DELETE", "CERT", "CERT_REQ", "SIG"}

func (p Payload) String() string { return payloadWords[min(p, PayloadSignature)] }

// A Mode is a kind of exchange.
type Mode uint8

const (
	MainMode Mode = iota
	QuickMode
	InformationalMode
	AggressiveMode
)

var modeWords = [...]string{"Main", "Quick", "Informational", "Aggressive"}

func (m Mode) String() string { return modeWords[min(m, AggressiveMode)] }

// An Encapsulation is how IPsec wraps packets.
type Encapsulation uint8

const (
	Tunnel Encapsulation = iota
	Transport
	TunnelUDP
	TransportUDP
)

var encapsulationWords = [...]string{"Tunnel", "Transport", "Tunnel-UDP", "Transport-UDP"}

func (e Encapsulation) String() string { return encapsulationWords[min(e, TransportUDP)] }
