package config

import (
	"cmp"
	"time"
)

// An InterfaceKeepalive is what `keepalive` says of an interface. The zero value is how its kind comes: every ten seconds on hardware,
// never on a tunnel.
type InterfaceKeepalive struct {
	Off     bool // no keepalive
	Period  int  // seconds, 1..32767; 0 = none was typed
	Retries int  // 1..255; 0 = none was typed
}

// What `keepalive` alone means.
const (
	KeepalivePeriod  = 10 // seconds
	KeepaliveRetries = 3
)

// TunnelKeepalive is how often a tunnel asks whether packets come through it, and how many times without an answer; ok is false for
// one that does not ask. Only GRE between two ends has keepalives: elsewhere the line is kept and means nothing.
func (i *Interface) TunnelKeepalive() (period time.Duration, retries int, ok bool) {
	if !IsTunnel(i.Name) || i.Tunnel.Mode != "" || i.Keepalive.Period == 0 {
		return 0, 0, false
	}
	return time.Duration(i.Keepalive.Period) * time.Second, cmp.Or(i.Keepalive.Retries, KeepaliveRetries), true
}
