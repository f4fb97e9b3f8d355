package scale

import (
	"testing"

	"ruthere/crypto/ike"
	"ruthere/crypto/isakmp"
)

// Light peers are what is left of stand-ins once their tunnels are up: the keys that were
// negotiated, and the knowledge of how to answer R_U_THERE. What comes is decrypted and
// checked, what leaves hashed and encrypted, as an engine does it. So an hour of ten
// thousand peers is an hour of one router, and not of one router and a hundred others.
type lightPeers struct {
	tb      testing.TB
	sas     map[isakmp.Cookie]ike.Protection // by the initiator's cookie
	answers uint32                           // that were given: the message IDs
}

// lighten puts light peers in the place of the stand-ins.
func (n *net) lighten() {
	n.light = &lightPeers{tb: n.tb, sas: map[isakmp.Cookie]ike.Protection{}}
	for _, s := range n.standIns {
		for _, p := range s.engine.Protections(routerAddr) {
			n.light.sas[p.Initiator] = p
		}
	}
	n.standIns = nil
}

// receive takes a message of the router's and returns the answer to it; nil: it wants none.
func (l *lightPeers) receive(data []byte) []byte {
	h, err := isakmp.ParseHeader(data)
	if err != nil {
		l.tb.Fatal(err)
	}
	sa := l.sas[h.Initiator]
	_, payloads, err := sa.Open(data)
	if err != nil {
		l.tb.Fatalf("a message that the peer cannot read: %v", err)
	}
	asked, ok := payloads[0].Value.(*isakmp.Notify)
	if !ok || asked.Type != isakmp.NotifyRUThere {
		return nil
	}
	sequence, ok := asked.Sequence()
	if !ok || string(asked.SPI) != string(sa.Initiator[:])+string(sa.Responder[:]) {
		l.tb.Fatalf("an R_U_THERE with the cookies %x and the number %x", asked.SPI, asked.Data)
	}
	l.answers++
	answer := isakmp.New(isakmp.RUThereAck(sa.Initiator, sa.Responder, sequence))
	sealed, err := sa.Seal(l.answers, sa.Hash(l.answers, answer), answer)
	if err != nil {
		l.tb.Fatal(err)
	}
	return sealed
}
