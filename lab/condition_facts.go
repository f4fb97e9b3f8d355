package lab

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"ruthere/crypto/ike"
	"ruthere/crypto/ike/state"
	"ruthere/modes"
)

// A factKind is one thing that a condition may speak of.
type factKind struct {
	name, arguments, help string
	least, most           int // words behind the name
	read                  func(r *conditionReader, words []word) (clause, error)
}

// manyWords is as many as anybody types.
const manyWords = 100

// factKinds are all that there are.
var factKinds = []factKind{
	{"log", `ROUTER "REGEX"`, "a line that matches is logged from now on", 2, 2, readLogFact},
	{"sa", "ROUTER PEER up|down", "IPsec SAs with a peer", 3, 3, readSAFact},
	{"isakmp", "ROUTER PEER STATE|none", "the ISAKMP SA with a peer: MM_NO_STATE to QM_IDLE", 3, 3, readISAKMPFact},
	{"session", "ROUTER PEER STATUS", "its word in show crypto session, UP-ACTIVE to DOWN", 3, 3, readSessionFact},
	{"interface", "ROUTER NAME up|down", "the line protocol of an interface", 3, 3, readInterfaceFact},
	{"dpd", "ROUTER PEER sent|received|missed >= N", "R_U_THERE sent, answers received, misses in a row; also <=, =", 5, 5, readDPDFact},
	{"packet", "FROM TO [MEANING ...] [on LINK]", "a packet leaves from now on: ESP, ICMP echo, quick mode, R_U_THERE ...",
		2, manyWords, readPacketFact},
	{"route", "ROUTER PREFIX", "a route is in the table", 2, 2, readRouteFact},
	{"host", `HOST "REGEX"`, "what came of the last ping or fetch of a host matches", 2, 2, readHostFact},
	{"ping", "FROM TO [size N] [df]", "echoes of a router or host, one a second, are answered", 2, 5, readPingFact},
	{"config", `ROUTER "LINE"`, `a line of the running-config; one below it: "LINE" "LINE"`, 2, 6, readConfigFact},
	{"show", `ROUTER "COMMAND" "EXPRESSION"`, "what show ... | json prints is so, such as len(routes) > 2", 3, 3, readShowFact},
}

func readUpDown(w word) (up bool, err error) {
	if w.text != "up" && w.text != "down" {
		return false, fmt.Errorf("%q is neither up nor down", w.text)
	}
	return w.text == "up", nil
}

func readSAFact(r *conditionReader, words []word) (clause, error) {
	p, err := r.readPeering(words[0], words[1])
	if err != nil {
		return nil, err
	}
	up, err := readUpDown(words[2])
	return fact{
		func(l *Lab) bool { return (p.pairs(l) > 0) == up },
		func(l *Lab) string {
			return fmt.Sprintf("sa %s %s is %s", p.machine.Name, p.name, modes.UpDown(p.pairs(l) > 0))
		},
	}, err
}

// noSA is the word for a peer with which there is no ISAKMP SA.
const noSA = "none"

func readISAKMPFact(r *conditionReader, words []word) (clause, error) {
	p, err := r.readPeering(words[0], words[1])
	if err != nil {
		return nil, err
	}
	known := []string{noSA}
	for s := state.MMNoState; s <= state.QMIdle; s++ {
		known = append(known, s.String())
	}
	want := strings.ToUpper(words[2].text)
	if words[2].text == noSA {
		want = noSA
	}
	if !slices.Contains(known, want) {
		return nil, fmt.Errorf("%q is no state of an ISAKMP SA; there is %s", words[2].text, strings.Join(known, ", "))
	}
	states := func(l *Lab) (list []string) {
		for _, sa := range p.sas(l) {
			list = append(list, sa.State.String())
		}
		if len(list) == 0 {
			return []string{noSA}
		}
		return list
	}
	return fact{
		func(l *Lab) bool { return slices.Contains(states(l), want) },
		func(l *Lab) string {
			return fmt.Sprintf("isakmp %s %s is %s", p.machine.Name, p.name, strings.Join(states(l), ", "))
		},
	}, nil
}

// sessionWords are the statuses of `show crypto session`.
var sessionWords = []string{
	string(ike.SessionActive), string(ike.SessionIdle), string(ike.SessionNoIKE), string(ike.SessionNegotiating), string(ike.SessionDown),
}

func readSessionFact(r *conditionReader, words []word) (clause, error) {
	p, err := r.readPeering(words[0], words[1])
	if err != nil {
		return nil, err
	}
	want := strings.ToUpper(words[2].text)
	if !slices.Contains(sessionWords, want) {
		return nil, fmt.Errorf("%q is no status of a session; there is %s", words[2].text, strings.Join(sessionWords, ", "))
	}
	return fact{
		func(l *Lab) bool { return p.session(l) == want },
		func(l *Lab) string { return fmt.Sprintf("session %s %s is %s", p.machine.Name, p.name, p.session(l)) },
	}, nil
}

func readInterfaceFact(r *conditionReader, words []word) (clause, error) {
	m, err := r.lab.findMachine(words[0].text)
	if err != nil {
		return nil, err
	}
	up, err := readUpDown(words[2])
	if err != nil {
		return nil, err
	}
	var name string
	var names []string
	if m.box != nil {
		for _, i := range m.box.Interfaces() {
			if names = append(names, i.Name); sameInterface(i.Name, words[1].text) {
				name = i.Name
			}
		}
	}
	if name == "" && !r.lasting {
		return nil, fmt.Errorf("%s has no interface %q%s", m.Name, words[1].text, listNames(names))
	}
	isUp := func(*Lab) bool {
		return m.box != nil && slices.ContainsFunc(m.box.Interfaces(), func(i modes.InterfaceStatus) bool {
			return sameInterface(i.Name, words[1].text) && i.Protocol
		})
	}
	name = cmp.Or(name, words[1].text)
	return fact{
		func(l *Lab) bool { return isUp(l) == up },
		func(l *Lab) string { return fmt.Sprintf("interface %s %s is %s", m.Name, name, modes.UpDown(isUp(l))) },
	}, nil
}

// sameInterface says whether a text is the name of an interface, or the beginning of its letters with its number.
func sameInterface(name, text string) bool {
	digits := strings.IndexAny(name, "0123456789")
	at := strings.IndexAny(text, "0123456789")
	return digits > 0 && at > 0 && name[digits:] == text[at:] &&
		strings.HasPrefix(strings.ToLower(name[:digits]), strings.ToLower(text[:at]))
}

func readDPDFact(r *conditionReader, words []word) (clause, error) {
	p, err := r.readPeering(words[0], words[1])
	if err != nil {
		return nil, err
	}
	what, compare := words[2].text, words[3].text
	n, failed := strconv.Atoi(words[4].text)
	switch {
	case what != "sent" && what != "received" && what != "missed":
		return nil, fmt.Errorf("%q is none of sent, received, missed", what)
	case compare != ">=" && compare != "<=" && compare != "=":
		return nil, fmt.Errorf("%q is none of >=, <=, =", compare)
	case failed != nil || n < 0:
		return nil, fmt.Errorf("%q is not a number of messages", words[4].text)
	}
	count := func(l *Lab) (sum int) {
		if p.machine.box == nil {
			return 0
		}
		for _, d := range p.machine.box.Engine().DPD(l.now) {
			if p.is(d.Peer) {
				sum += map[string]int{"sent": d.Sent, "received": d.Received, "missed": d.Misses}[what]
			}
		}
		return sum
	}
	return fact{
		func(l *Lab) bool {
			have := count(l)
			return compare == "=" && have == n || compare == ">=" && have >= n || compare == "<=" && have <= n
		},
		func(l *Lab) string { return fmt.Sprintf("dpd %s %s %s is %d", p.machine.Name, p.name, what, count(l)) },
	}, nil
}

func readRouteFact(r *conditionReader, words []word) (clause, error) {
	m, err := r.lab.findMachine(words[0].text)
	if err != nil {
		return nil, err
	}
	want, err := netip.ParsePrefix(words[1].text)
	if err != nil {
		return nil, fmt.Errorf("%q is not a prefix such as 192.168.2.0/24", words[1].text)
	}
	want = want.Masked()
	there := func() bool {
		return m.box != nil && slices.ContainsFunc(m.box.Routes(), func(s modes.RouteStatus) bool { return s.Prefix.Masked() == want })
	}
	return fact{
		func(*Lab) bool { return there() },
		func(*Lab) string {
			return fmt.Sprintf("route %s %s is %s", m.Name, want, map[bool]string{true: "there", false: "not there"}[there()])
		},
	}, nil
}
