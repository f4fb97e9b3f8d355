package router

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/packet"
)

const (
	// syslogDelay is how long messages wait to be sent. Sending may itself cause messages;
	// they go with the next ones, so that nothing recurses.
	syslogDelay = 10 * time.Millisecond
	// syslogQueue is how many may wait; the device calls the rest dropped.
	syslogQueue = 100
	syslogPort  = 50000 // that they come from
	syslogTTL   = 255
	// logHostDelay is how long after the command that names a server the device logs that
	// it sends to it.
	logHostDelay = time.Second
)

// syslog sends messages to the servers of `logging host`, as RFC 3164 packets.
type syslog struct {
	queue             []string
	number            uint64 // of the last message
	messages, dropped uint64
	sent              map[config.LogHost]uint64
}

func newSyslog() syslog { return syslog{sent: map[config.LogHost]uint64{}} }

// queueMessage queues a message with its stamp, if it is for the servers.
func (s *syslog) queueMessage(r *Router, level debuglog.Level, text string) {
	c := r.configOrDefault().Logging
	if len(c.Hosts) == 0 || int(level) > c.Trap {
		return
	}
	if len(s.queue) == syslogQueue {
		s.dropped++
		return
	}
	s.messages++
	s.number++
	if len(s.queue) == 0 {
		r.After(syslogDelay, "syslog", func() { s.sendQueued(r) })
	}
	s.queue = append(s.queue, fmt.Sprintf("<%d>%d: %s", c.Priority(int(level)), s.number, strings.TrimRight(text, "\n")))
}

// sendQueued sends what waits.
func (s *syslog) sendQueued(r *Router) {
	queue := s.queue
	s.queue = nil
	for _, message := range queue {
		for _, h := range r.config.Logging.Hosts {
			s.sendMessage(r, h, message)
		}
	}
}

func (s *syslog) sendMessage(r *Router, h config.LogHost, message string) {
	hop, ok := r.findRoute(h.VRF, h.Addr)
	if !ok {
		return
	}
	source := r.sourceAddress(h.VRF, hop)
	if i := r.config.Interface(r.config.Logging.Source); i != nil && i.VRF == h.VRF && r.config.AddressOf(i).IsValid() {
		source = r.config.AddressOf(i).Addr()
	}
	if !source.IsValid() {
		return
	}
	s.sent[h]++
	u := packet.UDP{SrcPort: syslogPort, DstPort: uint16(h.Port), Payload: []byte(withOrigin(r, source, message))}
	r.sendOwnPacket(h.VRF, u.Packet(source, h.Addr, syslogTTL))
}

// withOrigin puts the origin after the message's number.
func withOrigin(r *Router, source netip.Addr, message string) string {
	id := r.config.Logging.OriginID
	switch own, isString := strings.CutPrefix(id, "string "); {
	case id == "":
		return message
	case isString:
		id = own
	case id == "ip":
		id = source.String()
	default:
		id = r.config.Hostname
	}
	number, rest, _ := strings.Cut(message, ": ")
	return number + ": " + id + ": " + rest
}

// followLogHosts says which servers messages go to from now on, and which no more.
func (r *Router) followLogHosts(before, after []config.LogHost) {
	always := func() bool { return true }
	for _, h := range before {
		if !slices.Contains(after, h) {
			delete(r.log.syslog.sent, h)
			r.logLater(logHostDelay, debuglog.LoggingHost(h.Addr, uint16(h.Port), false), always)
		}
	}
	for _, h := range after {
		if !slices.Contains(before, h) {
			r.logLater(logHostDelay, debuglog.LoggingHost(h.Addr, uint16(h.Port), true), always)
		}
	}
}
