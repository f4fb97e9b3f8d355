package ike

import (
	"ruthere/config"
	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
)

// espCiphers and espAuths map the words of a transform set to RFC 2407's numbers.
var (
	espCiphers = map[string]struct {
		id     uint8
		cipher ipsec.Cipher
	}{
		"esp-des": {isakmp.ESP_DES, ipsec.DES}, "esp-3des": {isakmp.ESP_3DES, ipsec.TripleDES},
		"esp-aes": {isakmp.ESP_AES, ipsec.AES}, "esp-null": {isakmp.ESP_NULL, ipsec.Null},
		"esp-gcm": {isakmp.ESP_AES_GCM16, ipsec.AESGCM},
	}
	espAuths = map[string]struct {
		id   uint16
		auth ipsec.Auth
	}{
		"esp-md5-hmac": {isakmp.HMAC_MD5, ipsec.HMACMD5}, "esp-sha-hmac": {isakmp.HMAC_SHA, ipsec.HMACSHA1},
		"esp-sha256-hmac": {isakmp.HMAC_SHA2_256, ipsec.HMACSHA256}, "esp-sha384-hmac": {isakmp.HMAC_SHA2_384, ipsec.HMACSHA384},
		"esp-sha512-hmac": {isakmp.HMAC_SHA2_512, ipsec.HMACSHA512},
	}
	// Of AH, RFC 2407 section 4.4.3 has the transform and, besides, the attribute that says the same.
	ahAuths = map[string]struct {
		id        uint8
		attribute uint16
		auth      ipsec.Auth
	}{
		"ah-md5-hmac":    {isakmp.AH_MD5, isakmp.HMAC_MD5, ipsec.HMACMD5},
		"ah-sha-hmac":    {isakmp.AH_SHA, isakmp.HMAC_SHA, ipsec.HMACSHA1},
		"ah-sha256-hmac": {isakmp.AH_SHA2_256, isakmp.HMAC_SHA2_256, ipsec.HMACSHA256},
		"ah-sha384-hmac": {isakmp.AH_SHA2_384, isakmp.HMAC_SHA2_384, ipsec.HMACSHA384},
		"ah-sha512-hmac": {isakmp.AH_SHA2_512, isakmp.HMAC_SHA2_512, ipsec.HMACSHA512},
	}
)

// transformOf is a transform set as the data path sees it. Sets with a transform that cannot
// be done here (compression, SEAL) have none: without it they would protect less than they say.
func transformOf(t *config.TransformSet) (ipsec.Transform, bool) {
	cipher, encrypts := espCiphers[t.ESPCipher().Name]
	for _, word := range t.Transforms {
		known := word == t.ESPCipher() && encrypts || word == t.ESPAuth() && espAuths[word.Name].id != 0 ||
			word == t.Header() && ahAuths[word.Name].id != 0
		if !known {
			return ipsec.Transform{}, false
		}
	}
	out := ipsec.Transform{Cipher: cipher.cipher, KeyBits: t.ESPCipher().KeyBits, Auth: espAuths[t.ESPAuth().Name].auth,
		AH: ahAuths[t.Header().Name].auth}
	if t.Transport {
		out.Mode = ipsec.Transport
	}
	return out, len(t.Transforms) > 0 && out.Check() == nil
}

// TransformOf is a transform set as the data path sees it; ok is false for what cannot be done here.
func TransformOf(t *config.TransformSet) (transform ipsec.Transform, ok bool) { return transformOf(t) }

// transformOf is a transform set as it may be used with the SA's peer: inside UDP once a NAT was found, which AH does not pass.
func (c *change) transformOf(set *config.TransformSet) (ipsec.Transform, bool) {
	t, ok := transformOf(set)
	if ok && c.sa.nat.isFound() {
		t.Mode = map[bool]ipsec.Mode{false: ipsec.UDPTunnel, true: ipsec.UDPTransport}[set.Transport]
		ok = t.Check() == nil
	}
	return t, ok
}

// hasTransform says whether any of an entry's transform sets can be done here.
func (e *Engine) hasTransform(entry *config.CryptoMapEntry) bool {
	for _, name := range entry.TransformSets {
		if set := e.config.TransformSetOf(entry, name); set != nil {
			if _, ok := transformOf(set); ok {
				return true
			}
		}
	}
	return false
}

// An offeredTransform is a phase 2 transform as numbers.
type offeredTransform struct {
	protocol             isakmp.ProtocolID
	id                   uint8
	encapsulation        uint64
	auth, keyBits, group uint64
	seconds, kilobytes   uint64
	unusable             bool // it has attributes that mean nothing here, or that contradict each other
}

// readIPsecTransform reads a transform of a protocol. One with an attribute that is not understood is not to be agreed to:
// the peer would take the echo for a promise (RFC 2407 section 4.5).
func readIPsecTransform(protocol isakmp.ProtocolID, t isakmp.Transform) offeredTransform {
	r := offeredTransform{protocol: protocol, id: t.ID}
	numbers := map[uint16]*uint64{isakmp.IPsecEncapsulation: &r.encapsulation, isakmp.IPsecAuthentication: &r.auth,
		isakmp.IPsecKeyLength: &r.keyBits, isakmp.IPsecGroup: &r.group}
	lives := map[uint64]*uint64{isakmp.LifeSeconds: &r.seconds, isakmp.LifeKilobytes: &r.kilobytes}
	var life *uint64 // that the type of lifetime before announced
	for _, a := range t.Attributes {
		v, fits := a.Uint()
		into := numbers[a.Type]
		switch a.Type {
		case isakmp.IPsecLifeType:
			r.unusable = r.unusable || life != nil || lives[v] == nil
			life = lives[v]
			continue
		case isakmp.IPsecLifeDuration:
			into, life = life, nil
			r.unusable = r.unusable || v == 0
		}
		if !fits || into == nil || *into != 0 && *into != v {
			r.unusable = true
			continue
		}
		*into = v
	}
	r.unusable = r.unusable || life != nil
	if protocol == isakmp.ProtocolESP && (r.id == isakmp.ESP_AES || r.id == isakmp.ESP_AES_GCM16) && r.keyBits == 0 {
		r.keyBits = 128
	}
	return r
}

// asTransform is what a peer offers of one protocol, as the data path would see it.
func (t offeredTransform) asTransform() (out ipsec.Transform) {
	if t.protocol == isakmp.ProtocolAH {
		for _, a := range ahAuths {
			if a.id == t.id {
				out.AH = a.auth
			}
		}
		return out
	}
	for _, c := range espCiphers {
		if c.id == t.id {
			out.Cipher = c.cipher
		}
	}
	for _, a := range espAuths {
		if uint64(a.id) == t.auth {
			out.Auth = a.auth
		}
	}
	out.KeyBits = int(t.keyBits)
	return out
}
