package ladder

import "time"

// A Story is what happened between some participants.
type Story struct {
	Title        string
	Participants []Participant // from left to right; two to six can be read
	// Items are in the order in which they happened. Those that have an instant are sorted by it.
	Items     []Item
	Lifetimes Lifetimes // empty if nobody knows
}

// A Participant is a router, a host or an address that sends and receives.
type Participant struct {
	Name    string // what items call it
	Address string // shown below the name; may be ""
}

// An Item is something that happened: a Message or a Note.
type Item interface{ instant() time.Time }

// A Message is one that was sent from one participant to another.
type Message struct {
	At       time.Time     // when it was sent; zero: nobody knows, and it stands where it stands
	Took     time.Duration // until it arrived; 0: at once, or nobody knows
	From, To string        // names of participants
	Name     string        // MM1 to MM6, AM1 to AM3, QM1 to QM3, INFO R_U_THERE, DELETE isakmp, ...
	Number   string        // what tells it from others of its name, such as the sequence number of a probe; may be ""
	Payloads []string      // "SA", "VENDOR ID x4"
	Meaning  string        // a sentence more; may be ""
	Kind     Kind          // KindIKE, KindESP or KindOther
	Size     int           // bytes, IP header included; 0: nobody knows
	Again    bool          // the same message was sent before
	Lost     bool
	Fault    string // what lost it, or what struck it; "" = nothing that has a name
	Missing  bool   // it was to be expected, and there is none
	Failed   bool   // with this one things went wrong
}

// A Note is something at one participant, or (Of is "") at none or all of them.
type Note struct {
	At   time.Time
	Of   string // the participant
	With string // the other participant that it is about; may be ""
	Text string
	Kind Kind // KindState, KindTimer, KindFault, KindLog or KindRemark
	Tone Tone
}

func (m Message) instant() time.Time { return m.At }
func (n Note) instant() time.Time    { return n.At }

// A Kind is what an item is about; filters choose by it.
type Kind string

const (
	KindIKE    Kind = "ike"
	KindESP    Kind = "esp"
	KindOther  Kind = "other" // packets of anything else
	KindState  Kind = "state"
	KindTimer  Kind = "timer"
	KindFault  Kind = "fault"
	KindLog    Kind = "log"
	KindRemark Kind = "remark" // of who made the story
)

// Kinds are all there are.
func Kinds() []Kind {
	return []Kind{KindIKE, KindESP, KindOther, KindState, KindTimer, KindFault, KindLog, KindRemark}
}

// A Tone says whether a note is good or bad news.
type Tone uint8

const (
	Plain Tone = iota
	Good
	Bad
)

// Options are how a story is to be drawn.
type Options struct {
	Width   int       // in characters; 0 = 100; at least 60
	From    time.Time // nothing before; zero: from the start
	Until   time.Time // nothing after; zero: to the end
	Between []string  // only these participants and what passes between them; nil: all
	Kinds   []Kind    // only these; nil: all
	Rows    int       // at most so many; 0 = 400; the middle is left out, and the picture says so
}

const (
	usualWidth = 100
	leastWidth = 60
	usualRows  = 400
	leastRows  = 10
)

func (o Options) withDefaults() Options {
	if o.Width == 0 {
		o.Width = usualWidth
	}
	if o.Rows == 0 {
		o.Rows = usualRows
	}
	o.Width, o.Rows = max(o.Width, leastWidth), max(o.Rows, leastRows)
	return o
}

// End is the instant of the last item that has one.
func (s Story) End() (last time.Time) {
	for _, i := range s.Items {
		if at := i.instant(); at.After(last) {
			last = at
		}
	}
	return last
}
