package modes

import (
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/outline"
)

// Blank is the configuration of a router of that hardware before anybody touched it.
func Blank(r debuglog.Release, hardware []string) *config.Config {
	c := config.New()
	c.Login.OnSuccess.Log = r == debuglog.IOSXE
	c.CryptoLogging = r == debuglog.IOS124 // the chapter's release logs sessions unasked
	for _, name := range hardware {
		c.AddInterface(name).Shutdown = true
	}
	return c
}

// complete is what a text says if it is the whole configuration of this router. Hardware
// that it names is not shut down unless it says so; what it does not name stays blank.
func complete(b Box, text string) (*config.Config, []Complaint) {
	var hardware []string
	for _, i := range b.Config().Interfaces {
		if !config.Virtual(i.Name) {
			hardware = append(hardware, i.Name)
		}
	}
	c := Blank(b.Release(), hardware)
	for _, l := range outline.Parse(text) {
		if name, ok := strings.CutPrefix(l.Text, "interface "); ok && c.Interface(name) != nil {
			c.Interface(name).Shutdown = false
		}
	}
	return typeLines(b, c, configLines(text))
}

// maxPasses is how often the device tries to reach a configuration.
const maxPasses = 5

// A replacement is how to get from the running-config to another one.
type replacement struct {
	passes [][]outline.Command
	result *config.Config
	failed []string // lines of the text that are refused
	why    error    // the configuration cannot stand as a whole
	short  bool     // the commands alone did not reach it
}

// replace works out the commands that make the configuration what text says, and what
// comes of them. Nothing is changed yet.
func replace(b Box, text string) replacement {
	var r replacement
	target, complaints := complete(b, text)
	if len(complaints) > 0 {
		for _, c := range complaints {
			r.failed = append(r.failed, strings.TrimSpace(c.Text))
		}
		return r
	}
	wanted := Running(target, b.Release())
	goal := outline.Parse(wanted)
	r.result = b.Config().Clone()
	for {
		now := Running(r.result, b.Release())
		if now == wanted {
			r.why = config.Check(b.Config(), r.result)
			return r
		}
		commands := outline.Commands(outline.Parse(now), goal, max(len(r.passes)-1, 0))
		if len(r.passes) == maxPasses || len(commands) == 0 && len(r.passes) > 1 {
			// Such as the same lines in an order in which they cannot be typed here.
			r.result, r.why, r.short = target, config.Check(b.Config(), target), true
			return r
		}
		r.passes = append(r.passes, commands)
		typeCommands(b, r.result, commands)
	}
}

// typeCommands runs commands on a configuration, each in the mode it belongs to. What is
// refused shows in what is still to do.
func typeCommands(b Box, c *config.Config, commands []outline.Command) {
	s := NewSession(b, nil, 15, "")
	s.draft = c
	s.stack = append(s.stack, frame{mode: Global})
	for _, command := range commands {
		if len(s.stack) < 2+command.Depth {
			continue // the mode could not be entered
		}
		s.stack = s.stack[:2+command.Depth]
		for _, line := range strings.Split(command.Text, "\n") {
			_ = s.run(line)
		}
	}
}
