package ezvpn

import (
	"net/netip"
	"slices"
	"strconv"

	"ruthere/crypto/ike"
)

// A Status is how a client stands, for who wants to see it.
type Status struct {
	Name      string
	Inside    []string // interfaces
	Outside   string   // "" = none
	State     State
	LastEvent Event
	Server    netip.Addr // that is spoken to; invalid = none
	User      string
	Pending   bool      // somebody has to type a user and a password
	Given     ike.Given // by the server
	Loopback  string    // the interface that has the address; "" = there is none
	Backup    []string  // servers besides those that are configured
}

// Statuses lists the clients, in the order of the configuration.
func (s *Clients) Statuses() (list []Status) {
	for _, c := range s.list {
		st := Status{Name: c.settings.Name, Inside: c.inside, Outside: c.outside, State: c.state, LastEvent: c.last, Server: c.server,
			User: c.user, Pending: c.pending, Given: c.given}
		if c.given.Address.IsValid() && c.settings.WantsAddress() && c.state >= SocketsOpen {
			st.Loopback = c.loopback()
		}
		for _, p := range c.peers[min(len(c.peers), len(c.settings.Peers)):] {
			st.Backup = append(st.Backup, p.String())
		}
		list = append(list, st)
	}
	return list
}

// firstLoopback is the number of the interface that has the first client's address.
const firstLoopback = 10000

func (c *client) loopback() string { return "Loopback" + strconv.Itoa(firstLoopback+c.number) }

func equalPrefixes(a, b []netip.Prefix) bool { return slices.Equal(a, b) }

// settingLines are what a server told, as the device's debugging prints it.
func settingLines(g ike.Given) (lines []string) {
	say := func(word, value string) {
		if value != "" {
			lines = append(lines, word+value)
		}
	}
	sayAddress := func(word string, a netip.Addr) {
		if a.IsValid() {
			say(word, a.String())
		}
	}
	sayAddress("Address: ", g.Address)
	sayAddress("Mask: ", g.Mask)
	for i, a := range g.DNS[:min(2, len(g.DNS))] {
		sayAddress([]string{"DNS Primary: ", "DNS Secondary: "}[i], a)
	}
	for i, a := range g.WINS[:min(2, len(g.WINS))] {
		sayAddress([]string{"NBMS/WINS Primary: ", "NBMS/WINS Secondary: "}[i], a)
	}
	if len(g.Split) > 0 {
		say("Split Tunnel List: ", strconv.Itoa(len(g.Split)))
	}
	for _, p := range g.Split {
		say("  Network: ", p.String())
	}
	say("Default Domain: ", g.Domain)
	if g.SavePassword {
		say("Savepwd ", "on")
	} else {
		say("Savepwd ", "off")
	}
	say("Banner: ", g.Banner)
	return lines
}
