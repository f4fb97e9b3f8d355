package lab

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"ruthere/journal"
)

// A moment is an instant of a run that has a name.
type moment struct {
	instant
	name   string
	branch string // of which course of things
	end    bool   // the end of a branch that was left
}

// timelineCommands are the lab commands about the run as a whole.
func timelineCommands() []command {
	return []command{
		{"checkpoint", "NAME", "remember this instant under a name, to come back to", nil, runCheckpoint, 1, 1, nil},
		{"checkpoints", "", "the instants that have names", nil, runCheckpoints, 0, 0, nil},
		{"back", "NAME | TIME", "go back to a checkpoint, by a time such as 5m, or to a time of day", nil, runBack, 1, 2, nil},
		{"branch", "NAME [BACK-TO]", "keep what happened so far under its name, and go on as NAME, from here or further back", nil,
			runBranch, 1, 3, nil},
		{"record", "FILE | off", "write down what enters the lab, from its start on: ruthere play runs it again",
			func(l *Lab) bool { return l.options.OpenRecord != nil }, runRecord, 1, 1, nil},
	}
}

// outsideNames are commands that are no input of the lab, besides those of time and timelines: what they
// do is done to whoever looks on.
var outsideNames = []string{"advance", "connect", "exit", "capture", "ladder"}

// isOutside says whether a command is no input of the lab.
func (c command) isOutside() bool {
	if c.of != nil {
		return !c.of.Enters
	}
	return slices.Contains(outsideNames, c.name) ||
		slices.ContainsFunc(slices.Concat(timeCommands(), timelineCommands()), func(o command) bool { return o.name == c.name })
}

func runCheckpoint(l *Lab, args []string) (string, error) {
	name := args[0]
	if err := checkMomentName(name); err != nil {
		return "", err
	}
	l.request(func() error {
		l.mark(moment{l.here(), name, l.line.branch, false})
		l.options.Notice("checkpoint " + name + " at " + l.now.Format(clockForm))
		return nil
	})
	return "", nil
}

// checkMomentName refuses what `back` would take for something else.
func checkMomentName(name string) error {
	if _, err := time.ParseDuration(name); err == nil || !strings.ContainsFunc(name, func(r rune) bool { return r > '9' }) {
		return fmt.Errorf("%q is a time and no name", name)
	}
	return nil
}

// mark names an instant; an older one of the name gives way.
func (l *Lab) mark(m moment) {
	l.line.moments = slices.DeleteFunc(slices.Clone(l.line.moments), func(o moment) bool { return o.name == m.name })
	l.line.moments = append(l.line.moments, m)
}

func runCheckpoints(l *Lab, _ []string) (string, error) {
	l.request(func() error { l.options.Notice(strings.TrimSuffix(l.momentTable(), "\n")); return nil })
	return "", nil
}

func (l *Lab) momentTable() string {
	var b strings.Builder
	row := func(mark, name string, m instant, what string) {
		fmt.Fprintf(&b, "%s %-20s %s  %4d inputs  %s\n", mark, name, m.at.Format(clockForm), len(m.entries), what)
	}
	for _, m := range l.line.moments {
		if m.end {
			row(" ", m.name, m.instant, "end of a branch")
		} else {
			row(" ", m.name, m.instant, "on "+m.branch)
		}
	}
	row("*", l.line.branch, l.here(), "now")
	return b.String()
}

func runBack(l *Lab, args []string) (string, error) {
	l.request(func() error { return l.goBack(strings.Join(args, " "), "") })
	return "", nil
}

func runBranch(l *Lab, args []string) (string, error) {
	if err := checkMomentName(args[0]); err != nil {
		return "", err
	}
	l.request(func() error { return l.goBack(strings.Join(args[1:], " "), args[0]) })
	return "", nil
}

// goBack goes to an instant that text names ("": this one). With a branch, what happened so far is kept.
func (l *Lab) goBack(text, branch string) error {
	to := moment{l.here(), "", l.line.branch, false}
	if text != "" {
		var err error
		if to, err = l.findMoment(text); err != nil {
			return l.refuse(err)
		}
	}
	if branch != "" {
		if branch == l.line.branch || slices.ContainsFunc(l.line.moments, func(m moment) bool { return m.name == branch }) {
			return l.refuse(fmt.Errorf("there is a %s already", branch))
		}
		l.mark(moment{l.here(), l.line.branch, l.line.branch, true})
		to.branch = branch
	}
	var screens []*Screen
	if text != "" {
		var err error
		if screens, err = l.restore(to.instant); err != nil {
			return err
		}
		defer func() {
			if l.options.Restored != nil {
				l.options.Restored(screens)
			}
		}()
	}
	l.line.branch = to.branch
	if branch != "" {
		l.options.Notice("branch " + branch + " from " + l.now.Format(clockForm))
		return nil
	}
	l.options.Notice(strings.TrimSpace("back at " + l.now.Format(clockForm) + " " + to.name))
	return nil
}

// refuse says that something asked of time cannot be. In a transcript it is an error.
func (l *Lab) refuse(err error) error {
	if l.options.Virtual {
		return err
	}
	l.options.Notice("% " + err.Error())
	return nil
}

// findMoment is the instant of a name, some time ago, or of a time of day before now.
func (l *Lab) findMoment(text string) (m moment, err error) {
	for _, m := range l.line.moments {
		if m.name == text {
			return m, nil
		}
	}
	at := l.now
	if d, failed := time.ParseDuration(text); failed == nil {
		at = at.Add(-d)
	} else if at, err = l.timeOfDay(text); err != nil {
		var names []string
		for _, m := range l.line.moments {
			names = append(names, m.name)
		}
		return m, fmt.Errorf("there is no checkpoint %q, and it is no time%s", text, listNames(names))
	} else if at.After(l.now) && !strings.Contains(text, "-") {
		at = at.AddDate(0, 0, -1)
	}
	start := l.line.topology.Clock
	if at.Before(start) || at.After(l.now) {
		return m, fmt.Errorf("%s is not between %s, when the lab began, and now", at.Format(clockForm), start.Format(clockForm))
	}
	entries := l.line.entries
	n := sort.Search(len(entries), func(i int) bool { return entries[i].At.After(at) })
	return moment{instant{slices.Clip(entries[:n]), at, journal.All}, "", l.line.branch, false}, nil
}

func runRecord(l *Lab, args []string) (string, error) {
	l.request(func() error {
		if args[0] == "off" {
			l.EndRun()
			return nil
		}
		f, err := l.options.OpenRecord(args[0])
		if err == nil {
			err = l.WriteRun(f, l.options.Program)
		}
		if err != nil {
			return l.refuse(err)
		}
		l.options.Notice("recording into " + args[0] + "; it holds secrets")
		return nil
	})
	return "", nil
}
