package explain

// A Kind is a kind of file, found by what is in it.
type Kind string

const (
	IOS     Kind = "ios"     // debug crypto isakmp and ipsec, and the messages of the system log
	Charon  Kind = "charon"  // strongSwan's log
	Pluto   Kind = "pluto"   // libreswan's
	Packets Kind = "packets" // pcap or pcapng
)

// A File is what was read of one file.
type File struct {
	Kind         Kind
	Release      string // of a log of IOS, the one of ours that writes like it: 12.4, 15 or xe
	Negotiations []*Negotiation
	Signs        []Sign   // that belong to no negotiation
	Remarks      []string // what a reader of the report has to know: limits that were met, what was left out
	Lines        int      // or packets
	IPsecDebug   bool     // the file has lines of debug crypto ipsec
	Debugging    Evidence // the line that turned debugging on, if it is there
	SAs          []SARow  // of show crypto isakmp sa, where that was pasted
}

// An SARow is one row of show crypto isakmp sa.
type SARow struct {
	Destination, Source, State string
	At                         Evidence
}

// Evidence is where a file shows something: the number of the line or packet, from 1, and what stands there.
type Evidence struct {
	Number int    `json:"number"`
	Text   string `json:"text"`
}

// Mode is the exchange of phase 1.
type Mode string

const (
	MainMode       Mode = "main mode"
	AggressiveMode Mode = "aggressive mode"
)

// Role is which end of a negotiation wrote the file.
type Role string

const (
	Initiator Role = "initiator"
	Responder Role = "responder"
	Observer  Role = "observer" // a capture: neither
)

// A Negotiation is one ISAKMP SA, from its first message to its end, as far as a file shows it.
type Negotiation struct {
	Host        string // who logged it, where a syslog server says so
	Name        string // of the connection in charon's or pluto's configuration
	Local, Peer string // addresses; of a capture, the initiator's and the responder's
	Cookies     string // the initiator's and the responder's, of a capture
	Role        Role
	Mode        Mode
	Port        int // the highest local port seen: 500, or 4500 behind a translator
	NAT         bool
	PreShared   bool // it is known that a pre-shared key was agreed upon
	Messages    []Message
	Comparisons []Comparison
	Signs       []Sign
	Quick       []*Quick
	Established bool
	Deleted     bool
	State       string // the last that the log names
	First, Last Evidence
	complete    bool   // the file has its beginning
	id          string // of its connection, in a log of IOS

	pendingLocal, pendingRemote string // networks that were named before quick mode had a name
}

// A Message is one message of a ladder.
type Message struct {
	Name     string   // "main 1" to "main 6", "aggressive 1" to 3, "quick 1" to 3, "informational", "transaction"
	Sent     bool     // by the writer of the file; in a capture: by the initiator
	Payloads []string // as far as they are known
	Note     string   // a notification, or what it asks for
	Repeated int      // how often it was seen again
	Bytes    int      // of the datagram, if that is known
	Time     string   // as it stands in the file
	Quick    string   // the message ID of phase 2
	At       Evidence
}

// An Attribute is one property of a proposal in the words of IOS: encryption "aes 256", hash "sha", group "14".
type Attribute struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// An Offer is one transform.
type Offer []Attribute

// value finds an attribute; "" if the offer has none of that name.
func (o Offer) value(name string) string {
	for _, a := range o {
		if a.Name == name {
			return a.Value
		}
	}
	return ""
}

// A Comparison is an offered transform against one of ours.
type Comparison struct {
	Policy   string // the priority of ours, or its number
	Theirs   Offer  // what was offered
	Ours     Offer  // if the file shows it
	Differs  string // the name of the attribute that the file says differs; "" if it says none
	Accepted bool
	At       Evidence
}

// A Quick is one quick mode.
type Quick struct {
	ID          string // its message ID
	Initiated   bool   // by the writer of the file
	Offers      []Offer
	Ours        []Offer // what the writer's configuration has, if the file shows it
	Local       string  // proxy identities, as the writer sees them
	Remote      string
	Signs       []Sign
	Established bool
	At          Evidence
}

// A Sign is something that a file says in so many words.
type Sign struct {
	What   What
	Detail string
	At     Evidence
}

// What a sign says.
type What string

// Signs of phase 1.
const (
	noPolicy       What = "no offer was acceptable"
	noKey          What = "there is no pre-shared key for the peer"
	noConnection   What = "no connection is configured for the peer"
	garbled        What = "a message decrypts to nonsense"
	hashWrong      What = "a hash does not verify"
	resent         What = "a message was sent again for want of an answer"
	repeated       What = "the peer sent a message again"
	gaveUp         What = "a message was sent again in vain until the negotiation was given up"
	refused1       What = "the peer refused phase 1"
	noAggressive   What = "aggressive mode is not allowed"
	noMainMode     What = "main mode is not allowed"
	tooMany        What = "no more negotiations are let in"
	badCertificate What = "a certificate is not acceptable"
)

// Signs of phase 2.
const (
	refused2       What = "the peer refused quick mode"
	noTransform    What = "the transform is not acceptable"
	noProxies      What = "the proxy identities are not acceptable"
	noMapEntry     What = "no crypto map entry is for this peer"
	pfsMissing     What = "perfect forward secrecy is wanted and was not offered"
	resent2        What = "a message of quick mode was sent again for want of an answer"
	gaveUp2        What = "quick mode was given up"
	quickDiscarded What = "quick mode was rejected"
)

// Signs of what came later.
const (
	peerDead       What = "dead peer detection gave the peer up"
	peerDeleted    What = "the peer deleted it"
	lifetimeOver   What = "its lifetime is over"
	initialContact What = "the peer has begun anew"
	invalidSPI     What = "a packet came for an SPI that is not known"
	noSA           What = "a message came for an ISAKMP SA that is not known"
)

// sign notes a sign of phase 1.
func (n *Negotiation) sign(w What, detail string, at Evidence) {
	if len(n.Signs) < mostSigns {
		n.Signs = append(n.Signs, Sign{w, detail, at})
	}
}

// has counts the signs of a kind.
func count(signs []Sign, w What) (found int) {
	for _, s := range signs {
		if s.What == w {
			found++
		}
	}
	return found
}

func firstOf(signs []Sign, w What) (Sign, bool) {
	for _, s := range signs {
		if s.What == w {
			return s, true
		}
	}
	return Sign{}, false
}

// evidenceOf is where signs of some kinds stand, at most three of each.
func evidenceOf(signs []Sign, which ...What) (list []Evidence) {
	for _, w := range which {
		found := 0
		for _, s := range signs {
			if s.What == w && found < 3 {
				list = append(list, s.At)
				found++
			}
		}
	}
	return list
}

// Limits of what is kept of one file; what goes beyond them is counted and told.
const (
	mostNegotiations = 2000
	mostMessages     = 200 // of a negotiation
	mostSigns        = 200
	mostComparisons  = 400
	mostQuick        = 200
)

// message notes a message. One that is there already, in this direction, is one seen again.
func (n *Negotiation) message(m Message) *Message {
	for i := range n.Messages {
		if o := &n.Messages[i]; o.Name == m.Name && o.Sent == m.Sent && o.Quick == m.Quick && phaseOf(m.Name) == 1 {
			o.Repeated++
			return o
		}
	}
	if len(n.Messages) >= mostMessages {
		return &Message{}
	}
	n.Messages = append(n.Messages, m)
	return &n.Messages[len(n.Messages)-1]
}

// seen finds a message by its name.
func (n *Negotiation) seen(name string) *Message {
	for i := range n.Messages {
		if n.Messages[i].Name == name {
			return &n.Messages[i]
		}
	}
	return nil
}

// phaseOf is 1 for the numbered messages of phase 1, which come once, and 2 for all others.
func phaseOf(name string) int {
	if len(name) > 5 && (name[:5] == "main " || name[:5] == "aggre") {
		return 1
	}
	return 2
}

// quick finds or makes a quick mode by its message ID.
func (n *Negotiation) quick(id string, at Evidence) *Quick {
	for _, q := range n.Quick {
		if q.ID == id {
			return q
		}
	}
	q := &Quick{ID: id, At: at}
	if len(n.Quick) < mostQuick {
		n.Quick = append(n.Quick, q)
	}
	return q
}

func (q *Quick) sign(w What, detail string, at Evidence) {
	if len(q.Signs) < mostSigns {
		q.Signs = append(q.Signs, Sign{w, detail, at})
	}
}

// touch remembers where a negotiation begins and ends in its file.
func (n *Negotiation) touch(at Evidence) {
	if n.First.Number == 0 {
		n.First = at
	}
	n.Last = at
}
