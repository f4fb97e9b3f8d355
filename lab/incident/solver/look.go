package solver

import (
	"net/netip"
	"strings"
	"time"

	"ruthere/lab/incident"
)

// What no configuration says.

// look tries links, tunnels and machines. If something was mended, what users told may have come of that.
func (s *session) look(mended bool) []Finding {
	if found := s.lookAtLinks(); len(found) > 0 {
		return found
	}
	if found := s.lookAtTunnels(); len(found) > 0 || mended {
		return found
	}
	if found := s.lookAtMachines(); len(found) > 0 {
		return found
	}
	return s.lookForDeaths()
}

// How links are tried: as many pings, in percent that have to come back, and as many bytes.
const (
	tries    = "100"
	fairly   = 97
	long     = "1400"
	settling = 3 * time.Second
)

func (s *session) lookAtLinks() (found []Finding) {
	for _, l := range s.told.Agreement.Links {
		if l.Site == s.told.Agreement.OutOfService {
			continue
		}
		switch came := s.ping(l.Site, l.Provider, "repeat "+tries+" timeout 1"); {
		case came == 0:
			found = append(found, Finding{Cause: "link-cut", Place: l.Name})
		case came < fairly:
			found = append(found, Finding{Cause: "packet-loss", Place: l.Name})
		case s.ping(l.Site, l.Provider, "size "+long+" repeat 3 timeout 1") == 0:
			found = append(found, Finding{Cause: "mtu-black-hole", Place: l.Name})
		}
	}
	return found
}

// lookAtTunnels has every tunnel made anew, and looks how far that goes.
func (s *session) lookAtTunnels() []Finding {
	for _, g := range s.gateways {
		s.typeLines(g.Name, "clear crypto session")
	}
	s.wait(s.gateways[0].Name, settling)
	for _, g := range s.gateways {
		if len(g.Networks) > 1 {
			continue // a head office: branches open tunnels, and where they are behind a translator nobody else can
		}
		source := "source " + g.Ports[0]
		for _, peer := range g.Peers {
			to := s.gatewayNamed(peer.Name)
			target := addressIn(to.Networks[0])
			for try := 0; s.ping(g.Name, target, source+" repeat 5") < 100; try++ {
				if try == 12 { // peers that are out of service take their time
					return []Finding{s.blocked(g)}
				}
			}
		}
	}
	return nil
}

// blocked says what is dropped between two routers that are configured as they should be.
func (s *session) blocked(g *incident.AgreedGateway) Finding {
	cause := "udp-500-blocked"
	shown := s.typeLines(g.Name, "show crypto isakmp sa")
	switch {
	case strings.Contains(shown, "QM_IDLE"):
		cause = "esp-blocked"
	case strings.Contains(shown, "MM_KEY_EXCH"):
		cause = "udp-4500-blocked"
	}
	return Finding{Cause: cause, Place: provider}
}

// provider is the name of everybody's provider.
const provider = "Provider"

func (s *session) gatewayNamed(name string) *incident.AgreedGateway {
	for i := range s.told.Agreement.Gateways {
		if g := &s.told.Agreement.Gateways[i]; g.Name == name {
			return g
		}
	}
	return nil
}

// addressIn is the address of a gateway in its network.
func addressIn(p netip.Prefix) netip.Addr { return p.Masked().Addr().Next() }

// lookAtMachines asks for those of whom users complain.
func (s *session) lookAtMachines() []Finding {
	for _, one := range s.told.Symptoms {
		if one.Works {
			continue
		}
		user, server := s.machine(one.User), s.machine(one.To)
		if one.Address != server.Address {
			return []Finding{{Cause: "wrong-address", Place: one.User}}
		}
		near, far := s.gatewayOf(user.Address), s.gatewayOf(server.Address)
		switch {
		case server.Serves != "" && s.ping(far.Name, server.Address) == 0:
			return []Finding{{Cause: "server-unplugged", Place: one.To}}
		case server.Serves == "" && s.ping(near.Name, user.Address) == 0:
			return []Finding{{Cause: "server-unplugged", Place: one.User}}
		}
		for _, m := range []*incident.AgreedMachine{user, server} {
			here, there := near, far
			if m == server {
				here, there = far, near
			}
			if s.ping(here.Name, m.Address) > 0 && s.ping(there.Name, m.Address, "source "+there.Ports[0]+" repeat 5") == 0 {
				return []Finding{{Cause: "host-gateway", Place: m.Name}}
			}
		}
		if !strings.Contains(one.Result, "refused") {
			continue
		}
		if strings.Contains(s.typeLines(far.Name, "telnet "+server.Address.String()+" 80"), "refused") {
			return []Finding{{Cause: "server-not-listening", Place: one.To}}
		}
	}
	return nil
}

// idleness is longer than a peer lives that answers nothing: an interval of 10 s and five repetitions, and some more.
const idleness = 50 * time.Second

// lookForDeaths waits whether a tunnel dies of which nobody took anything away.
func (s *session) lookForDeaths() []Finding {
	for _, g := range s.gateways {
		if g.Keepalive == "" {
			continue
		}
		s.typeLines(g.Name, "debug crypto isakmp")
		for _, peer := range g.Peers {
			s.ping(g.Name, addressIn(s.gatewayNamed(peer.Name).Networks[0]), "source "+g.Ports[0]+" repeat 5")
		}
		shown := s.wait(g.Name, idleness)
		s.typeLines(g.Name, "undebug all")
		for _, peer := range g.Peers {
			if strings.Contains(shown, "peer "+peer.Addresses[len(peer.Addresses)-1].String()+" not responding!") {
				return []Finding{{Cause: "answers-refused", Place: peer.Name}}
			}
		}
	}
	return nil
}
