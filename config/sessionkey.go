package config

// ManualKeys are what an `ipsec-manual` entry of a crypto map protects with: nobody negotiates them.
type ManualKeys struct{ Inbound, Outbound SessionKeys }

// SessionKeys are those of one direction, by protocol.
type SessionKeys struct{ ESP, AH SessionKey }

// A SessionKey is one `set session-key`. SPI 0 stands for none.
type SessionKey struct {
	SPI           uint32 // 256..4294967295
	Cipher        string // hexadecimal digits; "" for AH
	Authenticator string // hexadecimal digits; "" = none
}

// String and GoString print no key.
func (k SessionKey) String() string   { return "session key (secret)" }
func (k SessionKey) GoString() string { return k.String() }

// Direction is the part of the keys that is for one direction.
func (m *ManualKeys) Direction(inbound bool) *SessionKeys {
	if inbound {
		return &m.Inbound
	}
	return &m.Outbound
}

// Protocol is the key for one protocol.
func (s *SessionKeys) Protocol(ah bool) *SessionKey {
	if ah {
		return &s.AH
	}
	return &s.ESP
}
