package incident

import (
	"fmt"
	"net/netip"
	"time"

	"ruthere/lab"
)

// An action is what a user does.
type action int

const (
	pingQuietly action = iota // and nobody tells of it: it is what opens a tunnel
	ping
	fetchFile
)

// A step is a user's action, after a while.
type step struct {
	wait     time.Duration
	action   action
	from, to string // roles
	target   netip.Addr
}

// do adds a step.
func (n *network) do(wait time.Duration, a action, from, to string) {
	n.steps = append(n.steps, step{wait, a, from, to, n.host(to).address.Addr()})
}

// strike adds a fault that is there from the start.
func (n *network) strike(format string, args ...any) { n.strikeAt(0, format, args...) }

func (n *network) strikeAt(at time.Duration, format string, args ...any) {
	n.faults = append(n.faults, timedFault{at, fmt.Sprintf(format, args...)})
}

// A Symptom is what came of something that a user did.
type Symptom struct {
	At      time.Time  `json:"at"` // by the lab's clock
	User    string     `json:"user"`
	To      string     `json:"to"` // whom he meant
	Address netip.Addr `json:"address"`
	Action  string     `json:"action"`         // ping or fetch
	Result  string     `json:"result"`         // in the machine's words
	Sent    int        `json:"sent,omitempty"` // of pings
	Came    int        `json:"answered,omitempty"`
	Works   bool       `json:"works"`
}

// fileName is what users fetch.
const fileName = "price-list"

// How long five pings take at most, how long a fetch may, and how often it is looked whether it is over.
const (
	pingTime   = 11 * time.Second
	fetchLimit = 3 * time.Minute
	fetchStep  = 5 * time.Second
)

// Watch has a lab of the case live through what its users did, from its start on, and tells what came of it.
func (c *Case) Watch(l *lab.Lab) (list []Symptom, err error) {
	for _, s := range c.network.steps {
		if err := l.Advance(l.Now().Add(s.wait)); err != nil {
			return nil, err
		}
		one := Symptom{At: l.Now(), User: c.network.nameOf(s.from), To: c.network.nameOf(s.to), Address: s.target, Action: "ping"}
		if s.action == fetchFile {
			one.Action = "fetch"
			err = c.fetch(l, &one)
		} else {
			err = c.ping(l, &one)
		}
		if err != nil {
			return nil, err
		}
		if s.action != pingQuietly {
			list = append(list, one)
		}
	}
	return list, nil
}

func (c *Case) ping(l *lab.Lab, s *Symptom) error {
	if err := l.Ping(s.User, s.Address.String()); err != nil {
		return err
	}
	if err := l.Advance(l.Now().Add(pingTime)); err != nil {
		return err
	}
	s.Result = lastOf(l, s.User)
	_, _ = fmt.Sscanf(s.Result, "%d pings to "+s.Address.String()+", %d answered", &s.Sent, &s.Came)
	s.Works = s.Sent > 0 && s.Came == s.Sent
	return nil
}

func (c *Case) fetch(l *lab.Lab, s *Symptom) error {
	before := lastOf(l, s.User)
	if err := l.Fetch(s.User, "http://"+s.Address.String()+"/"+fileName); err != nil {
		return err
	}
	for end := l.Now().Add(fetchLimit); lastOf(l, s.User) == before && l.Now().Before(end); {
		if err := l.Advance(l.Now().Add(fetchStep)); err != nil {
			return err
		}
	}
	var size int
	s.Result = lastOf(l, s.User)
	n, _ := fmt.Sscanf(s.Result, "http://"+s.Address.String()+"/"+fileName+": 200 OK, %d bytes", &size)
	s.Works = n == 1
	return nil
}

// lastOf is what came of what a host did last.
func lastOf(l *lab.Lab, name string) string {
	for _, h := range l.Overview().Hosts {
		if h.Name == name {
			return h.Last
		}
	}
	return ""
}
