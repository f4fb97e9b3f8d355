package fault

import (
	"time"

	"ruthere/crypto/isakmp"
)

// A Verb is what happens.
type Verb string

// Verbs that strike packets.
const (
	Drop      Verb = "drop"
	Delay     Verb = "delay" // also that of a link
	Hold      Verb = "hold"
	Duplicate Verb = "duplicate" // also that of a link
	Reorder   Verb = "reorder"
	Corrupt   Verb = "corrupt"
	Omit      Verb = "omit"   // leave a payload out
	Empty     Verb = "empty"  // leave what is in a payload out
	Zero      Verb = "zero"   // write zeros over a payload
	Repeat    Verb = "repeat" // write a payload twice
	Rewrite   Verb = "rewrite"
	Decrypt   Verb = "decrypt" // send in the clear what was encrypted
	Forge     Verb = "forge"   // send something else besides
)

// Verbs that strike a link, or the way between two nodes.
const (
	Cut  Verb = "cut"
	Loss Verb = "loss"
	Rate Verb = "rate"
	MTU  Verb = "mtu"
)

// Verbs that strike a router.
const (
	Reboot Verb = "reboot"
	Forget Verb = "forget" // its SAs
	Clock  Verb = "clock"  // it jumps
	Flap   Verb = "flap"   // an interface
)

// Rebind strikes a translator: it forgets its mappings.
const Rebind Verb = "rebind"

// A Sentence is one fault. What a verb does not take is zero.
type Sentence struct {
	Verb    Verb
	Object  Object
	Subject Subject // of verbs that strike packets; of Forge without one, none: it happens at once
	Whose   Whose
	Which   Which
	Name    string // "" = none was given
}

// An Object is what a verb takes along.
type Object struct {
	Time    time.Duration // of Delay; of Duplicate: how much later; of Clock: by how much, either way
	Times   int           // of Duplicate and Forge; 0 = once
	Part    Part          // of Corrupt
	Bit     int           // of Corrupt, with PartBit; counted from 0, the first of the message
	Payload isakmp.PayloadType
	Field   string // of Rewrite
	By      bool   // Value is added
	Value   int64
	Forged  Forged

	// Of links and routers.
	A, B      string // the ends of a way, or A alone: a router, link or translator
	Interface string // of Flap
	OneWay    bool
	Percent   float64 // 0 to 100
	Bits      int64   // of Rate: a second
	Queue     int     // of Rate: packets; 0 = as many as come
	Bytes     int     // of MTU
	Unsaved   bool    // of Reboot
}

// A Part is what Corrupt spoils.
type Part uint8

const (
	PartAny     Part = iota // any bit of the message
	PartBit                 // a certain bit
	PartPayload             // a bit of a payload
	PartHash                // the HASH
)

// A Forged is a message that nobody meant to send.
type Forged struct {
	Kind     SubjectKind // Delete, Notify, RUThere or RUThereAck
	Clear    bool        // not encrypted, as anybody could write it
	Protocol isakmp.ProtocolID
	Notify   isakmp.NotifyType
	Of       Ownership // whose SAs a Delete names
	Sequence uint32    // of RUThere and RUThereAck
	Numbered bool      // Sequence was given; else it follows from what was sent before
}

// An Ownership is whose SAs a forged Delete names.
type Ownership uint8

const (
	Own     Ownership = iota // those of the router it seems to come from
	Unknown                  // nobody's
	Foreign                  // those of everybody else
)

// A SubjectKind is a kind of packets.
type SubjectKind uint8

const (
	NoSubject SubjectKind = iota
	Any
	IKE
	MainMode
	AggressiveMode
	QuickMode
	Informational
	RUThere
	RUThereAck
	Delete
	Notify
	Payload // that has a payload of a type
	ESP
	NATKeepalive
	ICMP
	Echo
	EchoReply
	UDP
	TCP
	Protocol // of IP, by number
)

// A Subject is which packets are meant.
type Subject struct {
	Kind     SubjectKind
	Number   int // of a message of MainMode, AggressiveMode and QuickMode, a port of UDP and TCP, a protocol; 0 = any
	Numbered bool
	Sequence uint32            // of RUThere and RUThereAck, if Numbered
	SA       isakmp.ProtocolID // of Delete; 0 = any
	Notify   isakmp.NotifyType
	Payload  isakmp.PayloadType
}

// Whose are the packets, by who sends and who receives them, and where they are struck.
type Whose struct {
	From, To string // "" = anybody
	BothWays bool   // between From and To
	Link     string // struck there
	At       string // struck as they leave that node
}

// Which of the packets are struck: all, if nothing is said. For may be added to each.
type Which struct {
	Most    int     // the first so many
	Nth     int     // that one only
	Every   int     // each so-manieth
	Percent float64 // by chance; 0 = not by chance
	For     time.Duration
}

// StrikesPackets says whether the sentence is about packets; else it is about the state of a link
// or a router.
func (s *Sentence) StrikesPackets() bool { return s.Subject.Kind != NoSubject }
