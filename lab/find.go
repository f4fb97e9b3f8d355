package lab

import (
	"fmt"
	"strings"
)

// What commands, faults and Go programs name is found here; upper and lower case are one.

func (l *Lab) findHost(name string) (*host, error) {
	for _, h := range l.hosts {
		if strings.EqualFold(h.Name, name) {
			return h, nil
		}
	}
	return nil, fmt.Errorf("there is no host %q here%s", name, listNames(l.Hosts()))
}

func (l *Lab) findMachine(name string) (*machine, error) {
	for _, m := range l.machines {
		if strings.EqualFold(m.Name, name) {
			return m, nil
		}
	}
	return nil, fmt.Errorf("there is no router %q here%s", name, listNames(l.Routers()))
}

func (l *Lab) findNode(name string) (node, error) {
	for _, s := range l.nodes {
		if strings.EqualFold(s.nodeName(), name) {
			return s, nil
		}
	}
	return nil, fmt.Errorf("there is no router or host %q here%s", name, listNames(l.nodeNames()))
}

func listNames(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "; there is " + strings.Join(names, ", ")
}

func (l *Lab) nodeNames() (names []string) {
	for _, s := range l.nodes {
		names = append(names, s.nodeName())
	}
	return names
}

func (l *Lab) findTranslator(name string) (*translator, error) {
	var names []string
	for _, t := range l.translators {
		if strings.EqualFold(t.Name, name) {
			return t, nil
		}
		names = append(names, t.Name)
	}
	return nil, fmt.Errorf("there is no translator %q here%s", name, listNames(names))
}
