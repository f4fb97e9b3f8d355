package router

import (
	"math"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/modes"
)

// What interfaces count of packets.

type counters struct {
	inPackets, inBytes, outPackets, outBytes uint64
	in, out                                  meter
	cleared                                  time.Time
	resets                                   int
}

func (t *counters) countIn(now time.Time, size int) {
	t.inPackets++
	t.inBytes += uint64(size)
	t.in.addPacket(now, size)
}

func (t *counters) countOut(now time.Time, size int) {
	t.outPackets++
	t.outBytes += uint64(size)
	t.out.addPacket(now, size)
}

// frameSize is how many bytes an interface counts for a packet of some: those of its frame, without the
// checksum at its end.
func frameSize(port string, tag uint16, packet int) int {
	const ethernetHeader, vlanTag, leastFrame, hdlcHeader = 14, 4, 60, 4
	switch {
	case config.Virtual(port):
		return packet
	case strings.HasPrefix(port, "Serial"):
		return packet + hdlcHeader
	case tag != 0:
		return max(packet+ethernetHeader+vlanTag, leastFrame)
	}
	return max(packet+ethernetHeader, leastFrame)
}

// A meter is a decaying average of what passes, and when it last did.
type meter struct {
	at   time.Time
	rate modes.Rate
}

// loadInterval is over how long rates are averaged.
const loadInterval = 5 * time.Minute

func (m *meter) decayedRate(now time.Time) modes.Rate {
	if m.at.IsZero() {
		return modes.Rate{}
	}
	left := math.Exp(-now.Sub(m.at).Seconds() / loadInterval.Seconds())
	return modes.Rate{Bits: m.rate.Bits * left, Packets: m.rate.Packets * left}
}

// addPacket notes a packet of a size in bytes.
func (m *meter) addPacket(now time.Time, size int) {
	m.rate = m.decayedRate(now)
	m.rate.Bits += float64(size) * 8 / loadInterval.Seconds()
	m.rate.Packets += 1 / loadInterval.Seconds()
	m.at = now
}

func (r *Router) countersOf(name string) *counters {
	t := r.traffic[name]
	if t == nil {
		t = &counters{}
		r.traffic[name] = t
	}
	return t
}

// ClearCounters sets the counters of an interface, or of all ("") to zero.
func (r *Router) ClearCounters(name string) {
	for _, i := range r.config.Interfaces {
		if name == "" || i.Name == name {
			t := r.countersOf(i.Name)
			t.inPackets, t.inBytes, t.outPackets, t.outBytes, t.resets, t.cleared = 0, 0, 0, 0, 0, r.now
		}
	}
}
