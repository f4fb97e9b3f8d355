package lab

import (
	"fmt"

	"ruthere/router"
)

// runLine gives a screen's router an input, and waits while it computes: the input is taken when it
// is done with what it has in hand, and what follows leaves while it works.
func (p *player) runLine(s *screen, in router.Input) error {
	s.ready = false
	if err := p.lab.Do(s.name, in); err != nil {
		return err
	}
	_, err := p.await(s, func(m *machine) bool { return s.ready || !m.isBusy() })
	return err
}

// waitForPrompt lets time pass until a screen asks for something again, and all that its router says in
// the same breath has been said.
func (p *player) waitForPrompt(s *screen) error {
	done, err := p.await(s, func(m *machine) bool { return s.ready && !m.isWorking() || m.box == nil && m.reboot.IsZero() })
	if err == nil && s.ready && s.request.Raw {
		return p.waitForRemote(s, "")
	}
	if err == nil && !done {
		err = fmt.Errorf("%s did not ask for anything again within %v", s.name, patience)
	}
	return err
}

// await lets time pass until over holds of a screen's router, and not beyond the end of its work: that alone is
// no event. The router may be another one each time: the lab may have gone back.
func (p *player) await(s *screen, of func(m *machine) bool) (done bool, err error) {
	over := func() bool {
		m, _ := p.lab.findMachine(s.name)
		return of(m)
	}
	for end := p.lab.now.Add(patience); err == nil && !over() && p.lab.now.Before(end); {
		to := end
		if m, _ := p.lab.findMachine(s.name); m.busyTo.After(p.lab.now) && m.busyTo.Before(end) {
			to = m.busyTo
		}
		_, err = p.lab.runUntil(to, over)
	}
	return over(), err
}
