package config

import (
	"cmp"
	"time"
)

// A TunnelDiscovery is what `tunnel path-mtu-discovery` says.
type TunnelDiscovery struct {
	On      bool
	Minutes int  // age-timer, 10..30; 0 = 10
	Forever bool // age-timer infinite
	Least   int  // min-mtu, 92..65535 bytes; 0 = 92
}

// Age is after how long it is forgotten what was found out about a path, unless Forever.
func (d TunnelDiscovery) Age() time.Duration {
	return time.Duration(cmp.Or(d.Minutes, 10)) * time.Minute
}

// LeastMTU is what no error makes a path shorter than, in bytes.
func (d TunnelDiscovery) LeastMTU() int { return cmp.Or(d.Least, 92) }
