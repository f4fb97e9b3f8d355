package ipsec

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"fmt"
	"hash"
	"io"
	"math"
)

// An ESP packet, RFC 4303 section 2; the ICV covers all before it, the cipher covers plaintext to next header:
//
//	SPI (4) | sequence number (4) | IV | plaintext | padding 1, 2, 3 ... | pad length (1) | next header (1) | ICV

// algorithms are what the keys of an SA are expanded to. They take three times the memory of
// the rest of the SA, so an SA gets them with its first packet: many never carry one.
type algorithms struct {
	block cipher.Block // of the CBC ciphers, otherwise nil
	aead  cipher.AEAD  // of AESGCM, otherwise nil
	salt  [gcmSaltLen]byte
	mac   hash.Hash // nil with None
}

// expanded returns the SA's algorithms.
func (sa *SA) expanded() *algorithms {
	if sa.algorithms == nil {
		a, err := newAlgorithms(sa.Transform, sa.keys)
		if err != nil {
			panic("ipsec: a transform that was checked cannot be keyed: " + err.Error())
		}
		sa.algorithms, sa.keys = a, nil
	}
	return sa.algorithms
}

// newAlgorithms expands the keys of a transform, as many bytes as it needs.
func newAlgorithms(t Transform, keys []byte) (*algorithms, error) {
	a := &algorithms{}
	cipherKey, authKey := t.SplitKeys(keys)
	var err error
	switch t.Cipher {
	case DES:
		a.block, err = des.NewCipher(cipherKey)
	case TripleDES:
		a.block, err = des.NewTripleDESCipher(cipherKey)
	case AES:
		a.block, err = aes.NewCipher(cipherKey)
	case AESGCM:
		saltAt := len(cipherKey) - gcmSaltLen
		copy(a.salt[:], cipherKey[saltAt:])
		var block cipher.Block
		if block, err = aes.NewCipher(cipherKey[:saltAt]); err == nil {
			a.aead, err = cipher.NewGCM(block)
		}
	}
	if newHash := t.Auth.newHash(); newHash != nil {
		a.mac = hmac.New(newHash, authKey)
	}
	return a, err
}

func (a Auth) newHash() func() hash.Hash {
	switch a {
	case HMACMD5:
		return md5.New
	case HMACSHA1:
		return sha1.New
	case HMACSHA256:
		return sha256.New
	case HMACSHA384:
		return sha512.New384
	case HMACSHA512:
		return sha512.New
	}
	return nil
}

// Seal makes the ESP packet, from SPI to ICV, that carries inner: a whole IP packet in tunnel mode (nextHeader is
// packet.ProtocolIPinIP), the payload of one in transport mode (nextHeader is its protocol). The IVs of the CBC ciphers
// are read from random and must not be predictable. AESGCM uses the sequence number, because there a repeated IV would
// betray the key and random ones repeat too soon (RFC 4106 section 3.1).
//
// Sequence numbers do not wrap: after 2^32-1 packets it returns ErrExhausted, and a new SA must have been negotiated.
func (sa *SA) Seal(inner []byte, nextHeader uint8, random io.Reader) ([]byte, error) {
	if sa.sequence == math.MaxUint32 {
		sa.Errors++
		return nil, ErrExhausted
	}
	esp, textAt, err := sa.appendHeader(inner, sa.sequence+1, random)
	if err != nil {
		sa.Errors++
		return nil, fmt.Errorf("cannot make an IV: %w", err)
	}
	sa.sequence++
	esp = append(esp, inner...)
	esp = appendTrailer(esp, len(inner), sa.BlockSize(), nextHeader)
	a := sa.expanded()
	switch {
	case a.aead != nil:
		esp = a.aead.Seal(esp[:textAt], a.gcmNonce(esp), esp[textAt:], esp[:espHeaderLen])
	case a.block != nil:
		cipher.NewCBCEncrypter(a.block, esp[espHeaderLen:textAt]).CryptBlocks(esp[textAt:], esp[textAt:])
	}
	if a.mac != nil {
		esp = append(esp, a.computeICV(esp)[:sa.ICVLen()]...)
	}
	sa.Packets++
	sa.Bytes += uint64(len(inner))
	return esp, nil
}

// appendHeader begins a packet that has room for the rest, and says where the plaintext goes.
func (sa *SA) appendHeader(inner []byte, sequence uint32, random io.Reader) (esp []byte, textAt int, err error) {
	textAt = espHeaderLen + sa.IVLen()
	esp = make([]byte, textAt, textAt+len(inner)+espTrailerLen+sa.BlockSize()+sa.ICVLen())
	binary.BigEndian.PutUint32(esp, sa.SPI)
	binary.BigEndian.PutUint32(esp[4:], sequence)
	switch iv := esp[espHeaderLen:]; {
	case sa.Cipher == AESGCM:
		binary.BigEndian.PutUint64(iv, uint64(sequence))
	case len(iv) > 0:
		_, err = io.ReadFull(random, iv)
	}
	return esp, textAt, err
}

// appendTrailer pads so that inner bytes with the trailer fill whole blocks, RFC 4303 section 2.4.
func appendTrailer(esp []byte, inner, blockSize int, nextHeader uint8) []byte {
	padLen := (blockSize - (inner+espTrailerLen)%blockSize) % blockSize
	for i := range padLen {
		esp = append(esp, byte(i+1))
	}
	return append(esp, byte(padLen), nextHeader)
}

// gcmNonce is salt and IV, RFC 4106 section 4.
func (a *algorithms) gcmNonce(esp []byte) []byte {
	var nonce [gcmSaltLen + gcmIVLen]byte
	copy(nonce[:], a.salt[:])
	copy(nonce[gcmSaltLen:], esp[espHeaderLen:])
	return nonce[:]
}

// computeICV is the HMAC over covered; a transform uses the first bytes of it.
func (a *algorithms) computeICV(covered []byte) []byte {
	a.mac.Reset()
	a.mac.Write(covered)
	return a.mac.Sum(nil)
}

// Open checks and decrypts an ESP packet, from SPI to ICV. It leaves esp as it is; inner is new memory.
//
// Integrity comes first, then the replay window (so that ErrReplay is only said of packets the peer really made), then
// the padding. Every error is counted, and matches one of the Err variables.
func (sa *SA) Open(esp []byte) (inner []byte, nextHeader uint8, err error) {
	defer func() {
		if err != nil {
			sa.Errors++
		}
	}()
	textAt := espHeaderLen + sa.IVLen()
	textLen := len(esp) - textAt - sa.ICVLen()
	if textLen < espTrailerLen || textLen%sa.BlockSize() != 0 {
		return nil, 0, fmt.Errorf("%w: %d bytes", ErrShort, len(esp))
	}
	text, err := sa.decryptBody(esp, textAt, textLen)
	if err != nil {
		sa.VerifyErrors++
		return nil, 0, err
	}
	if spi := binary.BigEndian.Uint32(esp); spi != sa.SPI {
		return nil, 0, fmt.Errorf("%w: SPI 0x%X, want 0x%X", ErrSPI, spi, sa.SPI)
	}
	sequence := binary.BigEndian.Uint32(esp[4:])
	if !sa.replay.wouldAccept(sequence) {
		sa.ReplayErrors++
		return nil, 0, &ReplayError{ConnID: sa.ConnID, Sequence: sequence}
	}
	sa.replay.markReceived(sequence)
	inner, nextHeader, err = cutTrailer(text)
	if err != nil {
		return nil, 0, err
	}
	sa.Packets++
	sa.Bytes += uint64(len(inner))
	return inner, nextHeader, nil
}

// decryptBody checks the integrity, in constant time and before anything is decrypted, and returns plaintext and trailer.
func (sa *SA) decryptBody(esp []byte, textAt, textLen int) ([]byte, error) {
	icvAt := textAt + textLen
	a := sa.expanded()
	if a.mac != nil && !hmac.Equal(a.computeICV(esp[:icvAt])[:sa.ICVLen()], esp[icvAt:]) {
		return nil, ErrIntegrity
	}
	text := make([]byte, textLen)
	switch {
	case a.aead != nil:
		if _, err := a.aead.Open(text[:0], a.gcmNonce(esp), esp[textAt:], esp[:espHeaderLen]); err != nil {
			return nil, ErrIntegrity
		}
	case a.block != nil:
		cipher.NewCBCDecrypter(a.block, esp[espHeaderLen:textAt]).CryptBlocks(text, esp[textAt:icvAt])
	default:
		copy(text, esp[textAt:icvAt])
	}
	return text, nil
}

// cutTrailer checks and removes the trailer; text has at least its two bytes.
func cutTrailer(text []byte) (inner []byte, nextHeader uint8, err error) {
	trailerAt := len(text) - espTrailerLen
	padLen := int(text[trailerAt])
	if padLen > trailerAt {
		return nil, 0, fmt.Errorf("%w: %d bytes of it in a plaintext of %d", ErrPadding, padLen, trailerAt)
	}
	innerLen := trailerAt - padLen
	for i, pad := range text[innerLen:trailerAt] {
		if pad != byte(i+1) {
			return nil, 0, fmt.Errorf("%w: byte %d of it is %d", ErrPadding, i+1, pad)
		}
	}
	return text[:innerLen:innerLen], text[trailerAt+1], nil
}
