package lab

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/packet"
	"ruthere/router"
)

// A reach is one echo from a router or a host: does it reach somebody?
type reach struct {
	from, to string // as they were named
	number   uint16
	target   netip.Addr
	sent     time.Time
	ended    time.Time // if it is over
	timeout  uint64    // that is to be called off
	over     bool
	failed   string // why it was in vain; "" if it was answered
	tell     bool   // somebody waits for a notice
}

const (
	reachTimeout = 2 * time.Second
	reachSize    = 100 // bytes of the packet, as a router's ping has it
	leastReach   = packet.IPv4HeaderLen + packet.ICMPHeaderLen
	mostReach    = 18024 // as a router's ping takes
)

// An echoWish is which echo is wanted.
type echoWish struct {
	from, to string
	size     int
	df       bool
}

func (w echoWish) String() string {
	text := w.from + " " + w.to
	if w.size != reachSize {
		text += " size " + strconv.Itoa(w.size)
	}
	if w.df {
		text += " df"
	}
	return text
}

// readEchoWish reads FROM TO [size N] [df].
func (l *Lab) readEchoWish(words []string) (w echoWish, err error) {
	from, err := l.findNode(words[0])
	if err != nil {
		return w, err
	}
	if _, isTranslator := from.(*translator); isTranslator {
		return w, fmt.Errorf("%s is a translator, which sends nothing of its own", from.nodeName())
	}
	w = echoWish{from: from.nodeName(), to: words[1], size: reachSize}
	if to, err := l.findNode(w.to); err == nil {
		w.to = to.nodeName()
	} else if _, failed := netip.ParseAddr(w.to); failed != nil {
		return w, err
	}
	for rest := words[2:]; len(rest) > 0; {
		switch {
		case rest[0] == "df" && !w.df:
			w.df, rest = true, rest[1:]
		case rest[0] == "size" && len(rest) > 1:
			if w.size, err = strconv.Atoi(rest[1]); err != nil || w.size < leastReach || w.size > mostReach {
				return w, fmt.Errorf("%q is not a size from %d to %d bytes", rest[1], leastReach, mostReach)
			}
			rest = rest[2:]
		default:
			return w, fmt.Errorf("%q stands where only size N and df may", strings.Join(rest, " "))
		}
	}
	return w, nil
}

func runReach(l *Lab, args []string) (string, error) {
	w, err := l.readEchoWish(args)
	if err != nil {
		return "", err
	}
	l.sendEcho(w, true)
	return "", nil
}

// reachFor sends an echo for a condition. It enters the lab as the command that somebody could have typed.
func (l *Lab) reachFor(w echoWish) *reach {
	defer l.enter("", nil, reachCommand+" "+w.String())()
	return l.sendEcho(w, false)
}

const reachCommand = "reach"

func (l *Lab) sendEcho(w echoWish, tell bool) *reach {
	l.lastReach++
	r := &reach{from: w.from, to: w.to, number: l.lastReach, sent: l.now, tell: tell}
	l.reaches = append(l.reaches, r)
	r.timeout = l.doAt(l.now.Add(reachTimeout), "the time of an echo is up", func() { l.endReach(r, "no answer within 2s") })
	l.whenDone(func() { l.sendReach(r, w) })
	return r
}

// sendReach has the echo sent.
func (l *Lab) sendReach(r *reach, w echoWish) {
	s, err := l.findNode(w.from)
	if err != nil {
		l.endReach(r, err.Error())
		return
	}
	if r.target, err = l.reachTarget(w.to); err != nil {
		l.endReach(r, err.Error())
		return
	}
	switch s := s.(type) {
	case *host:
		if w.df && w.size > config.DefaultMTU {
			l.endReach(r, "longer than its own link takes")
			return
		}
		data := make([]byte, w.size-leastReach)
		m := packet.ICMP{Type: packet.ICMPEcho, ID: router.EchoID, Sequence: r.number, Data: data}
		s.sendPacket(packet.IPv4{Src: s.Address.Addr(), Dst: r.target, TTL: hostTTL, DontFragment: w.df,
			Protocol: packet.ProtocolICMP, Payload: m.Append(nil)})
	case *machine:
		if s.box == nil {
			l.endReach(r, s.Name+" is switched off")
			return
		}
		s.stepRouter(router.SendEcho{Sequence: r.number, Target: r.target, Size: w.size, DontFragment: w.df})
	}
}

// reachTarget is the address that a name means: of a router the first that it has.
func (l *Lab) reachTarget(name string) (netip.Addr, error) {
	if addr, err := netip.ParseAddr(name); err == nil {
		return addr, nil
	}
	s, err := l.findNode(name)
	if err != nil {
		return netip.Addr{}, err
	}
	if list := l.addressesOf(s); len(list) > 0 {
		return list[0], nil
	}
	return netip.Addr{}, fmt.Errorf("%s has no address", name)
}

// echoed tells what came of an echo, by its number.
func (l *Lab) echoed(number uint16, failed string) {
	for _, r := range l.reaches {
		if r.number == number {
			l.endReach(r, failed)
			return
		}
	}
}

func (l *Lab) endReach(r *reach, failed string) {
	if r.over {
		return
	}
	l.callOff(r.timeout)
	r.over, r.failed, r.ended = true, failed, l.now
	l.reaches = slices.DeleteFunc(l.reaches, func(o *reach) bool { return o == r })
	if r.tell {
		l.options.Notice(r.describe())
	}
}

func (r *reach) describe() string {
	if r.failed != "" {
		return fmt.Sprintf("%s does not reach %s: %s", r.from, r.to, r.failed)
	}
	return fmt.Sprintf("%s reaches %s in %d ms", r.from, r.to, r.ended.Sub(r.sent).Milliseconds())
}

// A reachability is the fact that somebody reaches somebody: as the last echo had it. An echo is sent when somebody asks
// for it and none is under way, and then each second while it is watched.
type reachability struct {
	wish    echoWish
	current *reach
	known   Truth // what the last echo that is over has shown
	woken   bool  // it was said that the next one is due
	last    string
}

const echoInterval = time.Second

func readPingFact(r *conditionReader, words []word) (clause, error) {
	var texts []string
	for _, w := range words {
		texts = append(texts, w.text)
	}
	wish, err := r.lab.readEchoWish(texts)
	e := &reachability{wish: wish, known: Unknown}
	r.condition.echoes = append(r.condition.echoes, e)
	return e, err
}

// settle takes what came of the echo under way.
func (e *reachability) settle() {
	if c := e.current; c != nil && c.over {
		e.known, e.last = truthOf(c.failed == ""), c.describe()
	}
}

func (e *reachability) holds(l *Lab) Truth {
	e.settle()
	if c := e.current; c == nil || c.over && !c.sent.Add(echoInterval).After(l.now) {
		e.current, e.woken = l.reachFor(e.wish), false
		e.settle()
	}
	return e.known
}

// due is when the next echo is wanted, if one is and nobody has been told.
func (e *reachability) due() (at time.Time, wants bool) {
	if e.current == nil || !e.current.over || e.woken {
		return at, false
	}
	return e.current.sent.Add(echoInterval), true
}

func (e *reachability) seen(*Lab) string {
	if e.last == "" {
		return "ping " + e.wish.String() + " is still under way"
	}
	return e.last
}
