package lab

import (
	"fmt"
	"net/netip"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/crypto/keypair"
	"ruthere/files"
	"ruthere/modes"
	"ruthere/outline"
	"ruthere/router"
)

// A box is what the lab needs of a router.
type box interface {
	Boot(now time.Time, out *router.Out)
	Step(now time.Time, in router.Input, out *router.Out)
	Deadline() (at time.Time, why string, ok bool)
	Wanted() []router.WantedInterface
	Help(terminal int, text string) string
	Complete(terminal int, text string) (string, bool)
	Prompt(terminal int) string
	Hostname() string
	Engine() *ike.Engine
	Complaints() []modes.Complaint
	Config() *config.Config
	Interfaces() []modes.InterfaceStatus
	Routes() []modes.RouteStatus
}

// newBox makes the router inside a machine; tests put something simpler there.
var newBox = func(o router.Options) box { return router.New(o) }

// A machine is a place for a router: it outlives the router's crashes, and keeps what a
// device keeps without power.
type machine struct {
	lab         *Lab
	appointment *appointment
	sockets     []socket
	Router
	box      box          // nil: switched off
	had      []netip.Addr // addresses, when it was switched off
	boots    int
	disk     *files.Store
	private  string // configuration
	register string // configuration register; "" = 0x2102
	consoles []router.Attach
	virtual  []int     // terminals that are no consoles
	reason   string    // why it boots the next time; "" = the power came back
	reboot   time.Time // when a reload is over; zero: none under way
	workload
	misbehaviours

	lines struct { // of the running-config, for conditions
		of   *config.Config
		list []*outline.Line
	}
}

// reloadTime is how long a reload takes. Real ones take minutes; nobody misses them.
const reloadTime = 5 * time.Second

func (m *machine) nodeName() string { return m.Name }

func (m *machine) plugIn(s socket) { m.sockets = append(m.sockets, s) }

// switchOn switches the router on, plugs its wires in and connects its consoles.
func (m *machine) switchOn() {
	m.boots++
	m.reboot = time.Time{}
	m.box = newBox(router.Options{
		Release:    m.Release,
		Random:     randomStreams(m.lab.seed, m.Name, m.boots),
		Clock:      m.lab.now,
		Interfaces: m.Interfaces, AnyInterface: len(m.Interfaces) == 0,
		Files: m.disk.All(), Private: m.private, Register: m.register,
		Lab: control{m.lab}, Events: true, // conditions listen
		Transitions: m.lab.collector != nil || m.lab.options.Transitions,
		Recording:   true, // a capture may begin at any instant
		Frames:      true,

		Serial: serialNumber(m.lab.seed, m.Name),
		Reason: m.reason,
		Pace:   m.Computing.pace(m.Release),
	})
	m.reason = ""
	m.lab.options.Power(m.Name, true)
	m.collectOutputs(func(out *router.Out) { m.box.Boot(m.lab.now, out) })
	for _, w := range m.lab.wires {
		w.met = nil // who boots asks again
	}
	for _, in := range m.linkChanges() {
		m.stepRouter(in)
	}
	for _, a := range m.consoles {
		m.stepRouter(a)
	}
}

// ports are the interfaces of the hardware: those that the topology names, or else those that the configuration has.
func (m *machine) ports() []string {
	names := m.Interfaces
	if len(names) == 0 && m.AlwaysLinked {
		for _, w := range m.box.Wanted() {
			names = append(names, w.Name)
		}
	}
	return names
}

// linkChanges tells the router where wires are plugged in.
func (m *machine) linkChanges() (changes []router.Input) {
	var wired []string
	for _, s := range m.sockets {
		iface := s.wire.ends[s.end].iface
		wired = append(wired, iface)
		if m.lab.isUnplugged(s.wire, s.end) {
			changes = append(changes, router.LinkChange{Interface: iface, Why: cableOut})
			continue
		}
		changes = append(changes, router.LinkChange{Interface: iface, Up: true, After: router.CarrierDelay})
	}
	for _, i := range m.ports() {
		switch {
		case slices.Contains(wired, i) || config.Virtual(i):
		case m.AlwaysLinked:
			changes = append(changes, router.LinkChange{Interface: i, Up: true, After: router.CarrierDelay})
		default:
			changes = append(changes, router.LinkChange{Interface: i, Why: "no link of the lab is plugged in"})
		}
	}
	return changes
}

func (m *machine) switchOff() {
	m.had = m.lab.addressesOf(m)
	m.box, m.workload = nil, workload{}
	m.lab.agenda.markChanged(m.appointment)
	m.lab.options.Power(m.Name, false)
	for _, id := range m.virtual {
		m.lab.showTerminal(m.Name, router.TerminalClosed{Terminal: id})
	}
	m.virtual = nil
}

// runLine is an input from a user.
func (m *machine) takeInput(in router.Input) error {
	switch in := in.(type) {
	case router.Attach:
		if in.Kind == config.LineConsole {
			m.consoles = append(m.consoles, in)
			if m.box == nil {
				return nil // it will show something when the router boots
			}
		} else if m.box != nil {
			m.virtual = append(m.virtual, in.Terminal)
		}
	case router.Detach:
		m.consoles = slices.DeleteFunc(m.consoles, func(a router.Attach) bool { return a.Terminal == in.Terminal })
		m.virtual = slices.DeleteFunc(m.virtual, func(id int) bool { return id == in.Terminal })
	}
	if m.box == nil {
		return fmt.Errorf("%s is switched off", m.Name)
	}
	m.stepRouter(in)
	return nil
}

// carryOut does what the router wants done. Slow arithmetic is done at once: what it takes was spent
// already, and its result is the next input.
func (m *machine) carryOut(item router.Output) {
	switch item := item.(type) {
	case router.StoreFile:
		m.disk.Follow(files.Change{File: item.File})
		m.answered = append(m.answered, router.Kept{ID: item.ID})
	case router.RemoveFile:
		m.disk.Follow(files.Change{File: item.File, Gone: true})
		m.answered = append(m.answered, router.Kept{ID: item.ID})
	case router.StorePrivate:
		m.private = item.Text
		m.answered = append(m.answered, router.Kept{ID: item.ID})
	case router.StoreRegister:
		m.register = item.Text
		m.answered = append(m.answered, router.Kept{ID: item.ID})
	case router.Job:
		m.answered = append(m.answered, router.JobDone{Answer: item.Compute()})
	case router.CheckPassword:
		m.answered = append(m.answered, router.PasswordChecked{ID: item.ID, Right: item.Check()})
	case router.MakeKey:
		if key, err := keypair.Make(item.Random, item.Bits); err == nil { // the lab's streams do not end
			m.answered = append(m.answered, router.KeyMade{ID: item.ID, Key: key})
		}
	case router.SAKey:
		m.lab.addKey(item.Key)
	case router.PacketOut:
		m.putOnWires(item)
	case router.AnnounceAddress:
		m.announce(item)
	case router.Event:
		m.lab.tell(m.Name, item.Event)
	case router.Echoed:
		m.lab.echoed(item.Sequence, item.Failed)
	case router.Reload:
		m.lab.whenDone(func() {
			m.switchOff()
			m.reason = "reload"
			m.reboot = m.lab.now.Add(reloadTime)
		})
	case router.TerminalClosed:
		m.virtual = slices.DeleteFunc(m.virtual, func(id int) bool { return id == item.Terminal })
		m.lab.showTerminal(m.Name, item)
	case router.TerminalOutput:
		m.lab.showTerminal(m.Name, item)
	}
}

// putOnWires puts a packet on the wires that are plugged in where it leaves.
func (m *machine) putOnWires(p router.PacketOut) {
	for _, s := range m.sockets {
		if s.wire.ends[s.end].iface == p.Interface {
			m.lab.sendOnWire(s.wire, s.end, p.NextHop, frame{p.VLAN, p.Data, p.Said, p.Hardware})
		}
	}
}

func (m *machine) nextDeadline() (at time.Time, why string, ok bool) {
	switch {
	case m.box != nil:
		return m.nextWork()
	case !m.reboot.IsZero():
		return m.reboot, "reload", true
	}
	return at, "", false
}

func (m *machine) runTimers() {
	if m.box == nil {
		m.switchOn()
		return
	}
	m.lab.agenda.markChanged(m.appointment)
	m.goOn()
}

func (m *machine) receivePacket(iface string, f frame) {
	m.stepRouter(router.PacketIn{Interface: iface, Data: f.data, VLAN: f.vlan})
}

func (m *machine) hardwareAddress(iface string, vlan uint16) (string, netip.Addr) {
	i := m.interfaceOn(iface, vlan)
	return i.Hardware, i.Address.Addr()
}

// interfaceOn is the router's interface that has the packets of a port in a VLAN; the zero one if none has.
func (m *machine) interfaceOn(port string, vlan uint16) (found router.WantedInterface) {
	if m.box == nil {
		return found
	}
	for _, i := range m.box.Wanted() {
		if i.Port == port && i.VLAN == vlan && (found.Name == "" || i.Name != port) { // a native subinterface goes before its port
			found = i
		}
	}
	return found
}

func (m *machine) learnNeighbour(n router.Neighbour) {
	m.lab.whenDone(func() { m.stepRouter(n) })
}

func (m *machine) answersFor(iface string, vlan uint16, hop netip.Addr) (own, proxy bool) {
	i := m.interfaceOn(iface, vlan)
	if i.Shutdown || !i.Address.IsValid() {
		return false, false
	}
	virtual := slices.ContainsFunc(i.Virtual, func(v router.VirtualAddress) bool { return v.Addr == hop })
	c := m.box.Config()
	configured := c.Interface(i.Name)
	proxy = !i.Address.Contains(hop) && (configured == nil || !configured.NoProxyARP)
	return virtual || i.Address.Addr() == hop || i.Address.Contains(hop) && c.NAT.Gives(hop), proxy
}
