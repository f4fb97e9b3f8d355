package config

import (
	"slices"
	"strings"
)

// What is kept to be shown: nobody here answers a manager, or compares a certificate.

// SNMP is the agent: the `snmp-server` lines, in the order typed.
type SNMP struct{ Lines []SNMPLine }

// An SNMPLine is one `snmp-server` line.
type SNMPLine struct {
	Subject string // community, contact, location and so on
	Text    string // what follows; "" for nothing
}

// String is the line without its `snmp-server`.
func (l SNMPLine) String() string {
	if l.Text == "" {
		return l.Subject
	}
	return l.Subject + " " + l.Text
}

// ReadSNMPLine takes what follows `snmp-server` apart.
func ReadSNMPLine(rest string) SNMPLine {
	subject, text, _ := strings.Cut(rest, " ")
	return SNMPLine{subject, text}
}

// singular are the subjects of which there is one line at most.
var singular = []string{"contact", "location", "chassis-id"}

// Set adds a line that is not there yet, in the place of one that it replaces.
func (s *SNMP) Set(l SNMPLine) {
	at := slices.IndexFunc(s.Lines, func(have SNMPLine) bool {
		return have == l || have.Subject == l.Subject && slices.Contains(singular, l.Subject)
	})
	if at < 0 {
		s.Lines = append(s.Lines, l)
		return
	}
	s.Lines[at] = l
}

// Remove drops the lines that begin with these words.
func (s *SNMP) Remove(words string) {
	s.Lines = slices.DeleteFunc(s.Lines, func(l SNMPLine) bool { return words == "" || strings.HasPrefix(l.String()+" ", words+" ") })
}

// About are the texts of a subject's lines.
func (s *SNMP) About(subject string) (texts []string) {
	for _, l := range s.Lines {
		if l.Subject == subject {
			texts = append(texts, l.Text)
		}
	}
	return texts
}

// A CryptoIdentity is one `crypto identity`: names that a certificate may have.
type CryptoIdentity struct {
	Name               string
	Description        string
	Distinguished, DNS []string // dn and fqdn, each in the order typed
}

func (i *CryptoIdentity) clone() *CryptoIdentity {
	j := *i
	j.Distinguished, j.DNS = slices.Clone(i.Distinguished), slices.Clone(i.DNS)
	return &j
}

// CryptoIdentity returns the identity of that name, or nil.
func (c *Config) CryptoIdentity(name string) *CryptoIdentity {
	for _, i := range c.CryptoIdentities {
		if i.Name == name {
			return i
		}
	}
	return nil
}

// DynamicMapEntry returns the entry of that template and sequence number, or nil.
func (c *Config) DynamicMapEntry(name string, seq int) *CryptoMapEntry {
	for _, e := range c.DynamicMaps {
		if e.Map == name && e.Sequence == seq {
			return e
		}
	}
	return nil
}

// AddDynamicMapEntry makes the entry of that template and sequence number if there is none.
func (c *Config) AddDynamicMapEntry(name string, seq int) {
	if c.DynamicMapEntry(name, seq) != nil {
		return
	}
	at := len(c.DynamicMaps)
	for i, other := range c.DynamicMaps {
		if other.Map == name {
			at = i + 1
			if other.Sequence > seq {
				at = i
				break
			}
		}
	}
	c.DynamicMaps = slices.Insert(c.DynamicMaps, at, &CryptoMapEntry{Map: name, Sequence: seq})
}
