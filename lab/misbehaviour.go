package lab

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"ruthere/lab/fault"
)

// A misbehaviour is a way in which a router misbehaves as an IKE peer: some faults under a name, which
// strike what the router sends. Its engine knows nothing of it and goes on as a real one.
type misbehaviour struct {
	name, help string
	sentences  []string // to which the router is added
}

// allMisbehaviours are all there are. "good" ends them.
var allMisbehaviours = []misbehaviour{
	{"wrong-ack", "answers each R_U_THERE with a number that nobody asked with", []string{"rewrite sequence by 1000 of R_U_THERE_ACK"}},
	{"stale-ack", "answers each R_U_THERE with the number of the one before", []string{"rewrite sequence by -1 of R_U_THERE_ACK"}},
	{"late-ack", "takes three seconds for each R_U_THERE_ACK", []string{"delay 3s R_U_THERE_ACK"}},
	{"clear-ack", "sends its R_U_THERE_ACKs in the clear, as anybody could", []string{"decrypt R_U_THERE_ACK"}},
	{"bad-hash", "sends its R_U_THERE_ACKs encrypted and with a wrong HASH", []string{"corrupt hash of R_U_THERE_ACK"}},
	{"no-vendor-id", "hides in main mode that it speaks DPD or is an IOS router, and asks R_U_THERE all the same",
		[]string{"omit payload VENDOR of main mode message 3", "omit payload VENDOR of main mode message 4"}},
	{"probe-flood", "asks R_U_THERE a hundred times at once whenever it sends an R_U_THERE_ACK",
		[]string{"forge 100 times R_U_THERE beside R_U_THERE_ACK"}},
	{"delete-no-sa", "sends with each R_U_THERE_ACK deletes for SAs that nobody has",
		[]string{"forge delete esp unknown beside R_U_THERE_ACK", "forge clear delete isakmp unknown beside R_U_THERE_ACK"}},
	{"delete-foreign", "sends with each R_U_THERE_ACK deletes for SAs of others",
		[]string{"forge delete esp foreign beside R_U_THERE_ACK", "forge delete isakmp foreign beside R_U_THERE_ACK"}},
}

const good = "good"

// misbehaviours are how a machine misbehaves, and what it needs for messages that are forged in its name.
type misbehaviours struct {
	kinds   []*misbehaviour
	ids     io.Reader // of message IDs
	flooded uint32    // number of the last R_U_THERE that was forged
}

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
	if len(of) == 0 {
		of = []string{good}
	}
	defer l.enter("", nil, "manners "+m.Name+" "+strings.Join(of, " "))()
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
	m.lab.healWhich(func(f *activeFault) bool { return f.of == m && !slices.Contains(learned, f.manner) })
	for _, one := range learned {
		if slices.Contains(m.kinds, one) {
			continue
		}
		for _, text := range one.sentences {
			s, err := fault.Parse(text)
			if err != nil {
				return err
			}
			s.Whose.From, s.Name = m.Name, one.name
			if err := m.lab.startFault(&activeFault{Sentence: s, manner: one, of: m}); err != nil {
				return err
			}
		}
	}
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
