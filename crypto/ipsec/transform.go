package ipsec

import "fmt"

// A Cipher is an ESP encryption algorithm. The zero value is none that exists.
type Cipher uint8

const (
	DES       Cipher = iota + 1 // CBC, RFC 2405
	TripleDES                   // CBC, RFC 2451
	AES                         // CBC, RFC 3602
	Null                        // RFC 2410
	AESGCM                      // with a 16-byte ICV, RFC 4106
)

// An Auth is an integrity algorithm of ESP or AH. The zero value is None.
type Auth uint8

const (
	None       Auth = iota // without integrity, or with AESGCM, which brings its own
	HMACMD5                // RFC 2403
	HMACSHA1               // RFC 2404
	HMACSHA256             // RFC 4868
	HMACSHA384             // RFC 4868
	HMACSHA512             // RFC 4868
)

// A Mode is what an SA encapsulates, and in what. The zero value is Tunnel.
type Mode uint8

const (
	Tunnel       Mode = iota
	Transport         // the outer header is the packet's own
	UDPTunnel         // tunnel mode inside UDP port 4500, RFC 3948
	UDPTransport      // transport mode inside UDP port 4500
)

// IsTransport tells whether the SA protects the payload of packets rather than whole packets.
func (m Mode) IsTransport() bool { return m == Transport || m == UDPTransport }

// IsUDP tells whether ESP travels inside UDP, to pass a NAT.
func (m Mode) IsUDP() bool { return m == UDPTunnel || m == UDPTransport }

// String is the mode as `show crypto ipsec sa` prints it.
func (m Mode) String() string {
	word := "Tunnel"
	if m.IsTransport() {
		word = "Transport"
	}
	if m.IsUDP() {
		word += " UDP-Encaps"
	}
	return word
}

// A Transform is the protection that an SA gives to packets.
type Transform struct {
	Cipher  Cipher
	KeyBits int // 128, 192 or 256 with AES and AESGCM, where 0 means 128; otherwise 0
	Auth    Auth
	AH      Auth // of an Authentication Header outside; None = there is none. Alone, without a Cipher, there is no ESP
	Mode    Mode
}

// HasESP tells whether packets are encrypted, be it with esp-null, or only get an Authentication Header.
func (t Transform) HasESP() bool { return t.Cipher != 0 || t.AH == None }

// ESP and Header are the parts of a transform: what is inside, and the Authentication Header around it.
func (t Transform) ESP() Transform {
	t.AH = None
	return t
}

// Header is the part of a transform that ESP is not.
func (t Transform) Header() Transform { return Transform{AH: t.AH, Mode: t.Mode} }

const (
	espHeaderLen  = 8 // SPI and sequence number
	espTrailerLen = 2 // pad length and next header
	gcmSaltLen    = 4
	gcmIVLen      = 8
	gcmICVLen     = 16
)

// Check says why no SA can be made from t: an unknown algorithm, a key length that the cipher does not have, or a
// combination that protects nothing (RFC 4303 section 3.2 forbids Null with None).
func (t Transform) Check() error {
	if err := t.checkHeader(); err != nil || !t.HasESP() {
		return err
	}
	switch t.Cipher {
	case DES, TripleDES, Null:
		if t.KeyBits != 0 {
			return fmt.Errorf("cannot use %s with a %d-bit key: its key length is fixed", t, t.KeyBits)
		}
	case AES, AESGCM:
		switch t.KeyBits {
		case 0, 128, 192, 256:
		default:
			return fmt.Errorf("cannot use AES with a %d-bit key: want 128, 192 or 256", t.KeyBits)
		}
	default:
		return fmt.Errorf("cannot use cipher number %d: unknown", t.Cipher)
	}
	switch {
	case t.Auth > HMACSHA512:
		return fmt.Errorf("cannot use integrity algorithm number %d: unknown", t.Auth)
	case t.Mode > UDPTransport:
		return fmt.Errorf("cannot use encapsulation mode number %d: unknown", t.Mode)
	case t.Cipher == Null && t.Auth == None:
		return fmt.Errorf("cannot use esp-null without an integrity algorithm: it would protect nothing")
	case t.Cipher == AESGCM && t.Auth != None:
		return fmt.Errorf("cannot combine esp-gcm with an integrity algorithm: it has its own")
	}
	return nil
}

// checkHeader is Check of the Authentication Header, and of what cannot be with it.
func (t Transform) checkHeader() error {
	switch {
	case t.AH > HMACSHA512:
		return fmt.Errorf("cannot use integrity algorithm number %d: unknown", t.AH)
	case t.AH != None && t.Mode.IsUDP():
		return fmt.Errorf("cannot use ah-%s-hmac inside UDP: RFC 3948 has no form for it", t.AH.authWord())
	case !t.HasESP() && (t.Auth != None || t.KeyBits != 0):
		return fmt.Errorf("cannot use esp-%s-hmac without a cipher: want esp-null at least", t.Auth.authWord())
	}
	return nil
}

// keyBits is KeyBits with the default filled in; 0 for ciphers of one key length.
func (t Transform) keyBits() int {
	if t.KeyBits == 0 && (t.Cipher == AES || t.Cipher == AESGCM) {
		return 128
	}
	return t.KeyBits
}

// KeyLen is how many bytes of KEYMAT one SA of ESP takes: the cipher's key first (with AESGCM followed by four bytes of salt,
// RFC 4106 section 8.1), then the integrity key (RFC 2409 section 5.5, RFC 4301 section 4.5.2).
func (t Transform) KeyLen() int { return t.cipherKeyLen() + t.Auth.KeyLen() }

// SplitKeys parts the KEYMAT of an SA: the cipher's key, its salt with AESGCM, and the integrity key.
func (t Transform) SplitKeys(keymat []byte) (cipherKey, authKey []byte) {
	return keymat[:t.cipherKeyLen()], keymat[t.cipherKeyLen():t.KeyLen()]
}

func (t Transform) cipherKeyLen() int {
	switch t.Cipher {
	case DES:
		return 8
	case TripleDES:
		return 24
	case AES:
		return t.keyBits() / 8
	case AESGCM:
		return t.keyBits()/8 + gcmSaltLen
	}
	return 0
}

// KeyLen is the length of the integrity key in bytes: as long as what the hash yields, 0 with None.
func (a Auth) KeyLen() int {
	switch a {
	case HMACMD5:
		return 16
	case HMACSHA1:
		return 20
	case HMACSHA256:
		return 32
	case HMACSHA384:
		return 48
	case HMACSHA512:
		return 64
	}
	return 0
}

// ICVLen is how many bytes of the HMAC a packet carries; 0 with None.
func (a Auth) ICVLen() int {
	if a == HMACMD5 || a == HMACSHA1 {
		return 12 // RFC 2403 and RFC 2404
	}
	return a.KeyLen() / 2 // RFC 4868
}

// BlockSize is the multiple of bytes to which ESP pads the plaintext with its trailer: the cipher's block, but at least
// four (RFC 4303 section 2.4).
func (t Transform) BlockSize() int {
	switch t.Cipher {
	case DES, TripleDES:
		return 8
	case AES:
		return 16
	}
	return 4
}

// IVLen is the length of the initialization vector in each packet.
func (t Transform) IVLen() int {
	switch t.Cipher {
	case DES, TripleDES:
		return 8
	case AES:
		return 16
	case AESGCM:
		return gcmIVLen
	}
	return 0
}

// ICVLen is the length of the integrity check value that ends each packet; 0 with None.
func (t Transform) ICVLen() int {
	if t.Cipher == AESGCM {
		return gcmICVLen
	}
	return t.Auth.ICVLen()
}

// Authenticates tells whether a packet's integrity can be checked. Without that there is no replay detection either
// (RFC 4303 section 3.4.3).
func (t Transform) Authenticates() bool { return t.ICVLen() > 0 }

// PlaintextMTU is the "plaintext mtu" of `show crypto ipsec sa`: the largest IPv4 packet, in bytes, that fits into
// pathMTU once it is protected. It is 0 when none does.
func (t Transform) PlaintextMTU(pathMTU int) int {
	const ipv4, udp = 20, 8
	mtu := pathMTU - ipv4 - t.headerLen()
	if t.HasESP() {
		mtu -= espHeaderLen + t.IVLen() + t.ICVLen()
		if t.Mode.IsUDP() {
			mtu -= udp
		}
		mtu -= mtu%t.BlockSize() + espTrailerLen
	}
	if mtu <= 0 {
		return 0
	}
	if t.Mode.IsTransport() {
		mtu += ipv4 // its header stays outside
	}
	return mtu
}

// headerLen is how many bytes the Authentication Header takes. With every algorithm here that is a multiple of four, all
// that IPv4 asks for (RFC 4302 section 3.3.3.2.1).
func (t Transform) headerLen() int {
	if t.AH == None {
		return 0
	}
	return ahFixedLen + t.AH.ICVLen()
}
