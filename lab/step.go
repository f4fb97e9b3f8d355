package lab

import (
	"fmt"
	"strconv"
	"strings"

	"ruthere/router"
)

// stepForm shows the time of day of something that happened.
const stepForm = "15:04:05.000"

// mostSteps is how many things `step` does at once.
const mostSteps = 1000

func runStep(l *Lab, args []string) (string, error) {
	n := 1
	if len(args) == 1 {
		var err error
		if n, err = strconv.Atoi(args[0]); err != nil || n < 1 || n > mostSteps {
			return "", fmt.Errorf("%q is not a number of steps from 1 to %d", args[0], mostSteps)
		}
	}
	l.request(func() error {
		l.Stop()
		l.setRate(Paused)
		for range n {
			if ok, err := l.step(); err != nil || !ok {
				return err
			}
		}
		return nil
	})
	return "", nil
}

// step does the next thing and says which; ok is false if there is none.
func (l *Lab) step() (ok bool, err error) {
	at, s, ok := l.nextDue()
	if !ok {
		l.options.Notice("nothing is due: nothing happens until somebody does something")
		return false, nil
	}
	if at.Before(l.now) {
		at = l.now
	}
	l.options.Notice(at.Format(stepForm) + " " + l.describeDue(s))
	_, err = l.happen(at, true)
	return true, err
}

// describeDue says what the next thing is that happens: a delivery, or what a node does.
func (l *Lab) describeDue(s node) string {
	switch s := s.(type) {
	case nil:
		d := l.underway[0]
		if d.do != nil {
			return d.what
		}
		return "packet to " + d.to.nodeName() + ": " + l.meaningOf(d.data)
	case *machine:
		return s.Name + ": " + s.describeNext()
	default:
		return l.reasonFor(s)
	}
}

// describeNext says what a router does next: an output that leaves, an input that has waited, a timer.
func (m *machine) describeNext() string {
	switch {
	case m.box == nil:
		return "boots"
	case len(m.leaving) > 0:
		return m.lab.describeOutput(m.leaving[0].item)
	case len(m.answers) > 0:
		return m.lab.describeInput(m.answers[0])
	case len(m.waiting) > 0:
		return m.lab.describeInput(m.waiting[0])
	}
	_, why, _ := m.box.Deadline()
	return "timer, " + why
}

func (l *Lab) describeOutput(o router.Output) string {
	switch o := o.(type) {
	case router.TerminalLog:
		return "logs " + firstLine(o.Text)
	case router.TerminalText:
		return "shows " + strconv.Quote(firstLine(o.Text))
	case router.TerminalReady:
		return "asks with " + strconv.Quote(o.Request.Prompt)
	case router.PacketOut:
		return "sends " + l.meaningOf(o.Data)
	case router.Job:
		return "has Diffie-Hellman computed"
	}
	return strings.TrimPrefix(fmt.Sprintf("%T", o), "router.")
}

func (l *Lab) describeInput(in router.Input) string {
	switch in := in.(type) {
	case router.PacketIn:
		return "takes " + l.meaningOf(in.Data)
	case router.JobDone:
		return "has what Diffie-Hellman made"
	case router.Typed:
		return "takes a line from its user"
	case router.Key:
		return "takes a key from its user"
	case router.LinkChange:
		return "learns of the link of " + in.Interface
	case router.Neighbour:
		return "learns by ARP who has " + in.Addr.String()
	case router.Kept:
		return "learns that a file is kept"
	}
	return strings.TrimPrefix(fmt.Sprintf("%T", in), "router.")
}

// meaningOf says what a packet is, and from whom to whom.
func (l *Lab) meaningOf(data []byte) string {
	p := l.onlooker.Read(data)
	if !p.IP.Src.IsValid() {
		return p.String()
	}
	return fmt.Sprintf("%s, from %s to %s", p, p.IP.Src, p.IP.Dst)
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimLeft(text, "\n"), "\n")
	return line
}
