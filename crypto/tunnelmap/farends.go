package tunnelmap

import (
	"net/netip"

	"ruthere/config"
)

// A farEnd is one of the other ends of a multipoint tunnel.
type farEnd struct {
	tunnel string
	remote netip.Addr
}

// EntryTo is the entry that protects a multipoint tunnel towards one of its far ends, or nil.
func (m *Maps) EntryTo(tunnel string, remote netip.Addr) *config.CryptoMapEntry {
	return m.toFarEnds[farEnd{tunnel, remote}]
}

// addFarEnds adds the entries of a multipoint tunnel.
func (b *builder) addFarEnds(i *config.Interface, name string, profile *config.CryptoMapEntry) {
	local, ok := b.c.TunnelSource(i.Tunnel)
	if !ok || b.maps.FarEnds == nil {
		return
	}
	clashes := false
	for _, remote := range b.maps.FarEnds(i.Name) {
		clashes = !b.addTunnel(i, name, profile, local, remote) || clashes
	}
	if clashes {
		b.clashing = append(b.clashing, i.Name)
	}
}
