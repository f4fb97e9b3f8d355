package lab

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"ruthere/lab/fault"
	"ruthere/parser"
	"ruthere/router"
)

// prepareState finds what a sentence about links or routers is about.
func (l *Lab) prepareState(f *activeFault) (err error) {
	o := &f.Object
	switch {
	case f.Verb == fault.Forge && !f.StrikesPackets():
		for _, name := range []string{f.Whose.From, f.Whose.To} {
			if f.target, err = l.findMachine(name); err != nil {
				return err
			}
		}
	case f.StrikesPackets():
	case f.Verb == fault.Rate, f.Verb == fault.MTU:
		w, err := l.findWire(o.A)
		if err != nil {
			return err
		}
		for _, y := range w.allWays(-1) {
			f.ways = append(f.ways, y)
			f.lines = append(f.lines, &line{bits: o.Bits, queue: o.Queue})
		}
	case f.Verb == fault.Rebind:
		f.translator, err = l.findTranslator(o.A)
	case o.B != "":
		f.ways, err = l.waysOf(o.A, o.B, o.OneWay)
	default:
		if f.target, err = l.findMachine(o.A); err == nil && f.Verb == fault.Flap {
			err = l.prepareFlap(f)
		}
	}
	return err
}

// prepareFlap finds the wire at an interface; one of two ends loses its carrier at both.
func (l *Lab) prepareFlap(f *activeFault) error {
	var plugged []string
	name, _ := parser.ParseInterface(f.Object.Interface)
	for _, s := range f.target.sockets {
		iface := s.wire.ends[s.end].iface
		if strings.EqualFold(iface, name) || strings.EqualFold(iface, f.Object.Interface) {
			f.ways = s.wire.allWays(s.end)
			return nil
		}
		plugged = append(plugged, iface)
	}
	return fmt.Errorf("no link is plugged in at %s of %s%s", f.Object.Interface, f.target.Name, listNames(plugged))
}

// strikeState does what a sentence about links or routers says. Within a router's step, it is done
// when that is over.
func (l *Lab) strikeState(f *activeFault) error {
	l.settleWays(f.ways)
	switch f.Verb {
	case fault.Flap:
		f.hits++
		l.doAt(l.now.Add(f.Object.Time), "the end of the fault "+f.Name, func() { l.endFault(f) })
		l.whenDone(func() { l.changeCarrier(f, false) })
	case fault.Forge:
		f.over = true
		if l.depth == 0 {
			return l.forgeNow(f)
		}
		l.whenDone(func() {
			if err := l.forgeNow(f); err != nil {
				l.options.Notice(err.Error())
			}
		})
	case fault.Rebind:
		f.over = true
		f.hits++
		f.translator.table.Forget()
	case fault.Reboot, fault.Forget, fault.Clock:
		f.over = true
		if f.target.box == nil {
			return fmt.Errorf("%s is switched off", f.target.Name)
		}
		f.hits++
		l.whenDone(func() { f.target.strike(f) })
	}
	return nil
}

// endState undoes what a sentence about links has done.
func (l *Lab) endState(f *activeFault) {
	l.settleWays(f.ways)
	if f.Verb == fault.Flap {
		l.whenDone(func() { l.changeCarrier(f, true) })
	}
}

const cableOut = "the cable is out"

// changeCarrier tells the routers of a flapping link that it is gone, or back.
func (l *Lab) changeCarrier(f *activeFault, up bool) {
	w := f.ways[0].wire
	for i, p := range w.ends {
		m, ok := p.node.(*machine)
		if !ok || m != f.target && len(w.ends) > 2 {
			continue
		}
		if up && l.isUnplugged(w, i) {
			continue // another fault still has it down
		}
		in := router.LinkChange{Interface: p.iface, Up: up, Why: cableOut}
		if up {
			in.Why, in.After = "", router.CarrierDelay
		}
		m.stepRouter(in)
	}
}

// isUnplugged says whether a fault keeps the carrier away from an end of a wire.
func (l *Lab) isUnplugged(w *wire, end int) bool {
	return slices.ContainsFunc(l.faults, func(f *activeFault) bool {
		return f.Verb == fault.Flap && !f.over && f.ways[0].wire == w && (len(w.ends) == 2 || w.ends[end].node == f.target)
	})
}

// strike does to a router what a sentence says.
func (m *machine) strike(f *activeFault) {
	if m.box == nil {
		return
	}
	switch f.Verb {
	case fault.Reboot:
		if !f.Object.Unsaved {
			m.saveRunning()
		}
		m.switchOff()
		m.reboot = m.lab.now.Add(reloadTime)
	case fault.Forget:
		m.stepRouter(router.ForgetSAs{})
	case fault.Clock:
		m.stepRouter(router.StepClock{By: f.Object.Time})
	}
}

// saveRunning keeps the running-config as the startup-config, as copy running-config startup-config does.
func (m *machine) saveRunning() {
	if r, ok := m.box.(*router.Router); ok {
		m.disk.Insert(r.StartupFile())
	}
}

// addressesOf are the addresses of a node; those of a router on its loopbacks and tunnels too.
func (l *Lab) addressesOf(s node) (list []netip.Addr) {
	switch s := s.(type) {
	case *host:
		return []netip.Addr{s.Address.Addr()}
	case *translator:
		return []netip.Addr{s.Inside.Addr(), s.Outside.Addr()}
	case *machine:
		r, ok := s.box.(*router.Router)
		if !ok {
			return s.had
		}
		for _, i := range r.Config().Interfaces {
			if i.Address.IsValid() {
				list = append(list, i.Address.Addr())
			}
		}
	}
	return list
}

// hasAddress says whether a node of that name has an address.
func (l *Lab) hasAddress(name string, addr netip.Addr) bool {
	s, err := l.findNode(name)
	return err == nil && slices.Contains(l.addressesOf(s), addr)
}

// ownerOf is the router that has an address, or nil.
func (l *Lab) ownerOf(addr netip.Addr) *machine {
	for _, m := range l.machines {
		if slices.Contains(l.addressesOf(m), addr) {
			return m
		}
	}
	return nil
}
