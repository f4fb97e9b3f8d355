package hsrp

import (
	"crypto/md5" // #nosec: what the protocol has
	"crypto/subtle"
	"encoding/binary"
	"net/netip"
)

// keyedSum is MD5 with the key before and behind the message, the first filled up to a block as MD5 fills (RFC 1828 section 2). The
// message is that of UDP with the digest zero. No RFC says so of HSRP: it is as tools that audit captures compute it.
func keyedSum(key string, message []byte) [16]byte {
	const block = 64
	b := append([]byte(key), 0x80)
	for len(b)%block != block-8 {
		b = append(b, 0)
	}
	b = binary.LittleEndian.AppendUint64(b, uint64(len(key))*8)
	b = append(append(b, message...), key...)
	return md5.Sum(b) // #nosec
}

// Sign appends the message with the digest of a key: that of the group, and whose address the sender has.
func (m Message) Sign(key string, id uint32, sender netip.Addr) []byte {
	m.Text, m.Digest = "", &Digest{Sender: sender, KeyID: id}
	b := m.Append(nil)
	sum := keyedSum(key, b)
	copy(b[len(b)-len(sum):], sum[:])
	return b
}

// Proves says whether the digest of a message, read from data, is one of the key. It takes as long for a wrong one as for the right one.
func (m Message) Proves(key string, data []byte) bool {
	length := lengthV1
	if m.Version == 2 {
		length = 2 + bodyV2
	}
	whole := length + 2 + digestBody
	if m.Digest == nil || len(data) != whole || data[length] != typeMD5 {
		return false
	}
	b := append([]byte(nil), data...)
	clear(b[length+digestStart:])
	sum := keyedSum(key, b)
	return subtle.ConstantTimeCompare(sum[:], m.Digest.Sum[:]) == 1
}

// Authentication is what a group asks of messages, and gives its own.
type Authentication struct {
	Text  string // "" = DefaultText
	Key   string // of MD5; "" = text
	KeyID uint32
}

// isMet says whether a message, read from data, comes from who knows.
func (a Authentication) isMet(m Message, data []byte) bool {
	if a.Key != "" {
		return m.Proves(a.Key, data)
	}
	return m.Digest == nil && subtle.ConstantTimeCompare([]byte(a.text()), []byte(m.Text)) == 1
}

func (a Authentication) text() string {
	if a.Text == "" {
		return DefaultText
	}
	return a.Text
}

// seal is the message as it is sent by who has an address.
func (a Authentication) seal(m Message, sender netip.Addr) []byte {
	if a.Key != "" {
		return m.Sign(a.Key, a.KeyID, sender)
	}
	m.Text = a.text()
	return m.Append(nil)
}
