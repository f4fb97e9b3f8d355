package shell

import (
	"strconv"
	"strings"
)

// banner shows a banner of the router, if there is one.
func (t *Terminal) banner(kind string) {
	l := t.line()
	switch {
	case kind == "motd" && l != nil && (l.NoMOTDBanner || l.NoExecBanner), kind == "exec" && l != nil && l.NoExecBanner:
		return
	}
	if text := t.Banner(kind); text != "" {
		t.out.Text(t.id, "\n"+text+"\n")
	}
}

// Banner is the text of a banner as users of this terminal see it.
func (t *Terminal) Banner(kind string) string {
	c := t.box.Config()
	location := ""
	if l := t.line(); l != nil {
		location = l.Location
	}
	return strings.NewReplacer(
		"$(hostname)", c.Hostname, "$(domain)", c.DomainName,
		"$(line)", strconv.Itoa(t.tty()), "$(line-desc)", location,
	).Replace(c.Banner(kind))
}
