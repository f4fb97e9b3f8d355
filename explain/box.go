package explain

import (
	"crypto/cipher"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
)

// mostKeys bounds the keys of one table.
const mostKeys = 10000

// parseKeys reads a table of keys: the initiator's cookie and the cipher's key in hexadecimal, with a comma or spaces
// between them. Errors name the line and never what stands in it.
func parseKeys(text string) (map[isakmp.Cookie][]byte, error) {
	keys := map[isakmp.Cookie][]byte{}
	for i, line := range strings.Split(text, "\n") {
		words := strings.FieldsFunc(line, func(c rune) bool { return strings.ContainsRune(", \t\r\"", c) })
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		var cookie isakmp.Cookie
		var key []byte
		err := fmt.Errorf("a cookie and a key, in hexadecimal")
		if len(words) == 2 && len(words[0]) == 2*len(cookie) {
			if _, err = hex.Decode(cookie[:], []byte(words[0])); err == nil {
				key, err = hex.DecodeString(strings.TrimPrefix(words[1], "0x"))
			}
		}
		if err != nil || len(keys) >= mostKeys {
			return nil, fmt.Errorf("line %d of the keys is not as the table of Wireshark (cookie,key in hexadecimal), or there are more than %d",
				i+1, mostKeys)
		}
		keys[cookie] = key
	}
	return keys, nil
}

// A box opens the encrypted messages of one ISAKMP SA, in the order in which they were sent: RFC 2409 appendix B.
type box struct {
	key      []byte
	suite    oakley.Suite
	gxi, gxr []byte
	iv       []byte            // of the next message of phase 1; afterwards the last block of phase 1
	exchange map[uint32][]byte // of the next message of each exchange of phase 2
}

// Format prints nothing of the key, with any verb.
func (box) Format(f fmt.State, _ rune) { fmt.Fprint(f, "explain.box(secret)") }

// clear takes from messages in clear what opening the others needs.
func (b *box) clear(h isakmp.Header, m isakmp.Message) {
	if h.Exchange != isakmp.MainMode && h.Exchange != isakmp.AggressiveMode {
		return
	}
	if p, ok := m.First(isakmp.PayloadSA); ok && !h.Responder.IsZero() {
		if sa, is := p.Value.(*isakmp.SecurityAssociation); is {
			b.suite = suiteOf(sa)
		}
	}
	if p, ok := m.First(isakmp.PayloadKE); ok {
		if ke, is := p.Value.(*isakmp.KeyExchange); is {
			if b.gxi == nil {
				b.gxi = ke.Data
			} else if !slices.Equal(b.gxi, ke.Data) && b.gxr == nil {
				b.gxr = ke.Data
			}
		}
	}
}

// open decrypts what follows a header; nil if it cannot.
func (b *box) open(h isakmp.Header, sealed []byte) []isakmp.Payload {
	if b.key == nil || b.suite.Check() != nil || b.gxr == nil || len(b.key) != b.suite.Cipher.KeyLen(b.suite.KeyBits) {
		return nil
	}
	block, err := b.suite.Block(b.key)
	if err != nil {
		return nil
	}
	size := block.BlockSize()
	if b.iv == nil {
		hash := b.suite.Hash.New()
		hash.Write(b.gxi)
		hash.Write(b.gxr)
		b.iv, b.exchange = hash.Sum(nil)[:size], map[uint32][]byte{}
	}
	iv := b.iv
	if h.MessageID != 0 {
		if iv = b.exchange[h.MessageID]; iv == nil {
			iv = oakley.PhaseTwoIV(b.suite.Hash, b.iv, h.MessageID, size)
		}
	}
	list, nextIV := decrypt(block, iv, h, sealed)
	if list == nil {
		return nil
	}
	if h.MessageID == 0 {
		b.iv = nextIV
	} else if len(b.exchange) < 10000 {
		b.exchange[h.MessageID] = nextIV
	}
	return list
}

func decrypt(block cipher.Block, iv []byte, h isakmp.Header, sealed []byte) (list []isakmp.Payload, nextIV []byte) {
	plain, nextIV, err := oakley.Decrypt(block, iv, sealed)
	if err != nil {
		return nil, nil
	}
	list, err = isakmp.ParsePayloads(h.Next, plain, isakmp.PaddingAllowed)
	if err != nil {
		return nil, nil
	}
	return list, nextIV
}
