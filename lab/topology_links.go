package lab

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"ruthere/lab/fault"
	"ruthere/parser"
)

// What a topology says of links.

// A linkEntry is one of them in the file.
type linkEntry struct {
	Name    located[string]
	Ends    []located[string]
	Delay   located[string]
	Loss    located[string]
	Rate    located[string]
	Queue   located[int]
	Jitter  located[string]
	Reorder located[bool]
	MTU     located[int]
}

func (p *topologyReader) readLinks(t *Topology, entries []linkEntry) (links []Link) {
	taken, names := map[End]bool{}, map[string]bool{}
	for i, k := range entries {
		l := Link{Name: k.Name.value, Delay: p.readDelay(k.Delay), Loss: p.readPercent(k.Loss)}
		p.readLine(&l, &k)
		if l.Name == "" {
			l.Name = "link" + strconv.Itoa(i+1)
		}
		line := k.Name.line
		if names[l.Name] {
			p.failAt(max(line, 1), "the name %s is used for two links", l.Name)
		}
		names[l.Name] = true
		for _, e := range k.Ends {
			line = e.line
			end := p.readEnd(t, e)
			if taken[end] {
				p.failAt(e.line, "%s is plugged in twice", end)
			}
			taken[end] = true
			l.Ends = append(l.Ends, end)
		}
		if len(l.Ends) < 2 {
			p.failAt(line, "link %s needs two ends or more", l.Name)
		}
		links = append(links, l)
	}
	return links
}

// readLine reads how fast a link is, how steady, and for how long packets.
func (p *topologyReader) readLine(l *Link, k *linkEntry) {
	var err error
	if k.Rate.line > 0 {
		if l.Rate, err = fault.ParseRate(k.Rate.value); err != nil {
			p.failAt(k.Rate.line, "rate %q is not in bits a second such as 64k or 2M", k.Rate.value)
		}
	}
	const mostQueued = 1_000_000
	switch l.Queue = k.Queue.value; {
	case k.Queue.line == 0:
	case l.Queue < 1 || l.Queue > mostQueued:
		p.failAt(k.Queue.line, "queue %d is not from 1 to %d packets", l.Queue, mostQueued)
	case k.Rate.line == 0:
		p.failAt(k.Queue.line, "queue has no effect without rate")
	}
	if k.Jitter.line > 0 {
		if l.Jitter, err = time.ParseDuration(k.Jitter.value); err != nil || l.Jitter < 0 {
			p.failAt(k.Jitter.line, "jitter %q is not a duration such as 3ms", k.Jitter.value)
		}
	}
	if l.Reorder = k.Reorder.value; l.Reorder && k.Jitter.line == 0 {
		p.failAt(k.Reorder.line, "reorder has no effect without jitter")
	}
	if l.MTU = k.MTU.value; k.MTU.line > 0 && (l.MTU < 68 || l.MTU > 0xFFFF) {
		p.failAt(k.MTU.line, "mtu %d is not from 68 to 65535 bytes", l.MTU)
	}
}

func (p *topologyReader) readDelay(text located[string]) time.Duration {
	if text.value == "" {
		return DefaultDelay
	}
	d, err := time.ParseDuration(text.value)
	if err != nil || d < 0 {
		p.failAt(text.line, "delay %q is not a duration such as 6ms", text.value)
	}
	return d
}

func (p *topologyReader) readPercent(text located[string]) float64 {
	if text.value == "" {
		return 0
	}
	n, err := parsePercent(text.value)
	if err != nil {
		p.failAt(text.line, "loss: %v", err)
	}
	return n
}

func parsePercent(text string) (float64, error) {
	n, err := strconv.ParseFloat(strings.TrimSuffix(text, "%"), 64)
	if err != nil || !(0 <= n && n <= 100) {
		return 0, fmt.Errorf("%q is not a percentage from 0 to 100", text)
	}
	return n, nil
}

// readEnd reads Router:FastEthernet0/0, Translator:inside, or the name of a host.
func (p *topologyReader) readEnd(t *Topology, text located[string]) End {
	name, iface, _ := strings.Cut(text.value, ":")
	switch p.kinds[strings.ToLower(name)] {
	case "host":
		if iface != "" {
			p.failAt(text.line, "%s is a host and has no interface %s", name, iface)
		}
		for _, h := range t.Hosts {
			if strings.EqualFold(h.Name, name) {
				name = h.Name
			}
		}
	case "translator":
		if iface = strings.ToLower(iface); iface != insidePort && iface != outsidePort {
			p.failAt(text.line, "%s is a translator and has no interface %q; it has %s, %s", name, iface, insidePort, outsidePort)
		}
		for _, one := range t.Translators {
			if strings.EqualFold(one.Name, name) {
				name = one.Name
			}
		}
	case "router":
		for _, r := range t.Routers {
			if !strings.EqualFold(r.Name, name) {
				continue
			}
			name = r.Name
			full, isInterface := parser.ParseInterface(iface)
			if isInterface {
				iface = full
			}
			switch {
			case len(r.Interfaces) == 0 && !isInterface:
				p.failAt(text.line, "router %s: %q is no interface such as FastEthernet0/0", name, iface)
			case len(r.Interfaces) > 0 && !slices.Contains(r.Interfaces, iface):
				p.failAt(text.line, "router %s has no interface %q; it has %s", name, iface, strings.Join(r.Interfaces, ", "))
			}
		}
	default:
		p.failAt(text.line, "there is no router, host or translator %q", name)
	}
	return End{name, iface}
}
