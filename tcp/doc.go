// Package tcp is a small, strict TCP (RFC 9293) without clocks, goroutines or sockets: the time and segments come in,
// segments and events go out in one ordered list, and Deadline says when it wants to be called again. The same inputs
// make the same segments, byte for byte.
//
// It opens connections from either side, delivers data once and in order, answers with cumulative
// acknowledgments, sends again with an RTO that backs off (RFC 6298), avoids congestion (RFC 5681), keeps to the
// windows of both sides, probes closed ones, knows the MSS option and path MTUs, FIN and RST, TIME-WAIT, and
// answers forged resets and SYNs as RFC 9293 section 3.10.7.4 has it. It has no options beside MSS, no urgent
// data (which it takes for data), acknowledges at once, and never waits for more to send (Nagle).
package tcp

import (
	"errors"
	"net/netip"
	"time"

	"ruthere/packet"
)

// Times and sizes that are not configured.
const (
	// SynWait is how long a connection may take to open (`ip tcp synwait-time`).
	SynWait = 30 * time.Second
	// DefaultMSS is the maximum segment size, in bytes, where the other side announces none (RFC 9293 section 3.7.1).
	DefaultMSS = 536
	// DefaultWindow is how many bytes are taken in before somebody reads them (`ip tcp window-size`).
	DefaultWindow = 4128

	firstRTO = 2 * time.Second // before anything was measured: SYNs go out after 0, 2, 6, 14 s
	leastRTO = 300 * time.Millisecond
	mostRTO  = 60 * time.Second

	mostTries  = 12               // without an answer, the last some five minutes after the first: R2 of RFC 9293 section 3.8.3
	timeWait   = 60 * time.Second // two maximum segment lifetimes
	orphanTime = 60 * time.Second // in FIN-WAIT-2 without a word of the other side

	sendBuffer  = 64 << 10 // bytes that wait to be sent or acknowledged
	mostOpening = 64       // connections that others have begun to open; the oldest makes room
	mostPieces  = 256      // of data that came before their time
	smallestMSS = 64       // whatever the other side says, segments are not smaller
	fastResend  = 3        // acknowledgments of the same, until what they ask for is sent again
	startWindow = 4        // segments in flight at the start (RFC 5681 section 3.1)
)

// Why a connection ends other than by both sides' closing it.
var (
	ErrRefused     = errors.New("connection refused")
	ErrTimeout     = errors.New("connection timed out")
	ErrUnreachable = errors.New("host unreachable")
	ErrReset       = errors.New("connection reset by peer")
	ErrAborted     = errors.New("connection aborted")
)

// A Flow names a connection: its two ends, in the routing table that their addresses belong to.
type Flow struct {
	VRF           string
	Local, Remote netip.AddrPort
}

// A State is that of a connection, RFC 9293 section 3.3.2.
type State int

// The states. A connection in Closed is gone.
const (
	Closed State = iota
	SynSent
	SynReceived
	Established
	FinWait1
	FinWait2
	CloseWait
	Closing
	LastAck
	TimeWait
)

// Options are what an end brings to a connection; zero values are the defaults.
type Options struct {
	ISN     uint32        // the initial sequence number, which nobody should be able to guess (RFC 6528)
	MSS     int           // of what this end takes and sends, in bytes
	Window  int           // bytes, at most 65535
	SynWait time.Duration // to open
	// Tag is the owner's number for the connection; it means nothing here.
	Tag uint32
	// Handler takes what happens to the connection. Whoever carries out an Out calls it, in its order.
	Handler func(now time.Time, e Event, out *Out)
}

// An Out collects what follows from an input, in order. It is only ever appended to.
type Out struct{ Items []Item }

// An Item is a Segment to be sent or an Event to be told to its connection's Handler.
type Item interface{ isItem() }

// A Segment is to be sent to the other end of a flow.
type Segment struct {
	Flow
	packet.TCP
	DontFragment bool // as the connection's path MTU is looked for
}

// An Event is something that happened to a connection.
type Event struct {
	Conn *Conn
	Kind EventKind
	Err  error // of Ended: why, nil if both sides had closed it
}

func (Segment) isItem() {}
func (Event) isItem()   {}

// An EventKind says what happened.
type EventKind int

const (
	Opened     EventKind = iota + 1 // data may be sent and will come
	Readable                        // Read has something
	Writable                        // after a Write that did not take all: there is room again
	PeerClosed                      // all data of the other side was told of, and no more will come
	Ended                           // the connection is no more; nothing else follows
)
