package ladder

import (
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"ruthere/crypto/ike"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/lab/meaning"
)

// Keys are the ciphers' keys of ISAKMP SAs by the initiator's cookie.
type Keys map[isakmp.Cookie][]byte

// Format prints nothing of the keys, with any verb.
func (k Keys) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "ladder.Keys(%d, secret)", len(k)) }

// ReadKeys reads a table of Wireshark's, ikev1_decryption_table, which a capture of ours has beside it: cookie and key in
// hexadecimal, with or without quotes. Errors name the line and nothing of a key.
func ReadKeys(table string) (Keys, error) {
	k := Keys{}
	r := csv.NewReader(strings.NewReader(table))
	r.FieldsPerRecord, r.Comment = 2, '#'
	for {
		row, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return k, nil
		case err != nil:
			return nil, errors.New("the table of keys has a line that is not a cookie and a key")
		}
		cookie, bad := hex.DecodeString(strings.TrimPrefix(row[0], "0x"))
		key, worse := hex.DecodeString(strings.TrimPrefix(row[1], "0x"))
		if bad != nil || worse != nil || len(cookie) != len(isakmp.Cookie{}) {
			line, _ := r.FieldPos(0)
			return nil, fmt.Errorf("line %d of the table of keys is not a cookie of 16 hexadecimal digits and a key", line)
		}
		k[isakmp.Cookie(cookie)] = key
	}
}

// A keyring learns from messages in the clear what a key opens its SA with.
type keyring struct {
	keys Keys
	seen map[isakmp.Cookie]*seenSA
}

// A seenSA is what the messages of phase 1 tell.
type seenSA struct {
	suite    oakley.Suite
	gxi, gxr []byte
	last     []byte // block of the newest encrypted message of phase 1
	done     bool   // something of phase 2 was seen
}

// sawMost bounds the SAs that are remembered.
const sawMost = 10_000

// note learns from a message before it is opened.
func (k *keyring) note(p meaning.Packet) {
	if p.Message == nil {
		return
	}
	h := p.Message.Header
	sa := k.seen[h.Initiator]
	if sa == nil {
		if k.keys[h.Initiator] == nil || len(k.seen) >= sawMost {
			return
		}
		sa = &seenSA{}
		k.seen[h.Initiator] = sa
	}
	phase1 := h.Exchange == isakmp.MainMode || h.Exchange == isakmp.AggressiveMode
	switch {
	case p.Message.IsEncrypted() && phase1:
		content := p.Content()
		if len(content) >= isakmp.HeaderLen+16 {
			sa.last = content[len(content)-16:]
		}
	case p.Message.IsEncrypted():
		sa.done = true
	case phase1:
		sa.learn(p.Message)
	}
}

func (sa *seenSA) learn(m *meaning.Message) {
	for _, one := range m.Payloads {
		switch v := one.Value.(type) {
		case *isakmp.SecurityAssociation:
			if !m.Header.Responder.IsZero() && len(v.Proposals) == 1 && len(v.Proposals[0].Transforms) == 1 {
				sa.suite = suiteOf(v.Proposals[0].Transforms[0])
			}
		case *isakmp.KeyExchange:
			if m.Header.Responder.IsZero() || sa.gxi == nil { // the initiator's is always the first
				sa.gxi = one.Body
			} else if sa.gxr == nil && string(one.Body) != string(sa.gxi) {
				sa.gxr = one.Body
			}
		}
	}
}

// suiteOf reads the attributes of a transform of phase 1: RFC 2409 appendix A.
func suiteOf(t isakmp.Transform) (s oakley.Suite) {
	number := func(kind uint16) uint64 {
		a, ok := t.Attribute(kind)
		if !ok {
			return 0
		}
		n, _ := a.Uint()
		return n
	}
	return oakley.Suite{Cipher: oakley.Cipher(number(isakmp.AttrEncryption)), Hash: oakley.Hash(number(isakmp.AttrHash)),
		Group: oakley.Group(number(isakmp.AttrGroup)), KeyBits: int(number(isakmp.AttrKeyLength))}
}

// find is what a [meaning.Reader] asks.
func (k *keyring) find(i, r isakmp.Cookie) (ike.Protection, bool) {
	sa := k.seen[i]
	if sa == nil || sa.gxr == nil {
		return ike.Protection{}, false
	}
	var last []byte
	if n := sa.suite.Cipher.BlockSize(); sa.done && n > 0 && len(sa.last) >= n {
		last = sa.last[len(sa.last)-n:]
	}
	p, err := ike.RecoverProtection(i, r, sa.suite, k.keys[i], sa.gxi, sa.gxr, last)
	return p, err == nil
}
