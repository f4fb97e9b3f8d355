package ike

import (
	"encoding/binary"

	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// installPair makes the two SAs and puts them in the database.
func (x *exchange) installPair() error {
	x.keepTemporary()
	x.keepAccess()
	q := x.node.quick
	x.arithmeticDone(debuglog.EngineQMKeys)
	var both [2]*ipsec.SA
	for i, spis := range []ipsec.SPIs{q.in, q.out} {
		keys := x.keysOf(spis)
		one, err := ipsec.NewBundle(spis, q.agreed.transform, keys)
		if err != nil {
			return err
		}
		one.Local, one.Remote, one.Selector = x.sa.local.Addr(), x.sa.remote.Addr(), q.local
		x.out.tellESPKeys(one, i == 0, keys.ESP)
		one.Lifetime = ipsec.Lifetime{Seconds: q.agreed.seconds, Kilobytes: q.agreed.kilobytes}
		one.Established = x.now
		if err := one.SetReplayWindow(x.config.ReplayWindow(x.entryOf(q.entry))); err != nil {
			return err
		}
		both[i] = one
		for range protocolsOf(q.agreed.transform) {
			x.arithmeticDone(debuglog.EngineIPsecSA)
		}
	}
	q.private, q.shared = nil, nil
	return x.addPair(both[0], both[1])
}

// keysOf is the KEYMAT of one direction: each protocol with its SPI has its own (RFC 2409 section 5.5).
func (x *exchange) keysOf(spis ipsec.SPIs) (keys ipsec.Keys) {
	q, sa := x.node.quick, x.sa
	var dh []byte
	if q.group != 0 {
		dh = q.shared
	}
	of := func(protocol isakmp.ProtocolID, spi uint32, length int) []byte {
		return oakley.KeyMaterial(sa.suite.Hash, sa.keys.SKEYIDd, dh, protocol,
			binary.BigEndian.AppendUint32(nil, spi), q.nonceI, q.nonceR, length)
	}
	if t := q.agreed.transform; t.HasESP() {
		keys.ESP = of(isakmp.ProtocolESP, spis.ESP, t.KeyLen())
	}
	if ah := q.agreed.transform.AH; ah != ipsec.None {
		keys.AH = of(isakmp.ProtocolAH, spis.AH, ah.KeyLen())
	}
	return keys
}
