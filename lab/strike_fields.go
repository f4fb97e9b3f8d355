package lab

import (
	"bytes"
	"encoding/binary"
	"slices"

	"ruthere/crypto/isakmp"
)

// A rewriting is a field of the payloads of one message being written anew.
type rewriting struct {
	*activeFault
	phase1 bool
	done   bool // something was there to write
}

// payload is the payload with the field written anew; nil if it has none.
func (r *rewriting) payload(v isakmp.Value) isakmp.Value {
	switch v := v.(type) {
	case *isakmp.SecurityAssociation:
		return r.proposals(v)
	case *isakmp.Notify:
		return r.notify(v)
	case *isakmp.Delete:
		if r.Object.Field != "spi" || len(v.SPIs) == 0 || len(v.SPIs[0]) != 4 {
			return nil
		}
		d := *v
		d.SPIs = nil
		for _, spi := range v.SPIs {
			d.SPIs = append(d.SPIs, r.bytes(spi))
		}
		return &d
	case *isakmp.Identification:
		if r.Object.Field != "address" || r.done || v.Type != isakmp.IDIPv4Address && v.Type != isakmp.IDIPv4Subnet || len(v.Data) < 4 {
			return nil
		}
		id := *v
		id.Data = append(r.bytes(v.Data[:4]), v.Data[4:]...)
		return &id
	}
	return nil
}

// bytes are some bytes of a number, written anew.
func (r *rewriting) bytes(b []byte) []byte {
	b = bytes.Clone(b)
	r.putBytes(b)
	r.done = true
	return b
}

func (r *rewriting) notify(v *isakmp.Notify) isakmp.Value {
	n := *v
	_, isProbe := v.Sequence()
	switch {
	case r.Object.Field == "sequence" && isProbe:
		n.Data = r.bytes(v.Data)
	case r.Object.Field == "spi" && len(v.SPI) == 4:
		n.SPI = r.bytes(v.SPI)
	case r.Object.Field == "notify-type":
		n.Type, r.done = isakmp.NotifyType(r.value(int64(v.Type))), true
	default:
		return nil
	}
	return &n
}

func (r *rewriting) proposals(v *isakmp.SecurityAssociation) isakmp.Value {
	sa := *v
	sa.Proposals = slices.Clone(v.Proposals)
	for i := range sa.Proposals {
		p := &sa.Proposals[i]
		if r.Object.Field == "spi" && len(p.SPI) == 4 {
			p.SPI = r.bytes(p.SPI)
		}
		p.Transforms = slices.Clone(p.Transforms)
		for j := range p.Transforms {
			r.transform(&p.Transforms[j])
		}
	}
	if !r.done {
		return nil
	}
	return &sa
}

// attributeTypes are the fields' attributes in phase 1 and phase 2; 0 for none.
var attributeTypes = map[string][2]uint16{
	"encryption": {isakmp.AttrEncryption, 0}, "hash": {isakmp.AttrHash, isakmp.IPsecAuthentication},
	"authentication": {isakmp.AttrAuthentication, 0}, "group": {isakmp.AttrGroup, isakmp.IPsecGroup},
	"key-length": {isakmp.AttrKeyLength, isakmp.IPsecKeyLength}, "encapsulation": {0, isakmp.IPsecEncapsulation},
	"life": {isakmp.AttrLifeDuration, isakmp.IPsecLifeDuration}, "kilobytes": {isakmp.AttrLifeDuration, isakmp.IPsecLifeDuration},
}

func (r *rewriting) transform(t *isakmp.Transform) {
	phase := 1
	if r.phase1 {
		phase = 0
	}
	if r.Object.Field == "encryption" && !r.phase1 { // phase 2 has it in place of an attribute
		t.ID, r.done = uint8(r.value(int64(t.ID))), true
		return
	}
	wanted := attributeTypes[r.Object.Field][phase]
	if wanted == 0 {
		return
	}
	unit := uint64(isakmp.LifeSeconds)
	t.Attributes = slices.Clone(t.Attributes)
	for i, a := range t.Attributes {
		switch n, ok := a.Uint(); {
		case !ok:
		case a.Type == [2]uint16{isakmp.AttrLifeType, isakmp.IPsecLifeType}[phase]:
			unit = n
		case a.Type == wanted && (r.Object.Field != "life" || unit == isakmp.LifeSeconds) &&
			(r.Object.Field != "kilobytes" || unit == isakmp.LifeKilobytes):
			t.Attributes[i], r.done = attribute(a, uint64(r.value(int64(n)))), true
		}
	}
}

// attribute is an attribute with another number, in the form it had if that has room.
func attribute(a isakmp.Attribute, n uint64) isakmp.Attribute {
	const most16 = 1<<16 - 1
	switch {
	case a.Basic && n <= most16:
		return isakmp.BasicAttribute(a.Type, uint16(n))
	case a.Basic || len(a.Value) != 8:
		return isakmp.Uint32Attribute(a.Type, uint32(n))
	}
	return isakmp.VariableAttribute(a.Type, binary.BigEndian.AppendUint64(nil, n))
}
