package incident

import (
	"fmt"
	"slices"
	"strings"
)

// A Briefing is what somebody is told who is to find out what is wrong.
type Briefing struct {
	Schema    int        `json:"schema"`
	ID        string     `json:"id"`
	Seed      uint64     `json:"seed"`
	Title     string     `json:"title"`
	Story     string     `json:"story"` // Markdown
	Symptoms  []Symptom  `json:"symptoms"`
	Restarted string     `json:"restarted,omitempty"` // the router that somebody restarted
	Agreement Agreement  `json:"agreement"`
	Consoles  []string   `json:"consoles"` // of the routers that one may use
	Questions []Question `json:"questions"`
}

// A Question is one that is to be answered.
type Question struct {
	Key     string   `json:"key"`
	Text    string   `json:"text"`
	Choices []Choice `json:"choices"`
}

// A Choice is an answer.
type Choice struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// The keys of the questions.
const (
	CauseKey = "cause"
	PlaceKey = "place"
)

// Brief tells what the users saw.
func (c *Case) Brief(list []Symptom) Briefing {
	n := c.network
	b := Briefing{Schema: 1, ID: c.ID, Seed: c.Seed, Title: c.title(), Symptoms: list, Restarted: n.restarted, Agreement: n.agreement}
	for _, g := range n.gateways {
		b.Consoles = append(b.Consoles, g.name)
	}
	b.Questions = []Question{
		{CauseKey, "What is wrong? If it is two things: both, with a + between them.", causeChoices()},
		{PlaceKey, "Where is it? If it is in two places: both, with a + between them.", n.placeChoices()},
	}
	b.Story = c.story(list)
	return b
}

func (c *Case) title() string { return "Incident " + c.ID + ": " + c.scenario().title }

func causeChoices() (list []Choice) {
	for _, one := range everyCause {
		list = append(list, Choice{one.ID, one.Title})
	}
	return list
}

// placeChoices are all places that there are.
func (n *network) placeChoices() (list []Choice) {
	for _, g := range n.gateways {
		list = append(list, Choice{g.name, "router"})
	}
	list = append(list, Choice{providerName, "the provider"})
	for _, a := range n.accesses {
		list = append(list, Choice{a.link, "link of " + n.nameOf(a.role) + " to the provider"})
	}
	if n.translator != nil {
		list = append(list, Choice{n.translator.name, "home router"})
	}
	for _, h := range n.hosts {
		list = append(list, Choice{h.name, "machine"})
	}
	return list
}

// story is what users tell, and what those who made the network wrote down.
func (c *Case) story(list []Symptom) string {
	b, n := &configText{}, c.network
	b.line("# %s", c.title())
	b.line("")
	users := n.users(list)
	for _, user := range users {
		b.line("%s:", n.introduce(user))
		b.line("")
		for _, text := range complaints(list, user) {
			b.line("> %s", text)
		}
		b.line("")
	}
	if n.restarted != "" {
		b.line("At %s somebody restarted %s.", n.clock.Add(restartAfter).Format(clockForm), n.restarted)
		b.line("")
	}
	if n.down != "" {
		b.line("%s is out of service today, and everybody knows; leave it alone.", n.down)
		b.line("")
	}
	n.agreement.write(b)
	b.line("What is wrong, and where? Answer both questions, and mend what can be mended at the consoles of %s. The console of", n.consoles())
	b.line("%s is the provider's. What others have to mend, they mend as soon as it is named.", providerName)
	return b.String()
}

func (n *network) users(list []Symptom) (names []string) {
	for _, s := range list {
		if !slices.Contains(names, s.User) {
			names = append(names, s.User)
		}
	}
	return names
}

// introduce says who it is that tells.
func (n *network) introduce(name string) string {
	for _, h := range n.hosts {
		if h.name == name && !isPerson(h.role) {
			return "Whoever watches " + name + " (" + h.address.Addr().String() + ") tells"
		}
	}
	for _, h := range n.hosts {
		if h.name == name {
			return name + " (" + h.address.Addr().String() + ") tells"
		}
	}
	return name
}

func isPerson(role string) bool { return role == roleUser || role == roleColleague }

func (n *network) consoles() string {
	var names []string
	for _, g := range n.gateways {
		names = append(names, g.name)
	}
	return strings.Join(names, ", ")
}

// complaints are what a user says, what is the same again and again in one line.
func complaints(list []Symptom, user string) (lines []string) {
	var first, last Symptom
	count := 0
	flush := func() {
		switch {
		case count == 1:
			lines = append(lines, first.At.Format(clockForm)+" "+first.complaint())
		case count > 1:
			lines = append(lines, fmt.Sprintf("%s to %s, %d times: %s", first.At.Format(clockForm), last.At.Format(clockForm), count,
				first.complaint()))
		}
		count = 0
	}
	for _, s := range list {
		if s.User != user {
			continue
		}
		if count == 0 || s.complaint() != first.complaint() {
			flush()
			first = s
		}
		last = s
		count++
	}
	flush()
	return lines
}

// clockForm shows a time of day.
const clockForm = "15:04:05"

// complaint is what a user says of what came of something.
func (s Symptom) complaint() string {
	whom := fmt.Sprintf("%s (%s)", s.To, s.Address)
	switch {
	case s.Action == "fetch" && s.Works:
		return fmt.Sprintf("I fetched the price list from %s, and had it at once.", whom)
	case s.Action == "fetch":
		_, result, _ := strings.Cut(s.Result, fileName+": ")
		return fmt.Sprintf("I wanted the price list from %s. My machine said: %s", whom, result)
	case s.Works:
		return fmt.Sprintf("I asked %s five times whether it is there: five answers.", whom)
	case s.Came == 0:
		return fmt.Sprintf("I asked %s five times whether it is there, and nothing came back.", whom)
	}
	return fmt.Sprintf("I asked %s five times whether it is there: only %d answers.", whom, s.Came)
}

// write writes the agreement as those who made it would.
func (a *Agreement) write(b *configText) {
	pfs := "no perfect forward secrecy"
	if a.PFS > 0 {
		pfs = fmt.Sprintf("perfect forward secrecy with group %d", a.PFS)
	}
	b.line("What was agreed for every tunnel, and is right:")
	b.line("")
	b.line("* phase 1: encryption %s, hash %s, authentication %s, group %d", a.Encryption, a.Hash, a.Authentication, a.Group)
	b.line("* phase 2: %s, %s", a.Transform, pfs)
	for _, t := range a.Tunnels {
		b.line("* the key between %s and %s: %s", t.Between[0], t.Between[1], t.Key)
	}
	for _, g := range a.Gateways {
		var networks []string
		for i, p := range g.Networks {
			networks = append(networks, p.String()+" at "+g.Ports[i])
		}
		b.line("* %s: %s at %s, next hop %s, networks %s", g.Name, g.Address, g.Outside, g.NextHop, strings.Join(networks, ", "))
		for _, p := range g.Peers {
			var addresses []string
			for _, one := range p.Addresses {
				addresses = append(addresses, one.String())
			}
			b.line("  * its peer for the networks of %s: %s", p.Name, strings.Join(addresses, ", and if that is dead "))
		}
		b.line("  * %s", g.keepalives())
	}
	for _, m := range a.Machines {
		serves := ""
		if m.Serves != "" {
			serves = ", serves " + m.Serves
		}
		b.line("* %s: %s, gateway %s%s", m.Name, m.Address, m.Gateway, serves)
	}
	for _, l := range a.Links {
		b.line("* link %s of %s: the provider is %s there", l.Name, l.Site, l.Provider)
	}
	b.line("")
}

func (g *AgreedGateway) keepalives() string {
	text := "no keepalives"
	if g.Keepalive != "" {
		text = "crypto isakmp keepalive " + g.Keepalive
	}
	if g.Translates {
		text += ", translates what goes to the internet and nothing that goes through tunnels"
	}
	if g.NATKeepalive > 0 {
		text += fmt.Sprintf(", crypto isakmp nat keepalive %d", g.NATKeepalive)
	}
	return text
}
