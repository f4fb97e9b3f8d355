package solver

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"ruthere/lab/incident"
)

// Consoles are what somebody sits at.
type Consoles interface {
	// Type types a line at a router's console, and is what it shows until it asks for the next.
	Type(router, line string) (shown string, err error)
	// Wait lets time pass, and is what the router's console shows meanwhile.
	Wait(router string, d time.Duration) (shown string, err error)
}

// A Finding is a cause and its place, with what mends it at a router, if anything does.
type Finding struct {
	Cause, Place string
	mend         []string // lines for configuration mode
}

// Solve finds out what is wrong, and mends what can be mended at the consoles. An error is one of the consoles.
func Solve(told incident.Briefing, at Consoles) (found []Finding, err error) {
	s := &session{told: told, consoles: at}
	for i := range told.Agreement.Gateways {
		if g := &told.Agreement.Gateways[i]; g.Name != told.Agreement.OutOfService {
			s.gateways = append(s.gateways, g)
			s.typeLines(g.Name, "", "enable", "terminal length 0")
		}
	}
	for _, g := range s.gateways {
		here := s.compare(g, parseRunning(s.typeLines(g.Name, "show running-config")))
		for _, f := range here {
			s.mend(f)
		}
		found = append(found, here...)
	}
	if s.err == nil && !slices.ContainsFunc(found, Finding.explainsTime) {
		found = append(found, s.look(len(found) > 0)...)
	}
	return found, s.err
}

// explainsTime says whether a finding explains what shows only after a while: nothing else can be looked for as easily.
func (f Finding) explainsTime() bool {
	return f.Cause == "stale-sas" || f.Cause == "nat-keepalive-missing"
}

// A session is one incident being looked into. The first error ends it.
type session struct {
	told     incident.Briefing
	consoles Consoles
	gateways []*incident.AgreedGateway
	err      error
}

// typeLines types lines and is what the last of them showed.
func (s *session) typeLines(router string, lines ...string) (shown string) {
	for _, line := range lines {
		if s.err != nil {
			return ""
		}
		shown, s.err = s.consoles.Type(router, line)
	}
	return shown
}

func (s *session) wait(router string, d time.Duration) (shown string) {
	if s.err == nil {
		shown, s.err = s.consoles.Wait(router, d)
	}
	return shown
}

// mend types what mends something.
func (s *session) mend(f Finding) {
	if len(f.mend) == 0 {
		return
	}
	s.typeLines(f.Place, "configure terminal")
	for _, line := range f.mend {
		s.typeLines(f.Place, line)
	}
	s.typeLines(f.Place, "end", "clear crypto session")
}

// ping has a router send pings, and is how many of a hundred came back.
func (s *session) ping(router string, to netip.Addr, words ...string) (percent int) {
	shown := s.typeLines(router, strings.TrimSpace("ping "+to.String()+" "+strings.Join(words, " ")))
	if _, rest, ok := strings.Cut(shown, "Success rate is "); ok {
		_, _ = fmt.Sscanf(rest, "%d percent", &percent)
	}
	return percent
}

// gatewayOf is the gateway behind which an address is; of two, the one that is in service.
func (s *session) gatewayOf(a netip.Addr) *incident.AgreedGateway {
	for _, g := range s.gateways {
		for _, p := range g.Networks {
			if p.Contains(a) {
				return g
			}
		}
	}
	return nil
}

func (s *session) machine(name string) *incident.AgreedMachine {
	for i := range s.told.Agreement.Machines {
		if m := &s.told.Agreement.Machines[i]; m.Name == name {
			return m
		}
	}
	return nil
}
