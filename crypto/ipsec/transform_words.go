package ipsec

import "strconv"

// String is the transform in the words of `show crypto ipsec sa`: esp-256-aes esp-sha256-hmac.
func (t Transform) String() string { return t.wordsFor(true) }

// Words is the transform in the words of the configuration and of debug lines: esp-aes 256 esp-sha256-hmac.
func (t Transform) Words() string { return t.wordsFor(false) }

func (t Transform) wordsFor(lengthInside bool) string {
	if t.AH == None {
		return t.espWords(lengthInside)
	}
	word := "ah-" + t.AH.authWord() + "-hmac"
	if t.HasESP() {
		word += " " + t.espWords(lengthInside)
	}
	return word
}

func (t Transform) espWords(lengthInside bool) string {
	var word string
	switch bits := strconv.Itoa(t.keyBits()); {
	case t.Cipher == DES:
		word = "esp-des"
	case t.Cipher == TripleDES:
		word = "esp-3des"
	case t.Cipher == Null:
		word = "esp-null"
	case t.Cipher == AES && t.keyBits() == 128:
		word = "esp-aes"
	case t.Cipher == AES && lengthInside:
		word = "esp-" + bits + "-aes"
	case t.Cipher == AES:
		word = "esp-aes " + bits
	case t.Cipher == AESGCM && t.keyBits() == 128:
		word = "esp-gcm"
	case t.Cipher == AESGCM: // the one whose length stays behind it everywhere
		word = "esp-gcm " + bits
	default:
		word = "esp-cipher-" + strconv.Itoa(int(t.Cipher))
	}
	if t.Auth == None {
		return word
	}
	return word + " esp-" + t.Auth.authWord() + "-hmac"
}

func (a Auth) authWord() string {
	switch a {
	case HMACMD5:
		return "md5"
	case HMACSHA1:
		return "sha"
	case HMACSHA256:
		return "sha256"
	case HMACSHA384:
		return "sha384"
	case HMACSHA512:
		return "sha512"
	}
	return "auth-" + strconv.Itoa(int(a))
}
