package storage

import (
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/outline"
	"ruthere/parser"
)

// Blank is the configuration of a router of that hardware before anybody touched it.
func Blank(r debuglog.Release, hardware []string) *config.Config {
	c := config.New()
	c.Login.OnSuccess.Log = r == debuglog.IOSXE
	for _, name := range hardware {
		c.AddInterface(name).Shutdown = true
	}
	return c
}

// complete is what a text says if it is the whole configuration of this router. Hardware
// that it names is not shut down unless it says so; what it does not name stays blank.
func Complete(b modes.Device, text string) (*config.Config, []modes.Complaint) {
	var hardware []string
	for _, i := range b.Config().Interfaces {
		if !config.Virtual(i.Name) {
			hardware = append(hardware, i.Name)
		}
	}
	c := Blank(b.Release(), hardware)
	c.Register = b.Config().Register // of no text, unless a line sets it
	StartNamed(c, text)
	return modes.TypeLines(b, c, modes.ConfigLines(text))
}

// StartNamed starts the hardware that a whole configuration names, in any form a line may use: where it is shut down, a
// line of its own will say so.
func StartNamed(c *config.Config, text string) {
	for line := range strings.Lines(text) {
		name, is := strings.CutPrefix(strings.TrimSpace(line), "interface ")
		if name, ok := parser.ParseInterface(name); is && ok && c.Interface(name) != nil {
			c.Interface(name).Shutdown = false
		}
	}
}

// maxPasses is how often the device tries to reach a configuration.
const maxPasses = 5

// A Replacement is how to get from the running-config to another one.
type Replacement struct {
	Passes [][]outline.Command
	Result *config.Config
	Failed []string // lines of the text that are refused
	why    error    // the configuration cannot stand as a whole
	short  bool     // the commands alone did not reach it
}

// replace works out the commands that make the configuration what text says, and what
// comes of them. Nothing is changed yet.
func Replace(b modes.Device, text string) Replacement {
	var r Replacement
	target, complaints := Complete(b, text)
	if len(complaints) > 0 {
		for _, c := range complaints {
			r.Failed = append(r.Failed, strings.TrimSpace(c.Text))
		}
		return r
	}
	wanted := b.Language().RunningConfig(target)
	goal := outline.Parse(wanted)
	r.Result = b.Config().Clone()
	r.Result.Register = target.Register // which no running-config shows
	for {
		now := b.Language().RunningConfig(r.Result)
		if now == wanted {
			r.why = config.Check(b.Config(), r.Result)
			return r
		}
		commands := outline.Commands(outline.Parse(now), goal, max(len(r.Passes)-1, 0))
		if len(r.Passes) == maxPasses || len(commands) == 0 && len(r.Passes) > 1 {
			// Such as the same lines in an order in which they cannot be typed here.
			r.Result, r.why, r.short = target, config.Check(b.Config(), target), true
			return r
		}
		r.Passes = append(r.Passes, commands)
		modes.TypeCommands(b, r.Result, commands)
	}
}
