package fault

import (
	"strings"

	"ruthere/crypto/isakmp"
)

const wantSubject = "a kind of packets (main mode message 3, R_U_THERE, DELETE esp, notify NAME, payload KE, ESP, UDP port N, any)"

// subject takes which packets are meant.
func (r *reader) subject() (s Subject) {
	for _, simple := range simpleSubjects {
		if r.takes(strings.Fields(simple.words)...) {
			s.Kind = simple.kind
			return s
		}
	}
	switch {
	case r.takes("main"):
		s.Kind, s.Number = MainMode, r.messageNumber(6)
	case r.takes("aggressive"):
		s.Kind, s.Number = AggressiveMode, r.messageNumber(3)
	case r.takes("quick"):
		s.Kind, s.Number = QuickMode, r.messageNumber(3)
	case r.takes("R_U_THERE"):
		s.Kind = RUThere
		s.Sequence, s.Numbered = r.sequence()
	case r.takes("R_U_THERE_ACK"):
		s.Kind = RUThereAck
		s.Sequence, s.Numbered = r.sequence()
	case r.takes("delete"):
		s.Kind, s.SA = Delete, r.protocolOfSA()
	case r.takes("notify"):
		s.Kind, s.Notify = Notify, r.notifyType()
	case r.takes("payload"):
		s.Kind, s.Payload = Payload, r.payloadType()
	case r.takes("UDP"):
		s.Kind, s.Number = UDP, r.port()
	case r.takes("TCP"):
		s.Kind, s.Number = TCP, r.port()
	case r.takes("protocol"):
		s.Kind, s.Number = Protocol, int(r.number("a protocol number from 0 to 255", 0, 255))
	default:
		r.fail(wantSubject)
	}
	return s
}

// messageNumber takes the rest of "main mode message 3"; without a message it is 0.
func (r *reader) messageNumber(most int64) int {
	r.expects("mode")
	if !r.takes("message") {
		return 0
	}
	want := "a message from 1 to 3"
	if most == 6 {
		want = "a message from 1 to 6"
	}
	return int(r.number(want, 1, most))
}

func (r *reader) sequence() (uint32, bool) {
	if !r.takes("sequence") {
		return 0, false
	}
	return uint32(r.number("a sequence number such as 0x66F28C9A", 0, most32)), true
}

func (r *reader) protocolOfSA() isakmp.ProtocolID {
	switch {
	case r.takes("isakmp"):
		return isakmp.ProtocolISAKMP
	case r.takes("esp"):
		return isakmp.ProtocolESP
	}
	return 0
}

func (r *reader) notifyType() isakmp.NotifyType {
	if r.peeksNumber() {
		return isakmp.NotifyType(r.number("a notification type from 1 to 65535", 1, 0xFFFF))
	}
	if !r.ended() && !r.words[0].quoted {
		if t, ok := isakmp.ParseNotifyType(r.words[0].text); ok {
			r.skip()
			return t
		}
	}
	r.fail("a notification such as NO-PROPOSAL-CHOSEN, or its number")
	return 0
}

func (r *reader) payloadType() isakmp.PayloadType {
	if !r.ended() && !r.words[0].quoted {
		if t, ok := payloadNamed(r.words[0].text); ok {
			r.skip()
			return t
		}
	}
	var names []string
	for _, p := range payloadNames {
		names = append(names, p.name)
	}
	r.fail("a payload: " + strings.Join(names, ", "))
	return 0
}

func (r *reader) port() int {
	if !r.takes("port") {
		return 0
	}
	return int(r.number("a port from 1 to 65535", 1, 0xFFFF))
}
