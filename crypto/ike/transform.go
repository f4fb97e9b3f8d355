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
)

// transformOf is a transform set as the data path sees it. Sets with transforms that
// have no meaning here (AH, compression) have none.
func transformOf(t *config.TransformSet) (ipsec.Transform, bool) {
	cipher, ok := espCiphers[t.ESPCipher().Name]
	if !ok {
		return ipsec.Transform{}, false
	}
	out := ipsec.Transform{Cipher: cipher.cipher, KeyBits: t.ESPCipher().KeyBits, Auth: espAuths[t.ESPAuth().Name].auth}
	if t.Transport {
		out.Mode = ipsec.Transport
	}
	return out, out.Check() == nil
}

// An espTransform is a phase 2 transform as numbers.
type espTransform struct {
	id                   uint8
	encapsulation        uint64
	auth, keyBits, group uint64
	seconds, kilobytes   uint64
}

func readESP(t isakmp.Transform) espTransform {
	r := espTransform{id: t.ID}
	var lifeType uint64
	for _, a := range t.Attributes {
		v, _ := a.Uint()
		switch a.Type {
		case isakmp.IPsecEncapsulation:
			r.encapsulation = v
		case isakmp.IPsecAuthentication:
			r.auth = v
		case isakmp.IPsecKeyLength:
			r.keyBits = v
		case isakmp.IPsecGroup:
			r.group = v
		case isakmp.IPsecLifeType:
			lifeType = v
		case isakmp.IPsecLifeDuration:
			if lifeType == isakmp.LifeSeconds {
				r.seconds = v
			} else if lifeType == isakmp.LifeKilobytes {
				r.kilobytes = v
			}
		}
	}
	if (r.id == isakmp.ESP_AES || r.id == isakmp.ESP_AES_GCM16) && r.keyBits == 0 {
		r.keyBits = 128
	}
	return r
}

// asTransform is what a peer offers, as the data path would see it.
func (t espTransform) asTransform() (out ipsec.Transform) {
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
