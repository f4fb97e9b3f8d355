package ike

import (
	"encoding/hex"
	"net/netip"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
	"ruthere/event"
)

// Crypto map entries with `ipsec-manual` have their SAs from the configuration alone: they are there as soon as an entry is
// complete and its map on an interface that is up, live as long, and are made anew when somebody clears them. IKE has no part in
// it: no message of a peer touches them, and they tell nothing about a peer.

// manualSAs is what an entry with manual keys asks for. Equal ones are the same SAs.
type manualSAs struct {
	entry         entryKey
	iface         string
	vrf, ivrf     string
	local, remote netip.Addr
	selector      ipsec.Selector
	transform     ipsec.Transform
	keys          config.ManualKeys
}

// manualPair is a pair that is there for it.
type manualPair struct {
	manualSAs
	pair *ipsec.Pair
}

// followManual makes the pairs that the configuration asks for, and drops those that it does not ask for any more.
func (e *Engine) followManual(now time.Time, out *Out) {
	wanted := e.wantedManual()
	if len(wanted)+len(e.manual) == 0 {
		return
	}
	for _, have := range slices.Clone(e.manual) {
		if !slices.Contains(wanted, have.manualSAs) {
			e.dropManual(have.pair, event.Unconfigured, out)
		}
	}
	for _, w := range wanted {
		if !slices.ContainsFunc(e.manual, func(have manualPair) bool { return have.manualSAs == w }) {
			e.installManual(now, w, out)
		}
	}
}

// wantedManual lists the SAs that manual entries ask for, in the order of the configuration.
func (e *Engine) wantedManual() (list []manualSAs) {
	for _, entry := range e.config.CryptoMaps {
		if entry.Manual == nil || !entry.Complete() {
			continue
		}
		for _, i := range e.config.InterfacesWithMap(entry.Map) {
			if w, ok := e.manualOn(i, entry); ok && !i.Shutdown && w.local.IsValid() && w.remote.IsValid() {
				list = append(list, w)
			}
		}
	}
	return list
}

// manualOn is what an entry asks for on an interface; false if it has no transform set, nothing to protect, or not all keys. Its
// access list counts as far as the first permit: there is one SA in each direction.
func (e *Engine) manualOn(i *config.Interface, entry *config.CryptoMapEntry) (w manualSAs, ok bool) {
	acl, set := e.config.Protects(entry), e.config.IPsec.TransformSet(entry.TransformSets[0])
	if acl == nil || set == nil {
		return w, false
	}
	at := slices.IndexFunc(acl.Entries, func(ace config.Entry) bool { return ace.Permit && ace.Remark == "" })
	if at < 0 {
		return w, false
	}
	w = manualSAs{entry: entryKey{entry.Map, entry.Sequence}, iface: i.Name, vrf: i.VRF, ivrf: e.config.InsideVRF(entry, i),
		local: e.config.LocalAddress(i), remote: e.Address(entry.Peers[0]), keys: *entry.Manual}
	if w.selector, ok = SelectorOf(acl.Entries[at]); !ok {
		return w, false
	}
	if w.transform, ok = transformOf(set); !ok {
		return w, false
	}
	for _, inbound := range []bool{true, false} {
		if _, _, err := ManualBundle(w.transform, *w.keys.Direction(inbound)); err != nil {
			return w, false
		}
	}
	return w, true
}

// installManual makes a pair. One whose SPI another one has is not made: the first entry keeps it.
func (e *Engine) installManual(now time.Time, w manualSAs, out *Out) {
	var both [2]*ipsec.SA
	for n, inbound := range []bool{true, false} {
		one, keys, err := ManualBundle(w.transform, *w.keys.Direction(inbound))
		if err != nil {
			return
		}
		one.Local, one.Remote, one.Selector, one.Established = w.local, w.remote, w.selector, now
		both[n] = one
		out.tellESPKeys(one, inbound, keys.ESP)
	}
	pair, err := e.IPsec.Add(both[0], both[1])
	if err != nil {
		return
	}
	e.manual = append(e.manual, manualPair{w, pair})
	e.owners[pair] = owner{entry: w.entry, vrf: w.vrf, ivrf: w.ivrf, port: Port, iface: w.iface, up: true, manual: true}
	for _, b := range saBlocks(pair) {
		out.Log(w.remote, debuglog.CreateSA(b))
	}
	e.tellPair(event.Up, pair, "", out)
}

// dropManual takes a pair away. The peer is not told: there is nobody to tell.
func (e *Engine) dropManual(p *ipsec.Pair, why event.Reason, out *Out) {
	e.IPsec.Remove(p)
	e.manual = slices.DeleteFunc(e.manual, func(have manualPair) bool { return have.pair == p })
	e.retired[0].Add(p.In.Counters)
	e.retired[1].Add(p.Out.Counters)
	e.tellPair(event.Down, p, why, out)
	for _, b := range saBlocks(p) {
		out.Log(p.Out.Remote, debuglog.DeleteSA(b))
	}
	delete(e.owners, p)
}

// ManualBundle is the SA that session keys make of a transform. Keys longer than the transform needs are cut short; no SA has a
// replay window, for nobody can begin its numbers anew (RFC 4303 section 3.3.3). The error says what is missing.
func ManualBundle(t ipsec.Transform, of config.SessionKeys) (*ipsec.SA, ipsec.Keys, error) {
	if t.Cipher == ipsec.AESGCM {
		return nil, ipsec.Keys{}, errManualGCM
	}
	var keys ipsec.Keys
	parts := []struct {
		into   *[]byte
		digits string
		length int
		what   string
	}{
		{&keys.ESP, of.ESP.Cipher, t.KeyLen() - t.Auth.KeyLen(), "cipher"},
		{&keys.ESP, of.ESP.Authenticator, t.Auth.KeyLen(), "authenticator"},
		{&keys.AH, of.AH.Authenticator, t.AH.KeyLen(), "AH"},
	}
	for _, p := range parts {
		key, err := hex.DecodeString(p.digits)
		if err != nil || len(key) < p.length {
			return nil, ipsec.Keys{}, &shortKeyError{p.what, p.length, len(p.digits)}
		}
		*p.into = append(*p.into, key[:p.length]...)
	}
	sa, err := ipsec.NewBundle(ipsec.SPIs{ESP: of.ESP.SPI, AH: of.AH.SPI}, t, keys)
	if err == nil {
		err = sa.SetReplayWindow(0)
	}
	return sa, keys, err
}
