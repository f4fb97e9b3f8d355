package shell

import (
	"strconv"
	"strings"
)

// showBanner shows a banner of the router, if there is one.
func (t *Terminal) showBanner(kind string) {
	l := t.lineConfig()
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
	c := t.device.Config()
	location := ""
	if l := t.lineConfig(); l != nil {
		location = l.Location
	}
	return strings.NewReplacer(
		"$(hostname)", c.Hostname, "$(domain)", c.DomainName,
		"$(line)", strconv.Itoa(t.ttyNumber()), "$(line-desc)", location,
	).Replace(c.Banner(kind))
}
