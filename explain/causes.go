package explain

// A Cause is the stable name of what a negotiation failed of.
type Cause string

// A causeEntry says what a cause is.
type causeEntry struct {
	ID    Cause
	Title string
	RFC   string
	End   bool // not a failure of a negotiation: why something that was up ended
}

// Causes of failures, and of ends.
const (
	NoCommonPolicy      Cause = "no-common-policy"
	WrongKey            Cause = "wrong-pre-shared-key"
	NoKeyForPeer        Cause = "no-pre-shared-key"
	NoConnection        Cause = "no-connection-for-peer"
	AggressiveRefused   Cause = "aggressive-mode-refused"
	MainModeRefused     Cause = "main-mode-refused"
	NoAnswer            Cause = "no-answer"
	AnswersLost         Cause = "answers-lost"
	NATPortBlocked      Cause = "udp-4500-blocked"
	LargeMessageLost    Cause = "large-message-lost"
	ResponderBusy       Cause = "responder-busy"
	CertificateRefused  Cause = "certificate-refused"
	XAuthRefused        Cause = "xauth-refused"
	IdentityRefused     Cause = "identity-refused"
	TransformMismatch   Cause = "transform-set-mismatch"
	PFSMismatch         Cause = "pfs-mismatch"
	ProxyMismatch       Cause = "proxy-identities-mismatch"
	NoMapEntry          Cause = "no-crypto-map-entry"
	QuickModeUnanswered Cause = "quick-mode-unanswered"
	StaleSA             Cause = "stale-sa"
	PeerDead            Cause = "peer-dead"
	PeerDeleted         Cause = "peer-deleted"
	LifetimeEnded       Cause = "lifetime-ended"
	InitialContact      Cause = "initial-contact"
	NeverBegun          Cause = "never-begun"
	NotShown            Cause = "not-shown"
)

// causeTable is in the order of a negotiation. docs/explain.md has the same rows.
var causeTable = []causeEntry{
	{NeverBegun, "nothing in the file begins a negotiation", "RFC 2409 section 5", false},
	{NoKeyForPeer, "there is no pre-shared key for this peer", "RFC 2409 section 5.4", false},
	{NoConnection, "nothing is configured for this peer", "RFC 2408 section 5.4", false},
	{NoCommonPolicy, "the two sides have no phase 1 policy in common", "RFC 2408 section 5.4", false},
	{AggressiveRefused, "aggressive mode is refused", "RFC 2409 section 5.4", false},
	{MainModeRefused, "main mode is refused", "RFC 2409 section 5.4", false},
	{ResponderBusy, "the responder lets no more negotiations in", "RFC 2408 section 2.5.3", false},
	{NoAnswer, "the peer does not answer at all", "RFC 2408 section 5.1", false},
	{AnswersLost, "messages arrive in one direction only", "RFC 2408 section 5.1", false},
	{LargeMessageLost, "a large message is lost, fragments perhaps", "RFC 2408 section 5.1", false},
	{NATPortBlocked, "UDP port 4500 is blocked behind a translator", "RFC 3947 section 4", false},
	{WrongKey, "the pre-shared keys of the two sides differ", "RFC 2409 section 5.4", false},
	{CertificateRefused, "a certificate is not accepted", "RFC 2409 section 5.1", false},
	{IdentityRefused, "the peer calls itself something else than is configured for it", "RFC 2407 section 4.6.2", false},
	{XAuthRefused, "extended authentication refuses the user", "draft-ietf-ipsec-isakmp-xauth-06 section 4", false},
	{TransformMismatch, "the transform sets of the two sides have none in common", "RFC 2407 section 4.5", false},
	{PFSMismatch, "one side wants perfect forward secrecy (or another group), the other does not offer it", "RFC 2409 section 5.5", false},
	{ProxyMismatch, "the proxy identities do not fit: the crypto access lists are no mirror images", "RFC 2409 section 5.5", false},
	{NoMapEntry, "no crypto map entry is for this peer", "RFC 2407 section 4.6.2", false},
	{QuickModeUnanswered, "the peer does not answer quick mode", "RFC 2408 section 5.1", false},
	{StaleSA, "one side has SAs that the other no longer knows", "RFC 2408 section 5.3", false},
	{PeerDead, "the tunnel was up, and dead peer detection gave the peer up", "RFC 3706 section 5.5", false},
	{PeerDeleted, "the peer deleted the SA", "RFC 2408 section 3.15", true},
	{LifetimeEnded, "the lifetime of the ISAKMP SA ended", "RFC 2409 section 4", true},
	{InitialContact, "the peer began anew, and old SAs went", "RFC 2407 section 4.6.3.3", true},
	{NotShown, "the file does not show why", "", false},
}

func entryOf(c Cause) causeEntry {
	for _, e := range causeTable {
		if e.ID == c {
			return e
		}
	}
	return causeEntry{ID: c}
}

// Certainty is how sure a finding is.
type Certainty string

const (
	Certain  Certainty = "certain"  // the file says so
	Likely   Certainty = "likely"   // nothing else that is usual looks like this
	Possible Certainty = "possible" // one of several
)

// A Difference is an attribute in which the two sides differ.
type Difference struct {
	Attribute string `json:"attribute"`
	Ours      string `json:"ours,omitempty"` // of who wrote the file; of a capture: the initiator's
	Theirs    string `json:"theirs,omitempty"`
}

// A Setting is lines of configuration for one side, in the language of what wrote the file.
type Setting struct {
	Where string   `json:"where"` // "here" or "at the peer"
	Lines []string `json:"lines"`
}

// A Finding is one thing that went wrong, or ended.
type Finding struct {
	Negotiation int          `json:"negotiation"` // its number in the report, from 1; 0: of the whole file
	Cause       Cause        `json:"cause"`
	Title       string       `json:"title"`
	Sure        Certainty    `json:"sure"`
	End         bool         `json:"end,omitempty"` // not a failure
	Failed      string       `json:"failed,omitempty"`
	Why         string       `json:"why,omitempty"`
	Differences []Difference `json:"differences,omitempty"`
	Change      []Setting    `json:"change,omitempty"`
	RFC         string       `json:"rfc,omitempty"`
	Evidence    []Evidence   `json:"evidence,omitempty"`
	Next        string       `json:"next,omitempty"` // what to turn on and to look for
}
