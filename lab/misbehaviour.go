package lab

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"

	"ruthere/crypto/isakmp"
)

// A misbehaviour is a way in which a router misbehaves as an IKE peer. Its engine knows nothing
// of it and goes on as a real one: what it sends is edited on the way out (see message.go).
type misbehaviour struct {
	name, help string
	edit       func(*editor, message) []message // what leaves in place of a message
}

// allMisbehaviours are all there are. "good" ends them.
var allMisbehaviours = []misbehaviour{
	{"wrong-ack", "answers each R_U_THERE with a number that nobody asked with", onAck(wrongAck)},
	{"stale-ack", "answers each R_U_THERE with the number of the one before", onAck(staleAck)},
	{"late-ack", "takes three seconds for each R_U_THERE_ACK", onAck(lateAck)},
	{"clear-ack", "sends its R_U_THERE_ACKs in the clear, as anybody could", onAck(clearAck)},
	{"bad-hash", "sends its R_U_THERE_ACKs encrypted and with a wrong HASH", onAck(badHash)},
	{"no-vendor-id", "hides in main mode that it speaks DPD or is an IOS router, and asks R_U_THERE all the same", hideVendorIDs},
	{"probe-flood", "asks R_U_THERE a hundred times at once whenever it sends an R_U_THERE_ACK", onAck(probeFlood)},
	{"delete-no-sa", "sends with each R_U_THERE_ACK deletes for SAs that nobody has", onAck(deleteNoSA)},
	{"delete-foreign", "sends with each R_U_THERE_ACK deletes for SAs of others", onAck(deleteForeign)},
}

const good = "good"

func findMisbehaviour(name string) (*misbehaviour, error) {
	var names []string
	for i := range allMisbehaviours {
		if allMisbehaviours[i].name == name {
			return &allMisbehaviours[i], nil
		}
		names = append(names, allMisbehaviours[i].name)
	}
	return nil, fmt.Errorf("there is no manner %q; there is %s", name, strings.Join(append(names, good), ", "))
}

// Manners has a router misbehave as an IKE peer in these ways and no others; none, or
// "good", is as it was.
func (l *Lab) Manners(name string, of ...string) error {
	m, err := l.findMachine(name)
	if err != nil {
		return err
	}
	return m.setMisbehaviours(of)
}

// setMisbehaviours takes on misbehaviours in place of those the machine has.
func (m *machine) setMisbehaviours(names []string) error {
	var learned []*misbehaviour
	for _, name := range names {
		if name == good && len(names) == 1 {
			break
		}
		one, err := findMisbehaviour(name)
		if err != nil {
			return err
		}
		learned = append(learned, one)
	}
	m.tellManners(m.kinds, learned)
	m.kinds = learned
	return nil
}

func runMisbehaviours(l *Lab, args []string) (string, error) {
	switch len(args) {
	case 0:
		var b strings.Builder
		for _, m := range allMisbehaviours {
			fmt.Fprintf(&b, "  %-14s %s\n", m.name, m.help)
		}
		fmt.Fprintf(&b, "  %-14s %s\n", good, "does none of this")
		return b.String(), nil
	case 1:
		return "", fmt.Errorf("usage: manners %s MANNER, one or more", args[0])
	}
	return "", l.Manners(args[0], args[1:]...)
}

// onAck edits an R_U_THERE_ACK and leaves everything else as it is.
func onAck(edit func(d *editor, l message, ack *isakmp.Notify) []message) func(*editor, message) []message {
	return func(d *editor, l message) []message {
		for _, p := range l.payloads {
			if n, ok := p.Value.(*isakmp.Notify); ok && n.Type == isakmp.NotifyRUThereAck && len(n.Data) == 4 {
				return edit(d, l, n)
			}
		}
		return []message{l}
	}
}

func wrongAck(_ *editor, l message, ack *isakmp.Notify) []message { return renumberAck(l, ack, 1000) }
func staleAck(_ *editor, l message, ack *isakmp.Notify) []message { return renumberAck(l, ack, -1) }

func renumberAck(l message, ack *isakmp.Notify, by int32) []message {
	changed := *ack
	changed.Data = binary.BigEndian.AppendUint32(nil, binary.BigEndian.Uint32(ack.Data)+uint32(by))
	l.payloads = []isakmp.Payload{isakmp.New(&changed)}
	return []message{l}
}

func lateAck(_ *editor, l message, _ *isakmp.Notify) []message {
	l.late += 3 * time.Second
	return []message{l}
}

func clearAck(_ *editor, l message, _ *isakmp.Notify) []message {
	l.protection = inTheClear
	return []message{l}
}

func badHash(_ *editor, l message, _ *isakmp.Notify) []message {
	l.protection = badlyHashed
	return []message{l}
}

// hideVendorIDs takes out of messages 3 and 4 what a router could know the peer by.
// Those of NAT traversal, in messages 1 and 2, stay.
func hideVendorIDs(_ *editor, l message) []message {
	keyExchange := slices.ContainsFunc(l.payloads, func(p isakmp.Payload) bool { return p.Type == isakmp.PayloadKE })
	if l.header.Exchange == isakmp.MainMode && keyExchange {
		l.payloads = slices.DeleteFunc(slices.Clone(l.payloads), func(p isakmp.Payload) bool { return p.Type == isakmp.PayloadVendorID })
	}
	return []message{l}
}

// floodSize is more than a router answers at once.
const floodSize = 100

func probeFlood(d *editor, l message, _ *isakmp.Notify) []message {
	letters := []message{l}
	for range floodSize {
		d.machine.flooded++
		letters = append(letters, d.writeMessage(l, isakmp.RUThere(l.header.Initiator, l.header.Responder, d.machine.flooded)))
	}
	return letters
}

// deleteNoSA deletes a pair of IPsec SAs that the peers do not have and, in a message
// under cookies that nobody knows, an ISAKMP SA.
func deleteNoSA(d *editor, l message, _ *isakmp.Notify) []message {
	unknownSPI := d.writeMessage(l, deletePayload(isakmp.ProtocolESP, []byte{0xDE, 0xAD, 0x00, 0x01}))
	var unknown isakmp.Cookie
	copy(unknown[:], "nobody's")
	unknownSA := d.writeMessage(l, deletePayload(isakmp.ProtocolISAKMP, append(unknown[:], unknown[:]...)))
	unknownSA.header.Initiator, unknownSA.header.Responder, unknownSA.protection = unknown, unknown, inTheClear
	return []message{l, unknownSPI, unknownSA}
}

// deleteForeign deletes what belongs to the one it is sent to, and to all others that
// have SAs with it.
func deleteForeign(d *editor, l message, _ *isakmp.Notify) []message {
	spis, cookies := [][]byte{}, [][]byte{}
	for _, pair := range d.machine.box.Engine().IPsec.ByPeer(d.to) {
		spis = append(spis, binary.BigEndian.AppendUint32(nil, pair.Out.SPI))
	}
	for _, other := range d.machine.lab.machines {
		if other == d.machine || other.box == nil {
			continue
		}
		for _, pair := range other.box.Engine().IPsec.ByPeer(d.to) {
			spis = append(spis, binary.BigEndian.AppendUint32(nil, pair.In.SPI))
		}
		for _, p := range other.box.Engine().Protections(d.to) {
			cookies = append(cookies, append(p.Initiator[:], p.Responder[:]...))
		}
	}
	letters := []message{l}
	if len(spis) > 0 {
		letters = append(letters, d.writeMessage(l, deletePayload(isakmp.ProtocolESP, spis...)))
	}
	if len(cookies) > 0 {
		letters = append(letters, d.writeMessage(l, deletePayload(isakmp.ProtocolISAKMP, cookies...)))
	}
	return letters
}

func deletePayload(p isakmp.ProtocolID, spis ...[]byte) *isakmp.Delete {
	return &isakmp.Delete{DOI: isakmp.DOIIPsec, Protocol: p, SPIs: spis}
}
