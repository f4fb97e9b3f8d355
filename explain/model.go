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
	Signs        []Sign     // that belong to no negotiation
	Remarks      []string   // what a reader of the report has to know: limits that were met, what was left out
	Lines        int        // or packets
	IPsecDebug   bool       // the file has lines of debug crypto ipsec
	Debugging    Evidence   // the line that turned debugging on, if it is there
	SAs          []SARow    // of show crypto isakmp sa, where that was pasted
	Version2     []Evidence // lines or packets of IKEv2, which are not read: the first three
	version2     int        // how many there are
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
	hisMisses   int  // hashes of NAT detection that did not fit the peer
	Signatures  bool // authentication is by signatures, so no pre-shared key is in it
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
	mixed       bool   // lines of another negotiation stand among those of its comparisons

	wantedIdentity              string // of the peer, where the file has it
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
