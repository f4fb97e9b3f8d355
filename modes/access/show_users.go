package access

import (
	"fmt"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// A lineName is one of the lines of the configuration, with the terminal that uses it.
type lineName struct {
	kind   config.LineKind
	number int
	config *config.Line
	user   *modes.TerminalStatus // nil: nobody
}

// lineNames are all lines, by their numbers.
func lineNames(b modes.Device) (all []lineName) {
	terminals := b.Terminals()
	for _, l := range b.Config().Lines {
		for n := l.First; n <= l.Last; n++ {
			name := lineName{kind: l.Kind, number: n, config: l}
			at := slices.IndexFunc(terminals, func(t modes.TerminalStatus) bool { return t.Active && t.Kind == l.Kind && t.Number == n })
			if at >= 0 {
				name.user = &terminals[at]
			}
			all = append(all, name)
		}
	}
	return all
}

func (n lineName) tty() int { return modes.TTY(n.kind, n.number) }

// lineSyntax names one line: by its number, or by its kind.
const lineSyntax = `number:<0-990> | aux aux-number:<0-0> | console con-number:<0-0> | vty vty-number:<0-988>`

func lineHelp() modes.H {
	return modes.H{"number": "Line number", "aux": "Auxiliary line", "console": "Primary terminal line", "vty": "Virtual terminal",
		"aux-number": "Line number", "con-number": "Line number", "vty-number": "Line number"}
}

// theLine is the line that was named, or an error if it is not there.
func theLine(x *modes.Context, b modes.Device, a parser.Args) (lineName, error) {
	tty := a.Int("number")
	switch {
	case a.Has("aux-number"):
		tty = modes.TTY(config.LineAux, 0)
	case a.Has("vty-number"):
		tty = modes.TTY(config.LineVTY, a.Int("vty-number"))
	}
	for _, n := range lineNames(b) {
		if n.tty() == tty {
			return n, nil
		}
	}
	return lineName{}, modes.Refuse("% No such line")
}

func printUsers(x *modes.Context, b modes.Device, a parser.Args) error {
	x.Println("    Line       User       Host(s)              Idle       Location")
	own := x.Terminal.Status().ID
	for _, n := range lineNames(b) {
		if n.user == nil && !a.Has("all") {
			continue
		}
		mark, user, host, idle, location := " ", "", "", time.Duration(0), ""
		if t := n.user; t != nil {
			user, host, idle = t.User, "idle", t.Idle
			if len(t.Connected) > 0 {
				host = t.Connected[0]
			}
			if t.ID == own {
				mark = "*"
			}
			if t.From.IsValid() {
				location = t.From.String()
			}
		}
		row := fmt.Sprintf("%s%3d %-3s %-5d %-10s %-20s %-8s ", mark, n.tty(), n.kind, n.number, user, host, idleText(idle))
		if location == "" {
			row += "  "
		}
		x.Println(row + location)
		if n.user != nil && len(n.user.Connected) > 1 {
			for _, host := range n.user.Connected[1:] {
				x.Printf("%27s%-20s\n", "", host)
			}
		}
	}
	x.Println("")
	x.Println("  Interface    User               Mode         Idle     Peer Address")
	x.Println("")
	return nil
}

// idleText is a time as hours, minutes and seconds, or from a day on as days and hours.
func idleText(d time.Duration) string {
	s := modes.InSeconds(d)
	if days := s / 86400; days > 0 {
		return fmt.Sprintf("%dd%02dh", days, s/3600%24)
	}
	return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
}

func usersHelp() modes.H {
	return modes.H{"all": "Include information about inactive ports", "wide": "use wide format"}
}

func showUsers() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`users [all] [wide]`, modes.MergeHelp(usersHelp(),
		modes.H{"users": "Display information about terminal lines"}), printUsers)
}

// listUsers is `who`, and its old name.
func listUsers(word, help string) modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{Syntax: word + ` [all]`, Help: modes.H{word: help, "all": usersHelp()["all"]}, Set: printUsers}
}

func addShowUsers(l *modes.Language) {
	l.Add("exec", showUsers(), listUsers("who", "List active lines"), listUsers("systat", "Display information about terminal lines"))
}
