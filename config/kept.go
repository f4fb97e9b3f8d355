package config

import "slices"

// What is kept to be shown: nobody here compares a certificate.

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
			return editable(c, c.DynamicMaps, &c.index.templates, keyOfEntry, e, func(e *CryptoMapEntry) **edition { return &e.edition },
				(*CryptoMapEntry).clone)
		}
	}
	return nil
}

// DynamicMap lists the entries of a template in the order they are tried.
func (c *Config) DynamicMap(name string) (list []*CryptoMapEntry) {
	for _, e := range c.DynamicMaps {
		if e.Map == name {
			list = append(list, e)
		}
	}
	return list
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
	c.DynamicMaps = slices.Insert(c.DynamicMaps, at, &CryptoMapEntry{Map: name, Sequence: seq, edition: c.edition})
}
