package incident

// A Cause is what can be wrong.
type Cause struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	where where
	part  string // of a configuration that it is about: of two with the same there is never but one; "" goes with no other
	// in are the scenarios in which it can be; nil: all.
	in     []string
	strike func(n *network, role string, c chance)
}

// where says what can be the place of a cause.
type where int

const (
	atGateways where = iota // in its configuration
	atBegins                // in that of one that opens tunnels
	atRouter                // at a gateway, but not in its configuration
	atProvider
	atAccess // on a link to the provider
	atUser   // with the tunnel all is well
	atServer
)

// InConfiguration says whether the cause is mended by typing at a router; others are mended by whoever is told of them.
func (c *Cause) InConfiguration() bool { return c.where == atGateways || c.where == atBegins }

// IsHealthy says whether the tunnels are as they should be, and the user has another problem.
func (c *Cause) IsHealthy() bool { return c.where == atUser || c.where == atServer }

// Causes are all that there are, in the order in which lists have them.
func Causes() []Cause {
	all := phase1Causes()
	all = append(all, phase2Causes()...)
	all = append(all, portCauses()...)
	all = append(all, lifeCauses()...)
	all = append(all, providerCauses()...)
	return append(all, healthyCauses()...)
}

// everyCause is made once: causes are data.
var everyCause = Causes()

func findCause(id string) *Cause {
	for i := range everyCause {
		if everyCause[i].ID == id {
			return &everyCause[i]
		}
	}
	return nil
}

// possibleIn says whether a scenario has room for a cause.
func (c *Cause) possibleIn(s *scenario) bool {
	for _, name := range c.in {
		if name == s.name {
			return true
		}
	}
	return c.in == nil
}

// placesIn are the roles at which a cause can be in a scenario.
func (c *Cause) placesIn(s *scenario) (roles []string) {
	switch c.where {
	case atGateways, atRouter:
		return s.gateways
	case atBegins:
		return s.begins
	case atProvider:
		return []string{roleProvider}
	case atUser:
		return []string{roleUser}
	case atServer:
		return []string{roleServer}
	}
	for _, a := range s.accesses {
		roles = append(roles, accessOf+a)
	}
	return roles
}
