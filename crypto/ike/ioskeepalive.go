package ike

import "ruthere/crypto/isakmp"

// Before RFC 3706 IOS had keepalives of its own: a notification of type 32768, answered
// by one of type 32769. The numbers are public; what else such a notification carries
// is not, so these carry nothing. They are spoken only with an IOS router that does not
// offer DPD, and cannot be told apart one from another: any answer is a sign of life.

// A Liveness is the protocol by which a peer is asked whether it is there.
type Liveness uint8

const (
	NoLiveness  Liveness = iota
	LivenessDPD          // RFC 3706
	LivenessIOS          // IOS keepalives
)

func (l Liveness) String() string { return [...]string{"", "DPD", "IOS"}[min(l, LivenessIOS)] }

// livenessWith is what both ends of an SA speak.
func (e *Engine) livenessWith(sa *SA) Liveness {
	switch {
	case sa.peerDPD && !e.withoutDPD:
		return LivenessDPD
	case sa.peerIsIOS:
		return LivenessIOS
	}
	return NoLiveness
}

// WithoutDPD makes the engine one from before RFC 3706, for labs: it neither offers
// dead peer detection nor asks with it.
func (e *Engine) WithoutDPD() { e.withoutDPD = true }

// sendIOSKeepalive asks the peer with an IOS keepalive, or answers one.
func (c *change) sendIOSKeepalive(t isakmp.NotifyType) error {
	n := &isakmp.Notify{DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolISAKMP, Type: t}
	return c.sendInformational(isakmp.New(n), func(id uint32) {
		c.log.SendingNotify(uint16(t), 1, uint64(c.sa.pointer), id)
	})
}

// answerIOSKeepalives answers the keepalives of a message, as often as the limit allows.
func (c *change) answerIOSKeepalives(i *informational) error {
	for _, p := range i.payloads {
		n, ok := p.Value.(*isakmp.Notify)
		if !ok || n.Type != isakmp.NotifyKeepalive || !c.sa.answers.Allow(c.now) {
			continue
		}
		if err := c.sendIOSKeepalive(isakmp.NotifyKeepaliveAck); err != nil {
			return err
		}
	}
	return nil
}
