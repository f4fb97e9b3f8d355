package lab

import (
	"regexp"
	"strings"

	"ruthere/debuglog"
)

// A pasted session is what somebody copied from the terminal of another router: its prompts, what was
// typed there, and what it answered. It names no lab. Our router is one alone, gets the name that the
// prompts have, and is taken as far into the modes as the first of them is.

var pager = regexp.MustCompile(` ?--More-- ?[\x08 ]*`)

// unpage takes away what a pager leaves in what is copied.
func unpage(lines []string) (plain []string) {
	for _, line := range lines {
		plain = append(plain, pager.ReplaceAllString(line, ""))
	}
	return plain
}

// sessionPrompt is a prompt as a session begins with it.
var sessionPrompt = regexp.MustCompile(`^([A-Za-z][\w.-]*)(\(config\))?([>#])`)

// readSession is the lab of a text that names none, one router; and what has been typed there when the first prompt of
// a pasted session appears.
func (p *player) readSession() (t *Topology, before []string) {
	one := Router{Name: "Router", Release: debuglog.IOS124}
	if p.options.Router != nil {
		one = *p.options.Router
	}
	one.AlwaysLinked = true
	t = &Topology{Seed: "replay", Clock: DefaultClock, Routers: []Router{one}}
	if !p.options.Pasted {
		return t, nil
	}
	for _, line := range p.lines {
		if line == "" || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "@") {
			continue
		}
		prompt := sessionPrompt.FindStringSubmatch(line)
		if prompt == nil {
			break
		}
		if prompt[1] != one.Name {
			t.Routers[0].Config += "hostname " + prompt[1] + "\n"
			t.Routers[0].HasConfig = true
		}
		if prompt[3] == "#" {
			before = append(before, "enable")
		}
		if prompt[2] != "" {
			before = append(before, "configure terminal")
		}
		break
	}
	return t, before
}
