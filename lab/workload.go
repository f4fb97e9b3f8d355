package lab

import (
	"time"

	"ruthere/router"
)

// A workload is what a router of a lab has in hand. It works on one input at a time, and what
// follows leaves piece by piece while it works; what comes meanwhile waits. At a pace of
// nothing all of it is over at once.
type workload struct {
	leaving  []leavingOutput // of the input being worked on, in order
	busyTo   time.Time       // when it is done with that input
	answered []router.Input  // to what it asked for while it worked on that input
	answers  []router.Input  // to what it asked for before: they go first
	waiting  []router.Input  // what came meanwhile, by age
}

// A leavingOutput is one that leaves at its instant.
type leavingOutput struct {
	at   time.Time
	item router.Output
}

// isWorking says whether the router is not done with an input yet.
func (m *machine) isWorking() bool { return len(m.leaving) > 0 || m.busyTo.After(m.lab.now) }

// isBusy says whether an input that comes now has to wait.
func (m *machine) isBusy() bool { return m.isWorking() || len(m.answers) > 0 || len(m.waiting) > 0 }

// stepRouter gives the router an input, at once or when it has done with those before.
func (m *machine) stepRouter(in router.Input) {
	if m.box == nil {
		return
	}
	if m.isBusy() {
		m.waiting = append(m.waiting, in)
		m.lab.agenda.markChanged(m.appointment)
		return
	}
	m.workOn(in)
}

func (m *machine) workOn(in router.Input) {
	m.collectOutputs(func(out *router.Out) { m.box.Step(m.lab.now, in, out) })
}

// collectOutputs has the router do something and carries out what it wants done, in order:
// what took no time at once, the rest when its time has come.
func (m *machine) collectOutputs(f func(out *router.Out)) {
	m.lab.agenda.markChanged(m.appointment)
	m.lab.withinStep(func() {
		var out router.Out
		f(&out)
		m.busyTo = m.lab.now.Add(out.Spent)
		for i, item := range out.Items {
			if lag := out.Lag(i); lag > 0 {
				m.leaving = append(m.leaving, leavingOutput{m.lab.now.Add(lag), item})
			} else {
				m.carryOut(item)
			}
		}
		m.endOutputs()
	})
}

// carryOutDue carries out what leaves now, and tells whether there was any.
func (m *machine) carryOutDue() (some bool) {
	m.lab.withinStep(func() {
		for len(m.leaving) > 0 && !m.leaving[0].at.After(m.lab.now) {
			item := m.leaving[0].item
			m.leaving = m.leaving[1:]
			m.carryOut(item)
			some = true
		}
		if some {
			m.endOutputs()
		}
	})
	return some
}

// endOutputs looks whether all that followed from an input has been carried out. What the router
// was answered is then its next input, the answers to the latest first.
func (m *machine) endOutputs() {
	if len(m.leaving) > 0 {
		return
	}
	m.answers = append(m.answered, m.answers...)
	m.answered = nil
	for len(m.answers) > 0 && !m.isWorking() {
		m.workOn(m.takeNext(&m.answers))
	}
}

func (m *machine) takeNext(from *[]router.Input) router.Input {
	in := (*from)[0]
	if *from = (*from)[1:]; len(*from) == 0 {
		*from = nil
	}
	return in
}

// nextWork is when the router of a machine goes on: with an output, with an input that waits,
// or with a timer, which waits too.
func (m *machine) nextWork() (at time.Time, why string, ok bool) {
	switch {
	case len(m.leaving) > 0:
		return m.leaving[0].at, "an output on its way", true
	case len(m.answers) > 0 || len(m.waiting) > 0:
		return m.busyTo, "an input that waits", true
	}
	if at, why, ok = m.box.Deadline(); ok && at.Before(m.busyTo) {
		at = m.busyTo
	}
	return at, why, ok
}

// goOn does what is due in the router: what leaves now, else the next input, the oldest that waits
// or else the passing of time. Timers do not starve: each input is followed by those that are due.
func (m *machine) goOn() {
	switch {
	case m.carryOutDue() || m.isWorking():
	case len(m.answers) > 0:
		m.workOn(m.takeNext(&m.answers))
	case len(m.waiting) > 0:
		m.workOn(m.takeNext(&m.waiting))
	default:
		m.workOn(router.Tick{})
	}
}
