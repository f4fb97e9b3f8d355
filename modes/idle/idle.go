// Package idle holds what routers show of features that are configured and do nothing here: as
// configured, and idle, for nobody was heard from yet. All values come from the configuration
// and from the interfaces.
package idle

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// Add adds the room's commands. Of two that match the same line the one added first wins.
func Add(l *modes.Language) {
	addAbsent(l)
	addClear(l)
	addNeighbours(l)
	addRouting(l)
	addOSPF(l)
	addEIGRP(l)
	addBGP(l)
	addRedundancy(l)
	addDHCP(l)
	addClasses(l)
	addPolicies(l)
	addPrefixLists(l)
	addZones(l)
	addEvents(l)
	addIPv6(l)
	addKeyChains(l)
	addDialers(l)
	addWebServer(l)
	addVLANs(l)
}

// A block is a line of the configuration, without the keywords that it was found by, and the
// lines below it.
type block struct {
	text  string
	below *config.Inert
}

// blocksOf are the lines that begin with keywords and have something behind them.
func blocksOf(lines *config.Inert, keywords string) (all []block) {
	if lines == nil {
		return nil
	}
	for l := range lines.All() {
		if rest, ok := strings.CutPrefix(l.Text, keywords+" "); ok {
			all = append(all, block{rest, l.Block})
		}
	}
	return all
}

// hasLine says whether there is a line.
func hasLine(lines *config.Inert, line string) bool {
	return lines != nil && slices.Contains(lines.Texts(), line)
}

// has says whether a line stands below.
func (b block) has(line string) bool { return hasLine(b.below, line) }

// all are what follows keywords in the lines below.
func (b block) all(keywords string) (values []string) {
	for _, inner := range blocksOf(b.below, keywords) {
		values = append(values, inner.text)
	}
	return values
}

// value is what follows keywords in the first line below that begins with them, or byDefault.
func (b block) value(keywords, byDefault string) string {
	if values := b.all(keywords); len(values) > 0 {
		return values[0]
	}
	return byDefault
}

// first is the first word of the block's line.
func (b block) first() string {
	word, _, _ := strings.Cut(b.text, " ")
	return word
}

// after is the word that follows another in a line, "" if there is none.
func after(line, word string) string {
	words := strings.Fields(line)
	if at := slices.Index(words, word); at >= 0 && at+1 < len(words) {
		return words[at+1]
	}
	return ""
}

// routerID is what a process says of itself: the ID configured, else the highest address of
// a loopback interface, else of any.
func (b block) routerID(c *config.Config, keywords string) netip.Addr {
	if id, err := netip.ParseAddr(b.value(keywords, "")); err == nil {
		return id
	}
	id, ofLoopback := netip.IPv4Unspecified(), false
	for _, i := range c.Interfaces {
		loopback := strings.HasPrefix(i.Name, "Loopback")
		if a := i.Address.Addr(); a.IsValid() && (loopback && !ofLoopback || loopback == ofLoopback && id.Less(a)) {
			id, ofLoopback = a, loopback
		}
	}
	return id
}

// A port is an interface, and its section of the configuration.
type port struct {
	modes.InterfaceStatus
	section *config.Interface
}

func portsOf(b modes.Device) (all []port) {
	for _, s := range b.Interfaces() {
		if i := b.InForce().Interface(s.Name); i != nil {
			all = append(all, port{s, i})
		}
	}
	return all
}

// capital is a text with a capital at its beginning.
func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// setting is what follows keywords in the port's section, or byDefault.
func (p port) setting(keywords, byDefault string) string {
	return block{below: &p.section.Inert}.value(keywords, byDefault)
}

// bandwidthAndDelay are in kilobits a second and in tens of microseconds.
func (p port) bandwidthAndDelay() (kilobits, delay int) {
	kilobits, delay, known := config.HardwareSpeed(p.Name)
	if !known {
		kilobits, delay = 100_000, 10
	}
	return cmp.Or(p.section.Bandwidth, kilobits), cmp.Or(p.section.Delay, delay)
}

// ipHelp explains the words of show commands below `show ip`.
func ipHelp(more modes.H) modes.H { return modes.MergeHelp(modes.H{"ip": "IP information"}, more) }

// show adds a show command that only prints; the help may be that of others too.
func show(l *modes.Language, syntax string, help modes.H, print func(x *modes.Context, b modes.Device, a parser.Args)) {
	l.Add("exec", modes.ShowCommand(syntax, modes.UsedHelp(syntax, help), func(x *modes.Context, b modes.Device, a parser.Args) error {
		print(x, b, a)
		return nil
	}))
}
