package lab

import (
	"time"

	"ruthere/ntp"
	"ruthere/packet"
)

// A TimeServer is a host's clock, which it tells to whoever asks by NTP.
type TimeServer struct {
	Stratum uint8     // 1 to 15
	Clock   time.Time // what it shows at the start; zero: what the routers' clocks show
}

// timePrecision is that of a host's clock, a power of two of seconds: a microsecond.
const timePrecision = -20

// answerTime tells the time; ours is false if nobody listens there.
func (h *host) answerTime(p packet.IPv4) (ours bool) {
	u, err := packet.ParseUDP(p.Payload, p.Src, p.Dst)
	if h.Time == nil || err != nil || u.DstPort != ntp.Port {
		return false
	}
	asked, proof, err := ntp.Parse(u.Payload)
	if err != nil || asked.Mode != ntp.Client || proof.Present {
		return true // it has no keys
	}
	now := ntp.TimestampOf(h.lab.now.Add(h.ahead))
	r := ntp.Responder{Stratum: h.Time.Stratum, Precision: timePrecision, ReferenceID: [4]byte{127, 127, 1, 0}, Reference: now}
	if r.Stratum == 1 {
		r.ReferenceID = [4]byte{'G', 'P', 'S'}
	}
	answer := packet.UDP{SrcPort: ntp.Port, DstPort: u.SrcPort, Payload: r.Answer(asked, now).Append(nil)}
	h.sendPacket(answer.Packet(p.Dst, p.Src, hostTTL))
	return true
}

// setAhead is how far a host's clock is ahead of the routers', which show start.
func (h *host) setAhead(start time.Time) {
	if h.Time != nil && !h.Time.Clock.IsZero() {
		h.ahead = h.Time.Clock.Sub(start)
	}
}

// readTimeServer reads what a topology says of a host's clock.
func (p *topologyReader) readTimeServer(host located[string], stratum located[int], clock located[string]) *TimeServer {
	if stratum.value < 1 || stratum.value >= ntp.StratumUnknown {
		p.failAt(max(stratum.line, host.line), "host %s: ntp: stratum %d is not 1 to %d", host.value, stratum.value, ntp.StratumUnknown-1)
		return nil
	}
	s := &TimeServer{Stratum: uint8(stratum.value)}
	if clock.value != "" {
		s.Clock = p.readClock(clock)
	}
	return s
}
